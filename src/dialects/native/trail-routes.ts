// The audit trail of a review: reading it, verifying it, erasing the free text in it. Source: workspace.md 4; DESIGN § 5.

import { type Context, Hono } from "hono";
import type { TrailRow } from "../../app/review-queries.ts";
import { isScrubbedFor } from "../../app/shown-payload.ts";
import { verifyTrail } from "../../app/verify-trail.ts";
import { CHAIN_START } from "../../core/review/audit-chain.ts";
import type { Actor } from "../../core/review/actor.ts";
import type { Review } from "../../core/review/review.ts";
import type { AppEnv } from "../../http/context.ts";
import { enterToRead, enterToWrite, roleError } from "./auth.ts";
import { chainCursor, readChainCursor } from "./cursor.ts";
import { visibleReview } from "./read-routes.ts";
import { refuseWithoutReview } from "./respond.ts";
import { toEvent } from "./translate.ts";

/** Rows of one read: the trail goes out as it is read, so that no length of it has to fit into memory. */
const CHUNK = 100;

/** The JSON text of the answer, piece by piece, up to the version that the review had when it was asked for. */
async function* eventsJson(
  review: Review,
  viewer: Actor,
  first: readonly TrailRow[],
  more: (after: number) => Promise<readonly TrailRow[]>,
): AsyncGenerator<string> {
  const { workspaceId, id, version } = review;
  const isScrubbed = isScrubbedFor(review, viewer);
  // Both ids are part of what is hashed.
  yield `{"workspaceId":${JSON.stringify(workspaceId)},"reviewId":${JSON.stringify(id)},"data":[`;
  let previousHash = "";
  let separator = "";
  for (let rows = first; rows.length > 0; ) {
    const shown = rows.filter(({ event }) => event.version <= version);
    for (const row of shown) {
      yield separator + JSON.stringify(toEvent(row, previousHash, isScrubbed));
      separator = ",";
      previousHash = row.event.hash;
    }
    const last = rows.at(-1);
    rows =
      last === undefined || rows.length < CHUNK || last.event.version >= version ? [] : await more(last.event.version);
  }
  yield "]}";
}

const streamOf = (pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
};

const getEvents = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enterToRead(c);
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const review = await visibleReview(c, caller.value);
  if (review === null) return refuseWithoutReview({ type: "not_found" });
  const { workspaceId, id } = review;
  const more = (after: number): Promise<readonly TrailRow[]> =>
    c.var.services.reviews.trail(workspaceId, id, after, CHUNK);
  const first = await more(0);
  return c.body(streamOf(eventsJson(review, caller.value.principal.actor, first, more)), 200, {
    "Content-Type": "application/json",
  });
};

const verifyEvents = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enterToRead(c);
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const refusal = roleError(caller.value, ["owner", "admin", "auditor"]);
  if (refusal !== null) return refuseWithoutReview(refusal);
  const given = c.req.query("cursor");
  const from = given === undefined ? CHAIN_START : readChainCursor(given);
  if (from === null) {
    const problems = [{ path: "/cursor", message: "is no cursor of a verification" }];
    return refuseWithoutReview({ type: "invalid", problems });
  }
  const { principal, target } = caller.value;
  if (target === null) return refuseWithoutReview({ type: "not_found" });
  const verification = await verifyTrail(c.var.services.reviews, principal.workspaceId, target.reviewId, from);
  if (verification === null) return refuseWithoutReview({ type: "not_found" });
  const { head, verified, broken, isComplete } = verification;
  return c.json({
    reviewId: target.reviewId,
    valid: broken === null,
    complete: isComplete,
    verifiedVersion: verified.version,
    head: { version: head.version, hash: head.hash },
    break: broken,
    nextCursor: isComplete ? null : chainCursor(verified),
  });
};

const eraseTexts = async (c: Context<AppEnv>): Promise<Response> => {
  const { services } = c.var;
  const caller = await enterToWrite(c);
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const refusal = roleError(caller.value, ["owner"]);
  if (refusal !== null) return refuseWithoutReview(refusal);
  const { principal, target } = caller.value;
  if (target === null) return refuseWithoutReview({ type: "not_found" });
  await services.reviews.eraseTexts(principal.workspaceId, target.reviewId);
  if (target.isGrouped) await services.forget(principal.workspaceId, target.reviewId);
  return c.body(null, 204);
};

export const trailRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get("/v2/reviews/:id/events", getEvents)
    .get("/v2/reviews/:id/events/verification", verifyEvents)
    .delete("/v2/reviews/:id/texts", eraseTexts);
