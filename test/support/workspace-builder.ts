// Workspaces for tests through the Worker: a document applied with the operator's token, and one client per member or
// credential. Every workspace is a fresh one: storage is shared by the tests of a file. Every exchange is held to what is
// published about it.

import { env, exports } from "cloudflare:workers";
import type { Role } from "../../src/core/review/actor.ts";
import { holdToContract } from "./contract.ts";

const ORIGIN = "https://countersign.test";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; null when there is none or it is not JSON. */
  readonly body: unknown;
}

export type HeaderList = Readonly<Record<string, string>>;

export interface Client {
  /** Any request; a body that is not a string is sent as JSON. */
  send(method: string, path: string, body?: unknown, headers?: HeaderList): Promise<Answer>;
  get(path: string, headers?: HeaderList): Promise<Answer>;
  post(path: string, body?: unknown, headers?: HeaderList): Promise<Answer>;
  put(path: string, body?: unknown, headers?: HeaderList): Promise<Answer>;
  delete(path: string, headers?: HeaderList): Promise<Answer>;
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** Sends with these headers; the ones of a single call win. */
export const aClient = (own: HeaderList): Client => {
  const send: Client["send"] = async (method, path, body, headers = {}) => {
    const payload = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    const response = await exports.default.fetch(`${ORIGIN}${path}`, {
      method,
      headers: { "content-type": "application/json", ...own, ...headers },
      ...(payload === undefined ? {} : { body: payload }),
    });
    const text = await response.text();
    const { status, headers: answerHeaders } = response;
    const sent = { ...own, ...headers };
    holdToContract({ method, path, headers: sent, body: payload ?? null, status, answerHeaders, text });
    return { status, headers: answerHeaders, text, body: parse(text) };
  };
  return {
    send,
    get: (path, headers) => send("GET", path, undefined, headers),
    post: (path, body, headers) => send("POST", path, body, headers),
    put: (path, body, headers) => send("PUT", path, body, headers),
    delete: (path, headers) => send("DELETE", path, undefined, headers),
  };
};

export const bearer = (secret: string): HeaderList => ({ authorization: `Bearer ${secret}` });

/** Nobody. */
export const stranger: Client = aClient({});

/** Who applies documents. */
export const operator: Client = aClient(bearer(env.OPERATOR_TOKEN));

export interface MemberEntry {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly groups: readonly string[];
  readonly slackId?: string;
  readonly active?: boolean;
}

export const aMember = (
  id: string,
  groups: readonly string[] = [],
  changes: Partial<MemberEntry> = {},
): MemberEntry => ({
  id,
  email: `${id}@example.com`,
  name: `Name of ${id}`,
  role: "member",
  groups,
  ...changes,
});

export interface WorkspaceParts {
  readonly members: readonly MemberEntry[];
  /** Beside the one that each member gets under its own id. Secrets are filled in. */
  readonly credentials?: readonly Readonly<Record<string, unknown>>[];
  /** Every other key of the document. */
  readonly [key: string]: unknown;
}

export interface TestWorkspace {
  readonly id: string;
  /** The client of the member or credential of that name. */
  as(name: string): Client;
  secretOf(name: string): string;
  /** Applies another document to it; the parts replace the former ones. */
  apply(parts: WorkspaceParts): Promise<Answer>;
}

/** Long enough for any rule about secrets, and another one in every workspace. */
const secretOf = (workspaceId: string, name: string): string => `key-of-${name}-in-${workspaceId}`;

const documentOf = (workspaceId: string, { members, credentials = [], ...rest }: WorkspaceParts) => ({
  members,
  credentials: [
    ...members
      .filter(({ active }) => active !== false)
      .map(({ id }) => ({ name: id, type: "bearer", secret: secretOf(workspaceId, id), member: id })),
    ...credentials.map((credential) => ({
      type: "bearer",
      secret: secretOf(workspaceId, String(credential["name"])),
      ...credential,
    })),
  ],
  ...rest,
});

/** A workspace that nobody has used before. */
export const aWorkspace = async (parts: WorkspaceParts): Promise<TestWorkspace> => {
  const id = `ws-${crypto.randomUUID()}`;
  const apply = (changed: WorkspaceParts): Promise<Answer> =>
    operator.put(`/v2/workspaces/${id}`, documentOf(id, changed));
  const applied = await apply(parts);
  if (applied.status !== 201) throw new Error(`the workspace was not applied: ${applied.status} ${applied.text}`);
  return {
    id,
    as: (name) => aClient(bearer(secretOf(id, name))),
    secretOf: (name) => secretOf(id, name),
    apply,
  };
};

/** The text at a path of a body, or a failure that shows the body. */
export const textAt = (body: unknown, ...path: readonly (string | number)[]): string => {
  const found = path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    body,
  );
  if (typeof found !== "string") throw new Error(`no text at ${path.join(".")} of ${JSON.stringify(body)}`);
  return found;
};
