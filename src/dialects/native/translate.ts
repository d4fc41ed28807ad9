// A review and its events as the native API shows them: camelCase, instants in ISO 8601 UTC with milliseconds. Pure.
// Source: workspace.md 4 (The review object; events).

import type { TrailRow } from "../../app/review-queries.ts";
import { shownAttributes } from "../../app/shown-payload.ts";
import type { Json, JsonObject } from "../../core/json.ts";
import type { Actor, Person } from "../../core/review/actor.ts";
import { rowsNeeded } from "../../core/review/quorum.ts";
import type { GroupRow, Review } from "../../core/review/review.ts";
import { scrub } from "../../core/scrub.ts";
import { toIso, toIsoOrNull } from "../../core/time.ts";

const toPerson = ({ kind, id, name, email }: Person): JsonObject => ({ kind, id, name, email });

const toGroup = ({ group, status, reviewedBy, reviewedAt }: GroupRow): JsonObject => ({
  name: group,
  status,
  reviewedBy: reviewedBy === null ? null : { id: reviewedBy.id, name: reviewedBy.name, email: reviewedBy.email },
  reviewedAt: toIsoOrNull(reviewedAt),
});

/** The number that was asked for; all of them is as many rows as there are. */
const toMinApprovals = ({ policy, groups }: Review): number =>
  policy.quorum.minimum !== null && policy.quorum.minimum > 0
    ? policy.quorum.minimum
    : rowsNeeded(groups.length, policy.quorum.minimum);

const toEscalation = ({ escalation }: Review): JsonObject | null =>
  escalation === null
    ? null
    : {
        at: toIso(escalation.at),
        to: escalation.to,
        reason: escalation.reason,
        by: toPerson(escalation.by),
        level: escalation.level,
      };

const toDecision = ({ decision }: Review): JsonObject | null =>
  decision === null
    ? null
    : {
        verdict: decision.verdict,
        by: toPerson(decision.by),
        at: toIso(decision.at),
        reason: decision.reason,
        notes: decision.notes,
        automated: decision.automated,
      };

const toSla = ({ sla, pausedAt }: Review): JsonObject | null =>
  sla === null
    ? null
    : {
        status: sla.status,
        dueAt: toIso(sla.dueAt),
        atRiskAt: toIsoOrNull(sla.atRiskAt),
        breachedAt: toIsoOrNull(sla.breachedAt),
        pausedAt: toIsoOrNull(pausedAt),
      };

const toExecution = ({ execution }: Review): JsonObject | null =>
  execution === null
    ? null
    : {
        claimedBy: toPerson(execution.claimedBy),
        claimedAt: toIso(execution.claimedAt),
        deadlineAt: toIso(execution.deadlineAt),
        result: execution.result,
        exitCode: execution.exitCode,
        output: execution.output,
        reportedAt: toIsoOrNull(execution.reportedAt),
      };

/** `attributes`: the body of the review's subject, null where it has none. */
export const toReview = (review: Review, attributes: JsonObject | null, viewer: Actor): JsonObject => ({
  id: review.id,
  dialect: review.dialect,
  status: review.status,
  version: review.version,
  priority: review.priority,
  subject: {
    type: review.subject.type,
    id: review.subject.id,
    attributes: shownAttributes(review, attributes, viewer),
  },
  requesterId: review.requester?.id ?? null,
  groups: review.groups.map(toGroup),
  minApprovals: toMinApprovals(review),
  assignedTo: review.assignedTo,
  escalation: toEscalation(review),
  findings: review.findings,
  outcome: review.outcome,
  reasons: review.reasons,
  decision: toDecision(review),
  notes: review.notes.map(({ by, at, text }) => ({ by: toPerson(by), at: toIso(at), text })),
  sla: toSla(review),
  execution: toExecution(review),
  aliases: review.aliases.map(({ namespace, id }) => ({ namespace, id })),
  createdAt: toIso(review.createdAt),
  updatedAt: toIso(review.updatedAt),
  completedAt: toIsoOrNull(review.completedAt),
});

/** What the body of a row that cannot be read looks like: verification says more. */
const unreadable = ({ event, email }: TrailRow, previousHash: string): JsonObject => ({
  version: event.version,
  unreadable: true,
  email,
  hash: event.hash,
  previousHash,
});

/** What an event says. Of what was submitted, only an opening holds anything: in `extra`. */
const toEventData = (data: Json, isScrubbed: boolean): Json => {
  if (!isScrubbed || typeof data !== "object" || data === null || !("extra" in data)) return data;
  return { ...data, extra: scrub(data.extra) };
};

/**
 * One event with everything that its hash is made of; free text and its salt are null once they are erased. Whoever is
 * shown it scrubbed cannot always compute the hash, and may not verify the trail either.
 */
export const toEvent = (row: TrailRow, previousHash: string, isScrubbed: boolean): JsonObject => {
  const { event, hash, texts } = row.event;
  if (event === null) return unreadable(row, previousHash);
  const { kind, id, role, groups, identity } = event.actor;
  return {
    version: event.version,
    type: event.type,
    at: event.at,
    recordedAt: event.recordedAt,
    actor: { id, email: row.email, kind, role, groups, identity },
    entrance: event.entrance,
    requestId: event.requestId,
    workspaceVersion: event.workspaceVersion,
    ...(event.clock === undefined ? {} : { clock: event.clock }),
    data: toEventData(event.data, isScrubbed),
    texts: texts?.texts ?? null,
    textsSalt: texts?.salt ?? null,
    textsDigest: event.texts,
    hash,
    previousHash,
  };
};
