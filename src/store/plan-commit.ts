// (what was, what happened) -> the rows of one commit. No I/O and no rule: hashing, folding, comparing.
// Salts come in as arguments so that a plan is reproducible.

import { auditHash, textsDigest, toAuditEvent } from "../core/review/audit-event.ts";
import { born, evolve } from "../core/review/evolve.ts";
import type { OpenedData, ReviewEvent } from "../core/review/events.ts";
import { ITS_OUTCOME } from "../core/review/policy.ts";
import { readersOf } from "../core/review/readers.ts";
import { isOpen, type Review } from "../core/review/review.ts";
import { nextDueAt } from "../core/review/timers.ts";
import type { CommitItem, CommitRequest, StoredReview } from "../app/ports.ts";
import { priorityRank, toState } from "./rows.ts";

type Value = string | number | null;

export type AuditRow = Readonly<Record<string, Value>>;

/** A row of `reviews` by column name. */
export type ReviewColumns = Readonly<Record<string, Value>>;

export interface SubjectStatusChange {
  readonly type: string;
  readonly id: string;
  readonly status: string;
  /** Status that nothing leaves; null without one. */
  readonly end: string | null;
}

/** Rows of one commit, in the order in which they are written. */
export interface CommitPlan {
  readonly audit: readonly AuditRow[];
  readonly opened: readonly ReviewColumns[];
  /** `changed`: the columns that differ; others are left out of SET, so that their indexes are not written. */
  readonly updated: readonly { readonly row: ReviewColumns; readonly changed: readonly string[] }[];
  readonly texts: readonly Readonly<Record<string, Value>>[];
  readonly subjectStatus: readonly SubjectStatusChange[];
  readonly aliases: readonly Readonly<Record<string, string>>[];
  readonly readers: readonly Readonly<Record<string, string>>[];
  readonly outbox: readonly Readonly<Record<string, Value>>[];
  readonly stored: readonly StoredReview[];
}

/** One event with the review right after it. */
interface Step {
  readonly event: ReviewEvent;
  readonly after: Review;
}

/** What an opening event opens; null for every other event. */
const openingOf = (event: ReviewEvent): OpenedData | null => {
  if (event.type === "opened") return event.data;
  return event.type === "completed" ? event.data.opening : null;
};

/** Folds the events from what was, or from the opening event of a new review. */
const stepsOf = ({ before, events, after }: CommitItem): readonly Step[] => {
  let review = before?.review ?? null;
  return events.map((event, index) => {
    const opening = openingOf(event);
    if (index === events.length - 1) review = after;
    else if (review !== null) review = evolve(review, event);
    else if (opening !== null) review = born(after, event, opening);
    return { event, after: review ?? after };
  });
};

const hasTexts = (event: ReviewEvent): boolean => Object.keys(event.texts).length > 0;

/** Votes of several people can meet on it: rows of groups, or a quorum of people. */
const takesSeveralVotes = ({ policy: { voters, quorum } }: Review): boolean =>
  voters === "group_members" || (quorum.of === "people" && quorum.minimum > 1);

const columnsOf = (review: Review, headHash: string, textCount: number, isTestClock: boolean): ReviewColumns => {
  const timer = nextDueAt(review);
  return {
    id: review.id,
    dialect: review.dialect,
    status: review.status,
    version: review.version,
    priority_rank: priorityRank(review),
    subject_type: review.subject.type,
    subject_id: review.subject.id,
    is_grouped: takesSeveralVotes(review) ? 1 : 0,
    assigned_to: review.assignedTo,
    sla_status: review.sla?.status ?? null,
    created_at: review.createdAt,
    due_at: review.sla?.dueAt ?? null,
    next_due_at: isTestClock ? null : timer,
    test_due_at: isTestClock ? timer : null,
    head_hash: headHash,
    text_count: textCount,
    state: toState(review),
  };
};

/** What the subject becomes; null leaves it alone. An escalation shows only while nobody has decided. */
const subjectChange = (before: Review | null, steps: readonly Step[], after: Review): SubjectStatusChange | null => {
  const { subjectStatus, subjectEnd } = after.policy;
  const isEscalated = isOpen(after.status) && steps.some(({ event }) => event.type === "escalated");
  const key = before?.status !== after.status ? after.status : isEscalated ? "escalated" : null;
  const wanted = key === null ? undefined : subjectStatus[key];
  const status = wanted === ITS_OUTCOME ? after.outcome : wanted;
  // Born open, a review brings its subject's status along; one that is only recorded is about a subject that was there.
  const isBornOpen = before === null && after.status !== "completed";
  if (status == null || isBornOpen) return null;
  return { type: after.subject.type, id: after.subject.id, status, end: subjectEnd };
};

