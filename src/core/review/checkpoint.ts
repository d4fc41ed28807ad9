// The fold of a workspace's stream of events that a checkpoint signs, and the text that is signed. Pure but for hashing.
// Blocks end at every thousandth position and at each checkpoint, so that anybody can fold the same stream again.
// Source: docs/storage.md, "Checkpoints".

import { canonicalJson } from "../json.ts";
import { toIso } from "../time.ts";
import { sha256 } from "./audit-event.ts";

/** Positions of one block. */
export const BLOCK = 1_000;

export interface FoldedEvent {
  readonly position: number;
  readonly reviewId: string;
  readonly version: number;
  /** Null: the audit row is gone. */
  readonly hash: string | null;
}

const lineOf = ({ position, reviewId, version, hash }: FoldedEvent): string =>
  `${position} ${reviewId} ${version} ${hash ?? "-"}\n`;

/** Digest after a run of events, in order, that follow the one `digest` ended with. The first digest is "". */
export const foldEvents = async (digest: string, events: readonly FoldedEvent[]): Promise<string> => {
  let folded = digest;
  let block: string[] = [];
  for (const [index, event] of events.entries()) {
    block.push(lineOf(event));
    if (event.position % BLOCK === 0 || index === events.length - 1) {
      folded = await sha256(`${folded}\n${block.join("")}`);
      block = [];
    }
  }
  return folded;
};

/** What is signed. */
export const checkpointText = (checkpoint: {
  readonly workspaceId: string;
  readonly day: string;
  readonly position: number;
  readonly reviewCount: number;
  readonly digest: string;
  readonly createdAt: number;
}): string => {
  const { workspaceId, day, position, reviewCount, digest, createdAt } = checkpoint;
  return canonicalJson({ workspaceId, day, position, reviewCount, digest, createdAt: toIso(createdAt) });
};
