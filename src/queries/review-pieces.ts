// What a listed review is made of besides its row: free text and the body of its subject. Small pieces come along,
// large ones are fetched afterwards, and a page ends early rather than carry more than a Worker can hold.

import type { ReviewWithSubject } from "../app/review-queries.ts";
import type { JsonObject } from "../core/json.ts";
import { withTexts } from "../core/review/texts.ts";
import { reviewFromState } from "../store/rows.ts";

/** A piece up to this size comes with the first read. */
const SMALL_BYTES = 16_384;
/** Large pieces of one page together, and events with text; the first review of a page is always whole. */
const PAGE_BYTES = 8 * 1_048_576;
const PAGE_TEXTS = 1_000;

const body = (select: string): string => `COALESCE(
  (SELECT ${select} FROM subject_bodies b WHERE b.workspace_id = ?1 AND b.type = 'review_subject' AND b.id = m.id),
  (SELECT ${select} FROM subject_bodies b
    WHERE b.workspace_id = ?1 AND b.type = m.subject_type AND b.id = m.subject_id))`;

/** Of a review `m`: its own subject's body, else that of what it hangs on; its size in bytes where it is large. Index subject_bodies_key. */
export const BODY_OR_SIZE = body(
  `CASE WHEN octet_length(b.body) <= ${SMALL_BYTES} THEN b.body ELSE octet_length(b.body) END`,
);

/** Primary key of reviews, then subject_bodies_key. */
const BODIES_SQL = `SELECT m.id AS id, ${body("b.body")} AS body FROM json_each(?2) w
  CROSS JOIN reviews m ON m.workspace_id = ?1 AND m.id = w.value`;

/** Primary key of event_texts, one range per review. */
const TEXTS_SQL = `SELECT t.review_id AS id, t.seq AS version, octet_length(t.texts) AS size,
    CASE WHEN octet_length(t.texts) <= ${SMALL_BYTES} THEN t.texts END AS texts
  FROM json_each(?2) w CROSS JOIN event_texts t ON t.workspace_id = ?1 AND t.review_id = w.value`;

/** Primary key of event_texts. */
const LARGE_TEXTS_SQL = `SELECT t.review_id AS id, t.seq AS version, t.texts AS texts
  FROM json_each(?2) w CROSS JOIN event_texts t
    ON t.workspace_id = ?1 AND t.review_id = w.value->>0 AND t.seq = w.value->>1`;

export interface ListedRow {
  readonly id: string;
  readonly state: string;
  readonly textCount: number;
  /** As {@link BODY_OR_SIZE} gives it. */
  readonly body: string | number | null;
}

interface TextsRow {
  readonly id: string;
  readonly version: number;
  readonly size: number;
  /** Null: large, or not read yet. */
  readonly texts: string | null;
}

/** The longest beginning whose sum of weights stays within the bound; at least one. */
const fitting = <T>(items: readonly T[], weightOf: (item: T) => number, bound: number): readonly T[] => {
  let sum = 0;
  const end = items.findIndex((item, index) => {
    sum += weightOf(item);
    return index > 0 && sum > bound;
  });
  return end < 0 ? items : items.slice(0, end);
};

const parseObject = (text: string | null): JsonObject | null => {
  if (text === null) return null;
  const value: JsonObject = JSON.parse(text);
  return value;
};

const textsOf = async (
  db: D1Database,
  workspaceId: string,
  rows: readonly ListedRow[],
): Promise<readonly TextsRow[]> => {
  const ids = rows.flatMap(({ id, textCount }) => (textCount > 0 ? [id] : []));
  if (ids.length === 0) return [];
  return (await db.prepare(TEXTS_SQL).bind(workspaceId, JSON.stringify(ids)).all<TextsRow>()).results;
};

interface LargePieces {
  readonly bodies: ReadonlyMap<string, string>;
  readonly texts: readonly TextsRow[];
}

const fetchLarge = async (
  db: D1Database,
  workspaceId: string,
  bodyIds: readonly string[],
  texts: readonly TextsRow[],
): Promise<LargePieces> => {
  if (bodyIds.length === 0 && texts.length === 0) return { bodies: new Map(), texts: [] };
  const keys = texts.map(({ id, version }) => [id, version]);
  const [bodies, large] = await db.batch<{ id: string; body: string } & TextsRow>([
    db.prepare(BODIES_SQL).bind(workspaceId, JSON.stringify(bodyIds)),
    db.prepare(LARGE_TEXTS_SQL).bind(workspaceId, JSON.stringify(keys)),
  ]);
  return { bodies: new Map(bodies?.results.map(({ id, body: text }) => [id, text])), texts: large?.results ?? [] };
};

/** The rows as reviews, whole. Fewer than given when they would be too large together. */
export const completed = async (
  db: D1Database,
  workspaceId: string,
  given: readonly ListedRow[],
): Promise<readonly ReviewWithSubject[]> => {
  const candidates = fitting(given, ({ textCount }) => textCount, PAGE_TEXTS);
  const texts = await textsOf(db, workspaceId, candidates);
  const largeTexts = texts.filter((row) => row.texts === null);
  const largeBytes = new Map<string, number>();
  for (const { id, size } of largeTexts) largeBytes.set(id, (largeBytes.get(id) ?? 0) + size);
  const weightOf = ({ id, body: own }: ListedRow): number =>
    (typeof own === "number" ? own : 0) + (largeBytes.get(id) ?? 0);
  const rows = fitting(candidates, weightOf, PAGE_BYTES);
  const kept = new Set(rows.map(({ id }) => id));
  const large = await fetchLarge(
    db,
    workspaceId,
    rows.flatMap(({ id, body: own }) => (typeof own === "number" ? [id] : [])),
    largeTexts.filter(({ id }) => kept.has(id)),
  );
  const textsById = new Map<string, { version: number; texts: JsonObject }[]>();
  for (const { id, version, texts: text } of [...texts, ...large.texts]) {
    const object = parseObject(text);
    if (object !== null) textsById.set(id, [...(textsById.get(id) ?? []), { version, texts: object }]);
  }
  return rows.map(({ id, state, body: own }) => ({
    review: (textsById.get(id) ?? [])
      .toSorted((a, b) => a.version - b.version)
      .reduce(withTexts, reviewFromState(state, null, null)),
    attributes: parseObject(typeof own === "number" ? (large.bodies.get(id) ?? null) : own),
  }));
};

/** The same body, of one review: primary key of reviews, then subject_bodies_key. */
export const readAttributes = async (
  db: D1Database,
  workspaceId: string,
  reviewId: string,
): Promise<JsonObject | null> => {
  const statement = db.prepare(BODIES_SQL).bind(workspaceId, JSON.stringify([reviewId]));
  const row = await statement.first<{ readonly body: string | null }>();
  return parseObject(row?.body ?? null);
};
