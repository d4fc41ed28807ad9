// The workspaces that everything is measured in, and the requests of their members.

import type { JsonObject } from "../../src/core/json.ts";
import type { PreparedRequest } from "./harness/load.ts";

export const SECRETS = {
  OPERATOR_TOKEN: "bench-operator-token-0123456789abcdef",
  ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
} as const;

/** Receivers of webhooks live on loopback here. */
export const BINDINGS = { ...SECRETS, WEBHOOK_ALLOW_LOOPBACK: "true" } as const;

/** Groups of a hot review that vote, and members of each: who votes next in a group is never who voted last. */
export const HOT_GROUPS = 16;
export const HOT_MEMBERS = 4;

/** Reviewers of the pool's first group: they stamp its row in turn, so that every vote writes. */
export const POOL_REVIEWERS = 3;

export const hotReviewer = (group: number, member: number): string => `hot-${group}-${member}`;
export const poolReviewer = (n: number): string => `pool-${n}`;

/** Who asks. */
export const REQUESTER = "bert";
/** A service that decides reviews without groups. */
export const DESK = "desk";

/** Connections, each guarded by one rule. The group `never` keeps every review pending. */
export const POOL_CONNECTION = "pool-pg";
export const HOT_CONNECTION = "hot-pg";

/** An agent, and what it may not do alone. */
export const AGENT = "refund_bot";
export const HELD_ACTION = "initiate_refund";

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

const member = (id: string, groups: readonly string[]) => ({
  id,
  email: `${id}@example.com`,
  name: `Reviewer ${id}`,
  role: "member",
  groups: [...groups],
});

const rule = (name: string, connection: string, groups: readonly string[]): JsonObject => ({
  name,
  accessType: "command",
  connections: [connection],
  reviewerGroups: [...groups],
  allGroupsMustApprove: true,
});

export const secretOf = (workspaceId: string, name: string): string => `secret-of-${name}-in-${workspaceId}`;

export const people = [
  member(REQUESTER, ["engineering"]),
  ...range(POOL_REVIEWERS).map((n) => member(poolReviewer(n), ["banking"])),
  ...range(HOT_GROUPS).flatMap((group) =>
    range(HOT_MEMBERS).map((n) => member(hotReviewer(group, n), [`group-${group}`])),
  ),
];

/** The document of one workspace: its people, their credentials, two rules. */
export const workspaceDocument = (workspaceId: string): JsonObject => {
  const bearers = people.map(({ id }) => ({ name: id, type: "bearer", member: id }));
  const credentials = [...bearers, { name: DESK, type: "bearer", role: "admin" }];
  return {
    organizationId: `org-${workspaceId}`,
    name: workspaceId,
    members: people,
    credentials: credentials.map((credential) => ({
      ...credential,
      secret: secretOf(workspaceId, credential.name),
    })),
    agents: [{ id: "65f0a1b2c3d4e5f6aaaaaaaa", externalId: AGENT, name: "Refund bot" }],
    policies: [
      {
        name: "refunds",
        priority: 1,
        conditions: [{ field: "outputDecision.action", operator: "equals", value: HELD_ACTION }],
        actions: [{ type: "flag_for_review" }],
      },
    ],
    accessRules: [
      rule("pool", POOL_CONNECTION, ["banking", "sre", "never"]),
      rule("hot", HOT_CONNECTION, [...range(HOT_GROUPS).map((group) => `group-${group}`), "never"]),
    ],
  };
};

/** A request of somebody of that workspace. `body` null: none. */
export const requestBy = (
  workspaceId: string,
  name: string,
  method: PreparedRequest["method"],
  path: string,
  body: JsonObject | null = null,
): PreparedRequest => ({
  method,
  path,
  headers: {
    authorization: `Bearer ${secretOf(workspaceId, name)}`,
    ...(body === null ? {} : { "content-type": "application/json" }),
  },
  body: body === null ? "" : JSON.stringify(body),
});

/** Sends one request; throws on anything but a 2xx. */
export const sendOne = async (
  url: string,
  { method, path, headers, body }: PreparedRequest,
): Promise<{ readonly status: number; readonly body: string }> => {
  const response = await fetch(url + path, { method, headers, ...(body === "" ? {} : { body }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return { status: response.status, body: text };
};

export const applyWorkspace = async (url: string, workspaceId: string): Promise<void> => {
  await sendOne(url, {
    method: "PUT",
    path: `/v2/workspaces/${workspaceId}`,
    headers: { authorization: `Bearer ${SECRETS.OPERATOR_TOKEN}`, "content-type": "application/json" },
    body: JSON.stringify(workspaceDocument(workspaceId)),
  });
};
