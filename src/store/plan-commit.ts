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
type Row = Readonly<Record<string, Value>>;

export type AuditRow = Row;

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

/** `state`: the review as text. Every event changes it, so what was is never spelled out to be compared. */
const columnsOf = (
  { review, headHash }: StoredReview,
  state: string,
  textCount: number,
  isTestClock: boolean,
): ReviewColumns => {
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
    state,
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

/** Where one review stands after the items so far. */
interface Draft {
  readonly first: StoredReview | null;
  readonly latest: StoredReview;
  readonly state: string;
  readonly textCount: number;
}

/** The rows of one event, and the hash that the next one goes on from. */
interface EventRows {
  readonly audit: AuditRow;
  readonly texts: Row | null;
  readonly outbox: { readonly at: number; readonly row: Row };
  readonly headHash: string;
  readonly state: string;
}

const planEvent = async (
  { workspaceId, recordedAt }: CommitRequest,
  { event, after }: Step,
  meta: CommitItem["meta"],
  previousHash: string,
  salt: string | null,
): Promise<EventRows> => {
  const { version, id } = after;
  const digest = salt === null ? null : await textsDigest(salt, event.texts);
  // On a clock of its own a workspace does what is due at once: one big step and many small ones leave the same trail.
  const recordedOn = meta.clock === "test" ? event.at : recordedAt;
  const ids = { workspaceId, reviewId: id, version };
  const recorded = toAuditEvent(ids, event, { ...meta, recordedAt: recordedOn }, digest);
  const headHash = await auditHash(previousHash, recorded);
  const state = toState(after);
  return {
    audit: {
      review_id: id,
      seq: version,
      type: event.type,
      at: event.at,
      recorded_at: recordedOn,
      actor: JSON.stringify(recorded.actor),
      entrance: recorded.entrance,
      request_id: recorded.requestId,
      workspace_version: recorded.workspaceVersion,
      clock: meta.clock,
      data: JSON.stringify(recorded.data),
      texts_digest: digest,
      hash: headHash,
    },
    texts: salt === null ? null : { review_id: id, seq: version, salt, texts: JSON.stringify(event.texts) },
    outbox: {
      at: event.at,
      row: { review_id: id, seq: version, type: event.type, created_at: recordedAt, snapshot: state },
    },
    headHash,
    state,
  };
};

/** Plans the whole request. `newSalt` is called once for each event that has free text. */
export const planCommit = async (request: CommitRequest, newSalt: () => string): Promise<CommitPlan> => {
  const rows: EventRows[] = [];
  const subjectStatus: SubjectStatusChange[] = [];
  const drafts = new Map<string, Draft>();
  for (const { before, events, after, meta } of request.items) {
    const steps = stepsOf({ before, events, after, meta });
    const earlier = drafts.get(after.id);
    let headHash = earlier?.latest.headHash ?? before?.headHash ?? "";
    let state = earlier?.state ?? "";
    for (const step of steps) {
      const planned = await planEvent(request, step, meta, headHash, hasTexts(step.event) ? newSalt() : null);
      rows.push(planned);
      ({ headHash, state } = planned);
    }
    const change = subjectChange(before?.review ?? null, steps, after);
    if (change !== null) subjectStatus.push(change);
    drafts.set(after.id, {
      first: earlier === undefined ? before : earlier.first,
      latest: { review: after, headHash },
      state,
      textCount: (earlier?.textCount ?? 0) + events.filter(hasTexts).length,
    });
  }
  return {
    audit: rows.map(({ audit }) => audit),
    texts: rows.flatMap(({ texts }) => (texts === null ? [] : [texts])),
    // Across reviews the stream is in order of time; within one it is so already, and the sort is stable.
    outbox: rows
      .map(({ outbox }) => outbox)
      .toSorted((a, b) => a.at - b.at)
      .map(({ row }) => row),
    subjectStatus,
    ...planReviews([...drafts.values()], request),
  };
};

/** The new row against the old one, column by column. */
const planReviews = (
  drafts: readonly Draft[],
  request: CommitRequest,
): Pick<CommitPlan, "opened" | "updated" | "aliases" | "readers" | "stored"> => {
  const isTestClock = request.items.some(({ meta }) => meta.clock === "test");
  const opened = drafts.filter(({ first }) => first === null).map(({ latest }) => latest.review);
  const row = ({ latest, state, textCount }: Draft): ReviewColumns => columnsOf(latest, state, textCount, isTestClock);
  return {
    opened: drafts.filter(({ first }) => first === null).map(row),
    updated: drafts.flatMap((draft) => {
      if (draft.first === null) return [];
      const before = columnsOf(draft.first, "", 0, isTestClock);
      const after = row(draft);
      return [{ row: after, changed: Object.keys(after).filter((column) => after[column] !== before[column]) }];
    }),
    aliases: opened.flatMap((review) =>
      review.aliases.map((alias) => ({ review_id: review.id, namespace: alias.namespace, external_id: alias.id })),
    ),
    readers: opened.flatMap((review) => readersOf(review).map((principal) => ({ review_id: review.id, principal }))),
    stored: drafts.map(({ latest }) => latest),
  };
};
