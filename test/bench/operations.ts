// The operations that are measured: what has to stand before each, the request itself, and its n-th repetition.

import type { JsonObject } from "../../src/core/json.ts";
import { cloneOf, type Pool, type Template } from "./harness/clone-reviews.ts";
import type { PreparedRequest } from "./harness/load.ts";
import * as people from "./workspaces.ts";

/** Everything but the lists. */
export const WORKSPACE = "bench";

/** Size of what is asked about. Source: DESIGN § 5 (benchmark with 4 KB payloads). */
export const PAYLOAD = "select 1; ".repeat(410);
/** Lists carry no payloads, and a hundred thousand of them should fit. */
const SMALL_PAYLOAD = "select 1";

/** Reviews that are voted on in turn: each has been voted on before, so its object is awake and knows it. */
export const POOL_SIZE = 128;

export const VOTE_POOL: Pool = { workspaceId: WORKSPACE, series: "a000", goodFor: "decisions" };
export const DECISION_POOL: Pool = { workspaceId: WORKSPACE, series: "b000", goodFor: "decisions" };
/** Reviews of which each is decided once. */
export const COLD_POOL: Pool = { workspaceId: WORKSPACE, series: "d000", goodFor: "decisions" };
export const BULK_POOL: Pool = { workspaceId: WORKSPACE, series: "e000", goodFor: "decisions" };
export const SINGLE_POOL: Pool = { workspaceId: WORKSPACE, series: "f000", goodFor: "decisions" };

const APPROVE: JsonObject = { status: "APPROVED" };

export const openSession = (workspaceId: string, connection: string, isLarge = true): PreparedRequest =>
  people.requestBy(workspaceId, people.REQUESTER, "POST", "/api/sessions", {
    connection,
    script: isLarge ? PAYLOAD : SMALL_PAYLOAD,
  });

export const openReview = (): PreparedRequest =>
  people.requestBy(WORKSPACE, people.REQUESTER, "POST", "/v2/reviews", {
    subject: { type: "payment", id: crypto.randomUUID(), attributes: { text: PAYLOAD } },
  });

/** The n-th vote on one review of the pool's kind: the members of its first group in turn. */
export const poolVote = (reviewId: string, n: number): PreparedRequest => {
  const reviewer = people.poolReviewer(n % people.POOL_REVIEWERS);
  return people.requestBy(WORKSPACE, reviewer, "PUT", `/api/reviews/${reviewId}`, APPROVE);
};

/** The n-th vote over the whole pool: all reviews once, then all again by the next reviewer. */
export const nthPoolVote = (n: number): PreparedRequest =>
  poolVote(cloneOf(VOTE_POOL, n % POOL_SIZE).reviewId, Math.floor(n / POOL_SIZE));

/** The n-th vote on the hot review: all groups once, then all again by each group's next member. */
export const nthHotVote = (reviewId: string, n: number): PreparedRequest => {
  const turn = Math.floor(n / people.HOT_GROUPS) % people.HOT_MEMBERS;
  const reviewer = people.hotReviewer(n % people.HOT_GROUPS, turn);
  return people.requestBy(WORKSPACE, reviewer, "PUT", `/api/reviews/${reviewId}`, APPROVE);
};

export const decision = (reviewId: string): PreparedRequest =>
  people.requestBy(WORKSPACE, people.DESK, "POST", `/v2/reviews/${reviewId}/decisions`, { verdict: "approve" });

export const bulkDecision = (ids: readonly string[]): PreparedRequest =>
  people.requestBy(WORKSPACE, people.DESK, "POST", "/v2/reviews/bulk-decisions", { ids: [...ids], verdict: "approve" });

/** The n-th trace of its kind; a text that was sent before would be answered without being judged. */
export const trace = (kind: "held" | "passed", n: number): PreparedRequest =>
  people.requestBy(WORKSPACE, people.DESK, "POST", "/api/v1/traces", {
    agentId: people.AGENT,
    inputContext: { prompt: `${kind} ${n}: ${PAYLOAD}` },
    outputDecision: { action: kind === "held" ? people.HELD_ACTION : "answer_question", confidence: 0.92 },
  });

export const nativeList = (workspaceId: string): PreparedRequest =>
  people.requestBy(workspaceId, people.DESK, "GET", "/v2/reviews?status=pending&limit=50");

/** As a reviewer sees it: only what he may see. */
export const sessionApiList = (workspaceId: string): PreparedRequest =>
  people.requestBy(workspaceId, people.poolReviewer(0), "GET", "/api/reviews");

/** The floor's side of an operation: the same verb, headers and body, another path. */
export const onFloor = (
  plan: string,
  request: PreparedRequest,
  values: readonly (string | number)[],
): PreparedRequest => ({
  ...request,
  path: `/${plan}?${values.join("&")}`,
});

export interface Opened extends Template {
  readonly workspaceId: string;
}

/** Ids of a session that was just opened, and of its review. */
export const openedSession = async (url: string, workspaceId: string, body: string): Promise<Opened> => {
  const { session_id: subjectId }: { session_id: string } = JSON.parse(body);
  const path = `/api/sessions/${subjectId}`;
  const found = await people.sendOne(url, people.requestBy(workspaceId, people.REQUESTER, "GET", path));
  const { review }: { review: { id: string } } = JSON.parse(found.body);
  return { workspaceId, reviewId: review.id, subjectId };
};
