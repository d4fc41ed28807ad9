// Reviews to rows and back. The state column is the review without free text; texts are joined again on load.

import { PRIORITIES, type Review } from "../core/review/review.ts";
import { type EventTexts, withoutTexts, withTexts } from "../core/review/texts.ts";
import type { Answer, StoredAnswer, StoredReview } from "../app/ports.ts";

/** What every query that returns whole reviews selects: {@link REVIEW_COLUMNS}. */
export interface ReviewRow {
  readonly state: string;
  readonly head_hash: string;
  /** Null where the subject has no row or no status. */
  readonly subject_status: string | null;
  /** JSON array of {version, texts}, in order; null when no event had free text. */
  readonly texts: string | null;
}

/** Select list over `reviews r`. Texts cost a row each, and only where there are any. */
export const REVIEW_COLUMNS = `r.state AS state, r.head_hash AS head_hash,
  (SELECT s.status FROM subjects s WHERE s.workspace_id = r.workspace_id AND s.type = r.subject_type AND s.id = r.subject_id)
    AS subject_status,
  CASE WHEN r.text_count > 0 THEN
    (SELECT json_group_array(json_object('version', t.seq, 'texts', json(t.texts)))
     FROM event_texts t WHERE t.workspace_id = r.workspace_id AND t.review_id = r.id) END AS texts`;

const byVersion = (a: EventTexts, b: EventTexts): number => a.version - b.version;

const parseTexts = (texts: string | null): readonly EventTexts[] => {
  if (texts === null) return [];
  const parsed: readonly EventTexts[] = JSON.parse(texts);
  return parsed.toSorted(byVersion);
};

/** The review of a state column, with the texts of its own events. */
export const reviewFromState = (state: string, texts: string | null, subjectStatus: string | null): Review => {
  const stored: Review = JSON.parse(state);
  const bare = { ...stored, subject: { ...stored.subject, status: subjectStatus } };
  return parseTexts(texts)
    .filter(({ version }) => version <= bare.version)
    .reduce(withTexts, bare);
};

export const reviewFromRow = (row: ReviewRow): StoredReview => ({
  review: reviewFromState(row.state, row.texts, row.subject_status),
  headHash: row.head_hash,
});

/** The state column: everything about the review but its free text. */
export const toState = (review: Review): string => {
  const bare = withoutTexts(review);
  return JSON.stringify({ ...bare, subject: { ...bare.subject, status: null } });
};

export const priorityRank = (review: Review): number => PRIORITIES.indexOf(review.priority);

/** An idempotency row's answer. A review is stored without texts: {@link answerFromRow} joins them again. */
export const answerToRow = (answer: Answer): string =>
  answer.type === "review" ? `{"type":"review","state":${toState(answer.review)}}` : JSON.stringify(answer);

type StoredAnswerJson =
  | { readonly type: "review"; readonly state: Review }
  | { readonly type: "body"; readonly status: number; readonly body: Extract<Answer, { type: "body" }>["body"] };

/** Id of the review that an answer column holds; null for a plain body. Tells whose texts to read. */
export const reviewIdOfAnswer = (answer: string): string | null => {
  const parsed: StoredAnswerJson = JSON.parse(answer);
  return parsed.type === "review" ? parsed.state.id : null;
};

export const answerFromRow = (
  row: { readonly fingerprint: string; readonly answer: string },
  texts: string | null,
): StoredAnswer => {
  const parsed: StoredAnswerJson = JSON.parse(row.answer);
  const answer: Answer =
    parsed.type === "review"
      ? { type: "review", review: reviewFromState(JSON.stringify(parsed.state), texts, null) }
      : parsed;
  return { fingerprint: row.fingerprint, answer };
};
