// The workspace of most stories about sessions: Olga asks, banking and sre are asked, Adam administers.

import type { Answer, TestWorkspace, WorkspaceParts } from "./workspace-builder.ts";
import { aMember, aWorkspace, textAt } from "./workspace-builder.ts";

export const PEOPLE = [
  aMember("olga", ["dev"]),
  aMember("bea", ["banking"]),
  aMember("ben", ["banking"]),
  aMember("sam", ["sre"]),
  aMember("both", ["banking", "sre"]),
  aMember("otto", ["oncall"]),
  aMember("adam", [], { role: "admin" }),
  aMember("aud", [], { role: "auditor" }),
  aMember("vic", ["banking"], { role: "viewer" }),
  aMember("eve", ["legal"]),
];

export const COMMAND_RULE = {
  name: "prod-writes",
  accessType: "command",
  connections: ["prod-pg"],
  reviewerGroups: ["banking", "sre"],
  allGroupsMustApprove: true,
};

export const JIT_RULE = {
  name: "prod-access",
  accessType: "jit",
  connections: ["prod-pg"],
  reviewerGroups: ["banking"],
  allGroupsMustApprove: true,
  accessMaxDurationSec: 3600,
};

/** `changes` replace keys of the document. */
export const aGuardedWorkspace = (changes: Partial<WorkspaceParts> = {}): Promise<TestWorkspace> =>
  aWorkspace({ members: PEOPLE, accessRules: [COMMAND_RULE, JIT_RULE], ...changes });

/** With one rule for commands on prod-pg, changed. */
export const withRule = (changes: object): Partial<WorkspaceParts> => ({
  accessRules: [{ ...COMMAND_RULE, ...changes }],
});

export interface Held {
  readonly sessionId: string;
  readonly reviewId: string;
  /** Path of the review by its own id. */
  readonly path: string;
}

/** A session that waits, asked for by Olga on prod-pg unless told. */
export const aHeldSession = async (workspace: TestWorkspace, body: object = {}, as = "olga"): Promise<Held> => {
  const asked = { connection: "prod-pg", script: "update accounts set frozen = true", ...body };
  const opened = await workspace.as(as).post("/api/sessions", asked);
  if (opened.status !== 202) throw new Error(`the session is not held: ${opened.status} ${opened.text}`);
  const sessionId = textAt(opened.body, "session_id");
  const review = await workspace.as(as).get(`/api/reviews/${sessionId}`);
  const reviewId = textAt(review.body, "id");
  return { sessionId, reviewId, path: `/api/reviews/${reviewId}` };
};

/** Access to prod-pg for half an hour, not yet approved. */
export const aHeldAccess = (workspace: TestWorkspace, as = "olga"): Promise<Held> =>
  aHeldSession(workspace, { access_duration_sec: 1800 }, as);

export const decide = (
  workspace: TestWorkspace,
  as: string,
  { path }: Held,
  status: string,
  more: object = {},
): Promise<Answer> => workspace.as(as).put(path, { status, ...more });

/** A held session that both groups have approved. */
export const anApprovedSession = async (workspace: TestWorkspace, body: object = {}): Promise<Held> => {
  const held = await aHeldSession(workspace, body);
  const settled = await decide(workspace, "both", held, "APPROVED");
  if (settled.status !== 200) throw new Error(`not approved: ${settled.status} ${settled.text}`);
  return held;
};
