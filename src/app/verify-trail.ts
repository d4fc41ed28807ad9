// Verifies the audit trail of one review against the head that the review keeps, a bounded number of events at a time.
// Source: DESIGN § 5 (Audit); workspace.md 4.

import { CHAIN_START, type ChainBreak, type ChainLink, headBreak, verifyLinks } from "../core/review/audit-chain.ts";
import type { ReviewQueries, TrailHead } from "./review-queries.ts";

/** Events that one call verifies. Source: DESIGN § 5. */
export const MAX_EVENTS = 10_000;
const CHUNK = 500;

export interface Verification {
  /** Version and hash that the review keeps. */
  readonly head: TrailHead;
  /** How far the chain holds, from the beginning. */
  readonly verified: ChainLink;
  readonly broken: ChainBreak | null;
  /** False: nothing is broken so far, and there is more to verify after `verified`. */
  readonly isComplete: boolean;
}

type Trail = Pick<ReviewQueries, "trail" | "head">;

/** Null: no such review. `from`: what an earlier call has verified. */
export const verifyTrail = async (
  queries: Trail,
  workspaceId: string,
  reviewId: string,
  from: ChainLink = CHAIN_START,
): Promise<Verification | null> => {
  let verified = from;
  let head = await queries.head(workspaceId, reviewId);
  for (let events = 0; head !== null; ) {
    const rows = await queries.trail(workspaceId, reviewId, verified.version, CHUNK);
    const step = await verifyLinks(
      verified,
      rows.map(({ event }) => event),
    );
    if (!step.ok) return { head, verified, broken: step.broken, isComplete: true };
    verified = step.link;
    events += rows.length;
    if (rows.length === CHUNK && events >= MAX_EVENTS) return { head, verified, broken: null, isComplete: false };
    if (rows.length === CHUNK) continue;
    const broken = headBreak(verified, head);
    if (broken === null) return { head, verified, broken, isComplete: true };
    // Somebody may have committed between the two reads: then the head has moved, and the trail with it.
    const now = await queries.head(workspaceId, reviewId);
    if (now?.version === head.version && now.hash === head.hash) return { head, verified, broken, isComplete: true };
    head = now;
  }
  return null;
};
