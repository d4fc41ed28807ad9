// Verifies the audit trails of a whole workspace, review by review, a bounded number of events a call. Where a call
// stops, the next one goes on; after the last review it begins anew, so that old events are looked at again.
// Source: adjudon.md ruling 13 (audit/verify); DESIGN § 5 (Audit).

import { CHAIN_START, headBreak, type RecordedEvent, verifyLinks } from "../core/review/audit-chain.ts";
import type { AuditWalks, Walk, WalkPlace, WalkRow } from "./audit-walk-queries.ts";

/** Events that one call verifies. Source: DESIGN § 5. */
export const MAX_WALKED = 10_000;
const CHUNK = 500;

export interface AuditReport extends Walk {
  /** Every review has been looked at. */
  readonly isComplete: boolean;
}

const START: Walk = { place: null, entries: 0, brokenLinks: [], lastEntryAt: null };

const withBreak = (walk: Walk, { reviewId, dialect }: WalkPlace, version: number): Walk => ({
  ...walk,
  brokenLinks: [...walk.brokenLinks, { reviewId, dialect, version }],
});

/** The end of a review's trail: it must be the end that the review keeps. */
const closed = (walk: Walk): Walk => {
  const { place } = walk;
  const broken = place === null || place.isBroken ? null : headBreak(place, place.head);
  return place === null || broken === null ? walk : withBreak(walk, place, broken.version);
};

const entered = (walk: Walk, { reviewId, dialect, head }: WalkRow): Walk => {
  if (walk.place?.reviewId === reviewId) return { ...walk, place: { ...walk.place, head } };
  return { ...closed(walk), place: { reviewId, dialect, head, ...CHAIN_START, isBroken: false } };
};

const later = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a);

/** One event further. After a break the rest of that trail is only counted. */
const stepped = async (walk: Walk, event: RecordedEvent): Promise<Walk> => {
  const { place } = walk;
  if (place === null) return walk;
  const counted = { ...walk, entries: walk.entries + 1 };
  if (place.isBroken) return { ...counted, place: { ...place, version: event.version } };
  const step = await verifyLinks(place, [event]);
  if (step.ok) {
    const lastEntryAt = later(walk.lastEntryAt, event.event?.recordedAt ?? null);
    return { ...counted, lastEntryAt, place: { ...place, ...step.link } };
  }
  const broken = { ...place, version: event.version, isBroken: true };
  return { ...withBreak(counted, place, step.broken.version), place: broken };
};

/** Goes on where the last call stopped. */
export const verifyWorkspace = async (walks: AuditWalks, workspaceId: string): Promise<AuditReport> => {
  const unfinished = await walks.load(workspaceId);
  let walk = unfinished ?? START;
  for (let looked = 0; looked < MAX_WALKED; ) {
    const after = walk.place ?? { reviewId: "", version: 0 };
    const rows = await walks.rows(workspaceId, after, CHUNK);
    for (const row of rows) {
      walk = entered(walk, row);
      if (row.event !== null) walk = await stepped(walk, row.event);
    }
    looked += rows.length;
    if (rows.length === CHUNK) continue;
    if (unfinished !== null) await walks.save(workspaceId, null);
    return { ...closed(walk), isComplete: true };
  }
  await walks.save(workspaceId, walk);
  return { ...walk, isComplete: false };
};