interface Draft {
  readonly first: StoredReview | null;
  readonly latest: StoredReview;
  readonly textCount: number;
}

/** Plans the whole request. `newSalt` is called once for each event that has free text. */
export const planCommit = async (request: CommitRequest, newSalt: () => string): Promise<CommitPlan> => {
  const { workspaceId, recordedAt } = request;
  const audit: AuditRow[] = [];
  const texts: Readonly<Record<string, Value>>[] = [];
  const outbox: { readonly at: number; readonly row: Readonly<Record<string, Value>> }[] = [];
  const subjectStatus: SubjectStatusChange[] = [];
  const drafts = new Map<string, Draft>();
  for (const item of request.items) {
    const steps = stepsOf(item);
    const earlier = drafts.get(item.after.id);
    let headHash = earlier?.latest.headHash ?? item.before?.headHash ?? "";
    for (const { event, after } of steps) {
      const version = after.version;
      const salt = hasTexts(event) ? newSalt() : null;
      const digest = salt === null ? null : await textsDigest(salt, event.texts);
      const ids = { workspaceId, reviewId: after.id, version };
      // On a clock of its own a workspace does what is due at once: one big step and many small ones leave the same trail.
      const recordedOn = item.meta.clock === "test" ? event.at : recordedAt;
      const recorded = toAuditEvent(ids, event, { ...item.meta, recordedAt: recordedOn }, digest);
      headHash = await auditHash(headHash, recorded);
      audit.push({
        review_id: after.id,
        seq: version,
        type: event.type,
        at: event.at,
        recorded_at: recordedOn,
        actor: JSON.stringify(recorded.actor),
        entrance: recorded.entrance,
        request_id: recorded.requestId,
        workspace_version: recorded.workspaceVersion,
        clock: item.meta.clock,
        data: JSON.stringify(recorded.data),
        texts_digest: digest,
        hash: headHash,
      });
      if (salt !== null) texts.push({ review_id: after.id, seq: version, salt, texts: JSON.stringify(event.texts) });
      const row = {
        review_id: after.id,
        seq: version,
        type: event.type,
        created_at: recordedAt,
        snapshot: toState(after),
      };
      outbox.push({ at: event.at, row });
    }
    const change = subjectChange(item.before?.review ?? null, steps, item.after);
    if (change !== null) subjectStatus.push(change);
    drafts.set(item.after.id, {
      first: earlier === undefined ? item.before : earlier.first,
      latest: { review: item.after, headHash },
      textCount: (earlier?.textCount ?? 0) + steps.filter(({ event }) => hasTexts(event)).length,
    });
  }
  // Across reviews the stream is in order of time; within one it is so already, and the sort is stable.
  const ordered = outbox.toSorted((a, b) => a.at - b.at).map(({ row }) => row);
  return { audit, texts, outbox: ordered, subjectStatus, ...planReviews([...drafts.values()], request) };
};

/** The new row against the old one, column by column. */
const planReviews = (
  drafts: readonly Draft[],
  request: CommitRequest,
): Pick<CommitPlan, "opened" | "updated" | "aliases" | "readers" | "stored"> => {
  const isTestClock = request.items.some(({ meta }) => meta.clock === "test");
  const opened = drafts.filter(({ first }) => first === null).map(({ latest }) => latest.review);
  const row = ({ latest }: Draft, added: number): ReviewColumns =>
    columnsOf(latest.review, latest.headHash, added, isTestClock);
  return {
    opened: drafts.filter(({ first }) => first === null).map((draft) => row(draft, draft.textCount)),
    updated: drafts.flatMap((draft) => {
      if (draft.first === null) return [];
      const before = columnsOf(draft.first.review, draft.first.headHash, 0, isTestClock);
      const after = row(draft, draft.textCount);
      return [{ row: after, changed: Object.keys(after).filter((column) => after[column] !== before[column]) }];
    }),
    aliases: opened.flatMap((review) =>
      review.aliases.map((alias) => ({ review_id: review.id, namespace: alias.namespace, external_id: alias.id })),
    ),
    readers: opened.flatMap((review) => readersOf(review).map((principal) => ({ review_id: review.id, principal }))),
    stored: drafts.map(({ latest }) => latest),
  };
};
