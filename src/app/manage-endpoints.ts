// Endpoints made through the API and callbacks of single reviews: judged, sealed, stored. A secret leaves here once.
// Source: webhooks.md 5, 7, 11; workspace.md 1 (Secrets that we must use in the clear).

import { err, ok, type Result } from "../core/result.ts";
import type { Instant } from "../core/time.ts";
import type { Problem } from "./document-ports.ts";
import type { EndpointChanges, EndpointStore, NewEndpoint } from "./endpoint-ports.ts";
import { endpointProblems, type EndpointRequest, eventProblems, urlProblems } from "./judge-endpoint.ts";
import type { Vault } from "./seal-secrets.ts";
import { CALLBACK_PREFIX, type Endpoint, type MessageFormat } from "./webhook-ports.ts";

export interface EndpointDeps {
  readonly store: EndpointStore;
  readonly formats: readonly MessageFormat[];
  readonly vault: Vault;
  /** `whsec_` and base64, or plain text. */
  readonly newSecret: (isWhsec: boolean) => string;
  readonly newId: () => string;
  readonly allowLoopback: boolean;
}

export type EndpointError =
  | { readonly type: "not_found" }
  /** Places of the request that are wrong. */
  | { readonly type: "invalid"; readonly problems: readonly Problem[] };

/** `secret` null: it was shown before, or the receiver asks for a password. */
export interface MadeEndpoint {
  readonly endpoint: Endpoint;
  readonly secret: string | null;
}

/** Source: webhooks.md 4: old and new sign for a day, by the workspace's clock. */
const OVERLAP_MS = 24 * 3_600_000;

/** What a sealed secret is bound to: the place, not its age, so that an old one stays readable in another column. */
export const secretName = (endpointId: string): string => `webhook:${endpointId}:secret`;
export const passwordName = (endpointId: string): string => `webhook:${endpointId}:password`;

const NO_KEY: Problem = { path: "", message: "needs the Worker secret ENCRYPTION_KEY, which is not configured" };

const formatOf = ({ formats }: EndpointDeps, name: string): MessageFormat | null =>
  formats.find((format) => format.name === name) ?? null;

/** `id`: derived from the request's idempotency key, so that a retry makes no second one; null without a key. */
export const createEndpoint = async (
  deps: EndpointDeps,
  workspaceId: string,
  request: EndpointRequest,
  id: string | null,
  now: Instant,
): Promise<Result<MadeEndpoint, EndpointError>> => {
  const format = formatOf(deps, request.format);
  const problems = [...endpointProblems(request, format, deps.allowLoopback), ...(deps.vault.canSeal ? [] : [NO_KEY])];
  if (format === null || problems.length > 0) return err({ type: "invalid", problems });
  const { url, events, description, active, basic } = request;
  const endpointId = id ?? deps.newId();
  const secret = basic === null ? (request.secret ?? deps.newSecret(format.needsWhsec)) : null;
  const seal = (name: string, text: string | null) => (text === null ? null : deps.vault.seal(workspaceId, name, text));
  const isNew = await deps.store.insert(
    workspaceId,
    {
      id: endpointId,
      origin: "api",
      url,
      format: format.name,
      events,
      description,
      username: basic?.username ?? null,
      status: active ? "active" : "disabled",
      secret: await seal(secretName(endpointId), secret),
      password: await seal(passwordName(endpointId), basic?.password ?? null),
    },
    now,
  );
  const endpoint = await deps.store.find(workspaceId, endpointId);
  return endpoint === null ? err({ type: "not_found" }) : ok({ endpoint, secret: isNew ? secret : null });
};

export const updateEndpoint = async (
  deps: EndpointDeps,
  workspaceId: string,
  id: string,
  changes: EndpointChanges,
  now: Instant,
): Promise<Result<Endpoint, EndpointError>> => {
  const endpoint = await deps.store.find(workspaceId, id);
  const format = endpoint === null ? null : formatOf(deps, endpoint.format);
  if (endpoint === null || format === null) return err({ type: "not_found" });
  const { url, events } = changes;
  const problems = [
    ...(url === undefined ? [] : urlProblems(url, deps.allowLoopback)),
    ...(events === undefined ? [] : eventProblems(events, format)),
  ];
  if (problems.length > 0) return err({ type: "invalid", problems });
  const updated = await deps.store.update(workspaceId, id, changes, now);
  return updated === null ? err({ type: "not_found" }) : ok(updated);
};

export const rotateSecret = async (
  deps: EndpointDeps,
  workspaceId: string,
  id: string,
  now: Instant,
): Promise<Result<MadeEndpoint, EndpointError>> => {
  if (!deps.vault.canSeal) return err({ type: "invalid", problems: [NO_KEY] });
  const endpoint = await deps.store.find(workspaceId, id);
  const format = endpoint === null ? null : formatOf(deps, endpoint.format);
  if (format === null) return err({ type: "not_found" });
  const secret = deps.newSecret(format.needsWhsec);
  const sealed = await deps.vault.seal(workspaceId, secretName(id), secret);
  const rotated = await deps.store.rotate(workspaceId, id, sealed, now + OVERLAP_MS, now);
  return rotated === null ? err({ type: "not_found" }) : ok({ endpoint: rotated, secret });
};

/** An endpoint that is not stored yet, and its secret, which is shown once. */
export interface PlannedCallback {
  readonly endpoint: NewEndpoint;
  readonly secret: string;
}

/** The callback of a review that is about to be opened; it is stored in the review's own commit. */
export const planCallback = async (
  deps: EndpointDeps,
  workspaceId: string,
  reviewId: string,
  url: string,
): Promise<Result<PlannedCallback, readonly Problem[]>> => {
  const problems = [...urlProblems(url, deps.allowLoopback), ...(deps.vault.canSeal ? [] : [NO_KEY])];
  if (problems.length > 0) return err(problems.map(({ message }) => ({ path: "/callbackUrl", message })));
  const id = `${CALLBACK_PREFIX}${reviewId}`;
  const secret = deps.newSecret(true);
  const endpoint: NewEndpoint = {
    id,
    origin: "callback",
    url,
    format: "standard",
    events: ["*"],
    description: "",
    username: null,
    status: "active",
    secret: await deps.vault.seal(workspaceId, secretName(id), secret),
    password: null,
  };
  return ok({ endpoint, secret });
};
