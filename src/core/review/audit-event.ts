// The form in which an event is hashed and kept for ever: no free text, no name, no address. Documented for
// outsiders in docs/storage.md; the chain of one review is hash(n) = SHA-256(hash(n-1) + canonicalJson(event n)).

import { canonicalJson, type Json, type JsonObject } from "../json.ts";
import { toIso } from "../time.ts";
import type { Actor, AuditActor } from "./actor.ts";
import type { ReviewEvent } from "./events.ts";

/** What is hashed. `clock` stands only where it is `test`; `texts` is the digest of the event's salted free text. */
export interface AuditEvent {
  readonly workspaceId: string;
  readonly reviewId: string;
  readonly version: number;
  readonly type: string;
  readonly at: string;
  readonly recordedAt: string;
  readonly actor: AuditActor;
  readonly entrance: string;
  readonly requestId: string;
  readonly workspaceVersion: number;
  readonly clock?: "test";
  readonly data: Json;
  readonly texts: string | null;
}

/** SHA-256 of a text's UTF-8 bytes, lower-case hex. */
export const sha256 = async (text: string): Promise<string> => {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
};

/** Hash of an audit row. The first row's `previousHash` is "". */
export const auditHash = (previousHash: string, event: AuditEvent): Promise<string> => {
  const { clock, data, actor, ...rest } = event;
  const { kind, id, role, groups, identity } = actor;
  const hashed: JsonObject = {
    ...rest,
    actor: { kind, id, role, groups, identity },
    data,
    ...(clock === undefined ? {} : { clock }),
  };
  return sha256(previousHash + canonicalJson(hashed));
};

/** Digest of an event's free text. The salt is erased with the text, so that short texts cannot be guessed from it. */
export const textsDigest = (salt: string, texts: JsonObject): Promise<string> => sha256(salt + canonicalJson(texts));

export const toAuditActor = ({ kind, id, role, groups, identity }: Actor): AuditActor =>
  kind === "policy" ? { kind, id, role: null, groups: [], identity: null } : { kind, id, role, groups, identity };

const isPerson = (value: JsonObject): boolean =>
  "kind" in value && "id" in value && "email" in value && "slackId" in value;

const isInstant = (key: string, value: Json): value is number =>
  typeof value === "number" && (key === "at" || key.endsWith("At"));

/** Every person becomes their kind and id, since names and addresses are not kept for ever; every instant its ISO text. */
const toAuditJson = (value: Json): Json => {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(toAuditJson);
  const object: JsonObject = Object.fromEntries(Object.entries(value));
  if (isPerson(object)) return { kind: object.kind ?? null, id: object.id ?? null };
  return Object.fromEntries(
    Object.entries(object).map(([key, member]) => [key, isInstant(key, member) ? toIso(member) : toAuditJson(member)]),
  );
};

/** The event's data as it is hashed, stored and shown: JSON only, absent keys dropped. */
export const auditData = (event: ReviewEvent): Json => {
  const json: Json = JSON.parse(JSON.stringify(event.data));
  return toAuditJson(json);
};

export const toAuditEvent = (
  ids: { readonly workspaceId: string; readonly reviewId: string; readonly version: number },
  event: ReviewEvent,
  meta: {
    readonly entrance: string;
    readonly requestId: string;
    readonly workspaceVersion: number;
    readonly clock: "test" | null;
    readonly recordedAt: number;
  },
  texts: string | null,
): AuditEvent => ({
  ...ids,
  type: event.type,
  at: toIso(event.at),
  recordedAt: toIso(meta.recordedAt),
  actor: toAuditActor(event.by),
  entrance: meta.entrance,
  requestId: meta.requestId,
  workspaceVersion: meta.workspaceVersion,
  ...(meta.clock === null ? {} : { clock: meta.clock }),
  data: auditData(event),
  texts,
});
