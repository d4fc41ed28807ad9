// Reviews about to exist: one that an evaluation puts into the queue, and one that is only recorded, because nothing
// was open. Pure. Source: alloy.md rulings 5, 8; DESIGN § 4 (subjects, aliases).

import type { Entity } from "../../app/entity-queries.ts";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Actor } from "../../core/review/actor.ts";
import type { OpenReview, RecordOutcome } from "../../core/review/commands.ts";
import type { Instant } from "../../core/time.ts";
import { DIALECT, PRIORITY, reviewPolicy } from "./policy.ts";
import { toToken } from "./tokens.ts";

/** What both kinds share. */
export interface ReviewSeed {
  readonly document: WorkspaceDocument;
  readonly workflow: { readonly token: string; readonly name: string };
  readonly subject: Pick<Entity, "type" | "id">;
  readonly now: Instant;
}

type WorkflowExtra = { readonly workflowToken: string; readonly workflowName: string };

const toOpening = (
  { document, workflow, subject, now }: ReviewSeed,
  id: string,
  rest: Pick<OpenReview, "requester" | "recorded" | "payloadDigest"> & { readonly extra: JsonObject },
): OpenReview => ({
  workspaceId: document.workspaceId,
  id,
  dialect: DIALECT,
  priority: PRIORITY,
  policy: reviewPolicy(document, now),
  subject: { type: subject.type, id: subject.id },
  aliases: [{ namespace: DIALECT, id: toToken("R", id) }],
  groups: [],
  assignedTo: null,
  timeWindow: null,
  secondReview: false,
  ...rest,
  extra: { ...({ workflowToken: workflow.token, workflowName: workflow.name } satisfies WorkflowExtra), ...rest.extra },
});

export interface QueuedEvaluation {
  readonly reviewId: string;
  readonly evaluationToken: string;
  readonly isJourney: boolean;
  readonly payloadDigest: string;
  /** Whoever asked for the evaluation. */
  readonly requester: Actor;
}

/** A policy never asks; every other kind of actor does. */
const requesterOf = ({ kind, id, name, email, slackId }: Actor): OpenReview["requester"] =>
  kind === "policy" ? null : { kind, id, name, email, slackId };

/** The review of an evaluation that people have to decide. */
export const queuedReview = (seed: ReviewSeed, queued: QueuedEvaluation): OpenReview =>
  toOpening(seed, queued.reviewId, {
    requester: requesterOf(queued.requester),
    recorded: null,
    payloadDigest: queued.payloadDigest,
    extra: { evaluationToken: queued.evaluationToken, isJourney: queued.isJourney },
  });

/** A review that begins and ends in one call. Nobody asked for it, so nobody approves their own. */
export const recordedReview = (seed: ReviewSeed, reviewId: string, recorded: RecordOutcome): OpenReview =>
  toOpening(seed, reviewId, { requester: null, recorded, payloadDigest: "", extra: { evaluationToken: null } });
