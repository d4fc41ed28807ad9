// The audit rows of one review, with what can be erased of them. Reads what stands there and believes nothing: a column
// that cannot be read makes the row unreadable, which verification then names.
// Indexes: primary keys of audit, event_texts and identities. rows_read <= 3 a row.

import type { TrailHead, TrailRow } from "../app/review-queries.ts";
import type { RecordedEvent } from "../core/review/audit-chain.ts";
import type { AuditEvent } from "../core/review/audit-event.ts";
import type { AuditActor, Role } from "../core/review/actor.ts";
import type { Json, JsonObject } from "../core/json.ts";
import { toIso } from "../core/time.ts";

/** Select list over `audit a` and `event_texts t`: everything that is hashed, and what is kept apart. */
export const AUDIT_COLUMNS = `a.seq AS version, a.type AS type, a.at AS at, a.recorded_at AS recorded_at,
    a.actor AS actor, a.entrance AS entrance, a.request_id AS request_id, a.workspace_version AS workspace_version,
    a.clock AS clock, a.data AS data, a.texts_digest AS texts_digest, a.hash AS hash, t.salt AS salt, t.texts AS texts`;

const TRAIL_SQL = `SELECT ${AUDIT_COLUMNS},
    (SELECT i.email FROM identities i WHERE i.workspace_id = a.workspace_id
      AND i.digest = CASE WHEN json_valid(a.actor) THEN a.actor->>'$.identity' END) AS email
  FROM audit a LEFT JOIN event_texts t
    ON t.workspace_id = a.workspace_id AND t.review_id = a.review_id AND t.seq = a.seq
  WHERE a.workspace_id = ?1 AND a.review_id = ?2 AND a.seq > ?3 ORDER BY a.seq LIMIT ?4`;

export interface AuditColumns {
  readonly version: number;
  readonly type: unknown;
  readonly at: unknown;
  readonly recorded_at: unknown;
  readonly actor: unknown;
  readonly entrance: unknown;
  readonly request_id: unknown;
  readonly workspace_version: unknown;
  readonly clock: unknown;
  readonly data: unknown;
  readonly texts_digest: unknown;
  readonly hash: unknown;
  readonly salt: unknown;
  readonly texts: unknown;
}

const ROLES: readonly Role[] = ["owner", "admin", "member", "viewer", "auditor"];
const KINDS: readonly AuditActor["kind"][] = ["member", "service", "policy"];

/** The widest span of instants that a Date can spell. */
const MAX_INSTANT = 8_640_000_000_000_000;

const isInstant = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= MAX_INSTANT;

const parse = (text: unknown): Json | undefined => {
  try {
    return typeof text === "string" ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
};

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isNames = (value: Json | undefined): value is readonly string[] =>
  Array.isArray(value) && value.every((name) => typeof name === "string");

const readActor = (text: unknown): AuditActor | null => {
  const json = parse(text);
  if (!isObject(json)) return null;
  const { id, groups, identity = null } = json;
  const kind = KINDS.find((candidate) => candidate === json.kind);
  const role = json.role === null ? null : ROLES.find((candidate) => candidate === json.role);
  const isIdentity = identity === null || typeof identity === "string";
  if (kind === undefined || role === undefined || typeof id !== "string" || !isNames(groups) || !isIdentity)
    return null;
  return { kind, id, role, groups, identity };
};

const readEvent = (workspaceId: string, reviewId: string, row: AuditColumns): AuditEvent | null => {
  const actor = readActor(row.actor);
  const data = parse(row.data);
  const { type, entrance, clock, texts_digest: texts } = row;
  const { at, recorded_at: recordedAt, request_id: requestId, workspace_version: workspaceVersion } = row;
  if (actor === null || data === undefined || !isInstant(at) || !isInstant(recordedAt)) return null;
  if (typeof type !== "string" || typeof entrance !== "string" || typeof requestId !== "string") return null;
  if (typeof workspaceVersion !== "number" || (clock !== null && clock !== "test")) return null;
  if (texts !== null && typeof texts !== "string") return null;
  return {
    workspaceId,
    reviewId,
    version: row.version,
    type,
    at: toIso(at),
    recordedAt: toIso(recordedAt),
    actor,
    entrance,
    requestId,
    workspaceVersion,
    ...(clock === null ? {} : { clock }),
    data,
    texts,
  };
};

const readTexts = ({ salt, texts }: AuditColumns): RecordedEvent["texts"] => {
  if (salt === null && texts === null) return null;
  return { salt: typeof salt === "string" ? salt : "", texts: parse(texts) ?? null };
};

/** An audit row as verification takes it, whatever stands in its columns. */
export const recordedEvent = (workspaceId: string, reviewId: string, row: AuditColumns): RecordedEvent => ({
  version: row.version,
  event: readEvent(workspaceId, reviewId, row),
  hash: String(row.hash),
  texts: readTexts(row),
});

type TrailColumns = AuditColumns & { readonly email: string | null };

/** At most `limit` rows with a version above `after`, in order. */
export const readTrail = async (
  db: D1Database,
  workspaceId: string,
  reviewId: string,
  after: number,
  limit: number,
): Promise<readonly TrailRow[]> => {
  const { results } = await db.prepare(TRAIL_SQL).bind(workspaceId, reviewId, after, limit).all<TrailColumns>();
  return results.map((row) => ({ event: recordedEvent(workspaceId, reviewId, row), email: row.email }));
};

/** Primary key of reviews. */
export const readHead = (db: D1Database, workspaceId: string, reviewId: string): Promise<TrailHead | null> =>
  db
    .prepare("SELECT version, head_hash AS hash FROM reviews WHERE workspace_id = ?1 AND id = ?2")
    .bind(workspaceId, reviewId)
    .first<TrailHead>();

/** Erases free text and salts; the digests in the audit rows stay, so every proof stays valid. Primary key of event_texts. */
export const eraseTexts = async (db: D1Database, workspaceId: string, reviewId: string): Promise<void> => {
  await db
    .prepare("DELETE FROM event_texts WHERE workspace_id = ?1 AND review_id = ?2")
    .bind(workspaceId, reviewId)
    .run();
};
