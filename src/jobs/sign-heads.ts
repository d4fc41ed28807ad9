// Daily: signs where the audit trail of each workspace stands. Reads only what came since the checkpoint before, stops
// at a bound, and the next run goes on. Verifying folds the stream again and compares.
// Source: DESIGN § 5 (Audit); docs/storage.md, "Checkpoints".

import type { AuditSigner } from "../app/audit-signing.ts";
import type { Behind, Checkpoint, CheckpointQueries, StreamedEvent } from "../app/checkpoint-queries.ts";
import { BLOCK, checkpointText, foldEvents } from "../core/review/checkpoint.ts";
import { type Instant, toIso } from "../core/time.ts";

export interface SignDeps {
  readonly queries: CheckpointQueries;
  /** Null: no secret is configured and nothing is signed. */
  readonly signer: AuditSigner | null;
}

/** Workspaces of one look, and events of one run: a run stays below what one invocation may query and compute. */
const WORKSPACES = 100;
const MAX_EVENTS = 100_000;

export interface Signed {
  readonly checkpoints: number;
  readonly events: number;
  /** False: the bound was reached; the next run goes on. */
  readonly isComplete: boolean;
}

/** Events from a position on: blocks end at multiples of {@link BLOCK}, so each read stops at one. */
const blockAfter = (
  queries: CheckpointQueries,
  workspaceId: string,
  position: number,
): Promise<readonly StreamedEvent[]> => queries.events(workspaceId, position, BLOCK - (position % BLOCK));

/** One workspace, as far as the budget goes. Stops between blocks, so the fold is the same whoever folds it. */
const signWorkspace = async (
  { queries, signer }: { readonly queries: CheckpointQueries; readonly signer: AuditSigner },
  { workspaceId, latest }: Behind,
  now: Instant,
  budget: number,
): Promise<number> => {
  const day = toIso(now).slice(0, 10);
  let position = latest?.position ?? 0;
  // Today's checkpoint may move on from the end of a block only: its old end would be a boundary that nobody knows.
  if (latest?.day === day && position % BLOCK !== 0) return 0;
  let digest = latest?.digest ?? "";
  let folded = 0;
  const reviewIds = new Set<string>();
  while (folded < budget) {
    const events = await blockAfter(queries, workspaceId, position);
    const last = events.at(-1);
    if (last === undefined) break;
    digest = await foldEvents(digest, events);
    for (const { reviewId } of events) reviewIds.add(reviewId);
    position = last.position;
    folded += events.length;
    if (position % BLOCK !== 0) break;
  }
  if (folded === 0) return 0;
  const checkpoint = { workspaceId, day, position, reviewCount: reviewIds.size, digest, createdAt: now };
  await queries.save({ ...checkpoint, signature: await signer.sign(checkpointText(checkpoint)) });
  return folded;
};

/** Every workspace that has new events. `now` is real time. */
export const signHeads = async ({ queries, signer }: SignDeps, now: Instant): Promise<Signed> => {
  let checkpoints = 0;
  let events = 0;
  if (signer === null) return { checkpoints, events, isComplete: true };
  for (let after = ""; ; ) {
    const behind = await queries.behind(after, WORKSPACES);
    for (const workspace of behind) {
      if (events >= MAX_EVENTS) return { checkpoints, events, isComplete: false };
      const folded = await signWorkspace({ queries, signer }, workspace, now, MAX_EVENTS - events);
      events += folded;
      checkpoints += folded > 0 ? 1 : 0;
      after = workspace.workspaceId;
    }
    if (behind.length < WORKSPACES) return { checkpoints, events, isComplete: true };
  }
};

export type CheckpointBreakReason =
  /** Not signed by a key of ours, or not what was signed. */
  | "bad_signature"
  /** The events are not the ones that were signed. */
  | "digest_mismatch"
  /** Events that were signed are not in the stream any more, and are too young to have been pruned. */
  | "events_missing";

export interface CheckpointVerification {
  /** Checkpoints whose signature and events hold. */
  readonly verified: number;
  /** Checkpoints whose signature holds and whose events the stream does not keep any more. */
  readonly pruned: number;
  readonly broken: { readonly day: string; readonly reason: CheckpointBreakReason } | null;
  /** Day to go on after; null: the last one is reached. */
  readonly nextAfterDay: string | null;
}

/** The stream keeps events at least this long. Source: DESIGN § 7 (Outbox rows are kept 30 days). */
const KEPT_MS = 29 * 24 * 60 * 60_000;
const CHECKPOINTS = 50;

/** The digest that the stream gives now; null where its beginning is not kept any more. */
const refold = async (queries: CheckpointQueries, from: Checkpoint | null, to: Checkpoint): Promise<string | null> => {
  let position = from?.position ?? 0;
  let digest = from?.digest ?? "";
  while (position < to.position) {
    const block = await blockAfter(queries, to.workspaceId, position);
    const events = block.filter((event) => event.position <= to.position);
    const last = events.at(-1);
    const isWhole = events[0]?.position === position + 1 && last?.position === position + events.length;
    if (last === undefined || !isWhole) return null;
    digest = await foldEvents(digest, events);
    position = last.position;
  }
  return digest;
};

const breakOf = async (
  { queries, signer }: { readonly queries: CheckpointQueries; readonly signer: AuditSigner },
  before: Checkpoint | null,
  checkpoint: Checkpoint,
  now: Instant,
): Promise<CheckpointBreakReason | "pruned" | null> => {
  if (!(await signer.verify(checkpointText(checkpoint), checkpoint.signature))) return "bad_signature";
  const digest = await refold(queries, before, checkpoint);
  if (digest !== null) return digest === checkpoint.digest ? null : "digest_mismatch";
  return (before?.createdAt ?? checkpoint.createdAt) > now - KEPT_MS ? "events_missing" : "pruned";
};

/** Verifies the checkpoints of a workspace after a day ("": all), a bounded number at a time, up to the first break. */
export const verifyCheckpoints = async (
  { queries, signer }: { readonly queries: CheckpointQueries; readonly signer: AuditSigner },
  workspaceId: string,
  now: Instant,
  after: Checkpoint | null = null,
): Promise<CheckpointVerification> => {
  const checkpoints = await queries.list(workspaceId, after?.day ?? "", CHECKPOINTS);
  let before = after;
  let [verified, pruned] = [0, 0];
  for (const checkpoint of checkpoints) {
    const found = await breakOf({ queries, signer }, before, checkpoint, now);
    if (found === "pruned") pruned += 1;
    else if (found === null) verified += 1;
    else return { verified, pruned, broken: { day: checkpoint.day, reason: found }, nextAfterDay: null };
    before = checkpoint;
  }
  const nextAfterDay = checkpoints.length < CHECKPOINTS ? null : (before?.day ?? null);
  return { verified, pruned, broken: null, nextAfterDay };
};
