// Recomputes the audit chain of one review and names its first break. Pure but for hashing; reads nothing.
// A row that cannot even be read is a break too, never an exception. Source: docs/storage.md, "The audit trail".

import type { Json, JsonObject } from "../json.ts";
import { type AuditEvent, auditHash, textsDigest } from "./audit-event.ts";

/** An audit row as it was found. `event` null: a column of it cannot be read. */
export interface RecordedEvent {
  readonly version: number;
  readonly event: AuditEvent | null;
  readonly hash: string;
  /** Free text with its salt; null where there was none, or once it is erased. */
  readonly texts: { readonly salt: string; readonly texts: Json } | null;
}

export type ChainBreakReason =
  /** No event has this version. */
  | "missing"
  /** A version that the review never reached. */
  | "unexpected"
  | "unreadable"
  /** The event, or the one before it, is not the one that was hashed. */
  | "hash_mismatch"
  /** Free text that is not the one whose digest was hashed. */
  | "texts_mismatch"
  /** The chain does not end in the head that the review keeps. */
  | "head_mismatch";

export interface ChainBreak {
  readonly version: number;
  readonly reason: ChainBreakReason;
}

/** How far a chain is verified: the last version and its hash. */
export interface ChainLink {
  readonly version: number;
  readonly hash: string;
}

export const CHAIN_START: ChainLink = { version: 0, hash: "" };

export type ChainStep =
  | { readonly ok: true; readonly link: ChainLink }
  | { readonly ok: false; readonly broken: ChainBreak };

const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const hasItsTexts = async (event: AuditEvent, texts: RecordedEvent["texts"]): Promise<boolean> => {
  if (texts === null) return true;
  return event.texts !== null && isObject(texts.texts) && (await textsDigest(texts.salt, texts.texts)) === event.texts;
};

const breakOf = async (
  previous: ChainLink,
  { version, event, hash, texts }: RecordedEvent,
): Promise<ChainBreak | null> => {
  const expected = previous.version + 1;
  if (version > expected) return { version: expected, reason: "missing" };
  if (version < expected) return { version, reason: "unexpected" };
  if (event === null) return { version, reason: "unreadable" };
  if ((await auditHash(previous.hash, event)) !== hash) return { version, reason: "hash_mismatch" };
  return (await hasItsTexts(event, texts)) ? null : { version, reason: "texts_mismatch" };
};

/** Verifies the events that follow `from`, in order, up to the first break. */
export const verifyLinks = async (from: ChainLink, events: readonly RecordedEvent[]): Promise<ChainStep> => {
  let link = from;
  for (const event of events) {
    const broken = await breakOf(link, event);
    if (broken !== null) return { ok: false, broken };
    link = { version: event.version, hash: event.hash };
  }
  return { ok: true, link };
};

/** Whether a chain that was verified to its last row is the one that the review says it has; null when it is. */
export const headBreak = (end: ChainLink, head: ChainLink): ChainBreak | null => {
  if (end.version < head.version) return { version: end.version + 1, reason: "missing" };
  if (end.version > head.version) return { version: head.version + 1, reason: "unexpected" };
  return end.hash === head.hash ? null : { version: head.version, reason: "head_mismatch" };
};
