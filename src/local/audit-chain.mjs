// The audit chain of one review, recomputed with nothing of the service's own code: docs/storage.md, "The audit trail", to
// the letter.
import { createHash } from "node:crypto";

/** Lower-case hex of the SHA-256 of a text's UTF-8 bytes. */
export const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");

/** RFC 8785: keys sorted by UTF-16 code units, no white space, ECMAScript's spelling of strings and numbers. */
export function canonicalJson(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`).join(",")}}`;
}

/** What the hash of an event is made of, beside the hash of the event before. */
function hashedText({ workspaceId, reviewId }, event) {
  const { version, type, at, recordedAt, entrance, requestId, workspaceVersion, clock, data, textsDigest } = event;
  const { kind, id, role, groups, identity } = event.actor;
  const actor = { kind, id, role, groups, identity };
  const hashed = {
    workspaceId,
    reviewId,
    version,
    type,
    at,
    recordedAt,
    actor,
    entrance,
    requestId,
    workspaceVersion,
    data,
  };
  return canonicalJson({ ...hashed, texts: textsDigest, ...(clock === undefined ? {} : { clock }) });
}

function eventBreak(ids, event, previous) {
  if (event.version !== previous.version + 1) return { version: previous.version + 1, reason: "missing" };
  const { version } = event;
  if (event.unreadable === true) return { version, reason: "unreadable" };
  if (event.previousHash !== previous.hash) return { version, reason: "hash_mismatch" };
  if (sha256(previous.hash + hashedText(ids, event)) !== event.hash) return { version, reason: "hash_mismatch" };
  if (event.texts === null) return null;
  const isItsText = sha256(event.textsSalt + canonicalJson(event.texts)) === event.textsDigest;
  return isItsText ? null : { version, reason: "texts_mismatch" };
}

/**
 * @param {{ workspaceId: string, reviewId: string, data: readonly object[] }} trail the answer of `…/events`
 * @param {{ version: number, hash: string | null }} head what the review keeps; a null hash is not compared
 * @returns {{ verified: number, broken: { version: number, reason: string } | null }}
 */
export function verifyEvents(trail, head) {
  let previous = { version: 0, hash: "" };
  for (const event of trail.data) {
    const broken = eventBreak(trail, event, previous);
    if (broken !== null) return { verified: previous.version, broken };
    previous = { version: event.version, hash: event.hash };
  }
  const verified = previous.version;
  if (verified < head.version) return { verified, broken: { version: verified + 1, reason: "missing" } };
  if (verified > head.version) return { verified, broken: { version: head.version + 1, reason: "unexpected" } };
  const isHead = head.hash === null || head.hash === previous.hash;
  return { verified, broken: isHead ? null : { version: verified, reason: "head_mismatch" } };
}

/** Nothing can be said, and why. */
export class NotVerified extends Error {}

/** A break, for people. */
export const words = ({ version, reason }) => `event ${version}: ${reason}`;
