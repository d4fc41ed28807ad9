// One review made: everything open about the entity under the workflow ends with it, or it is recorded by itself.
// The checks stand in the order of ruling 12. Source: alloy.md rulings 3-5, 10, 12.

import type { Context } from "hono";
import { ENTITY, type Entity } from "../../app/entity-queries.ts";
import { replayOf } from "../../app/open-review.ts";
import type { Answer, IdempotencyScope, RequestMeta } from "../../app/ports.ts";
import { metaOf } from "../../app/run-command.ts";
import type { SettleRequest } from "../../app/settle-subject.ts";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { RecordOutcome } from "../../core/review/commands.ts";
import type { Review } from "../../core/review/review.ts";
import type { AppEnv } from "../../http/context.ts";
import { findAgent } from "./agents.ts";
import { readBody } from "./body.ts";
import { type Caller, scopeOf } from "./caller.ts";
import type { AlloyError } from "./errors.ts";
import { type Collection, findEntity } from "./find-entity.ts";
import type { FoundReview } from "./find-review.ts";
import { recordedReview } from "./new-review.ts";
import { DIALECT } from "./policy.ts";
import { readReviewRequest, type ReviewRequest, workflowFieldOf } from "./schema.ts";
import { isOfJourney, workflowTokenOf } from "./translate.ts";
import { findWorkflow, selectWorkflow, WORKFLOW_HEADER } from "./workflows.ts";

/** A request of the right form, with what it names. */
interface Asked {
  readonly request: ReviewRequest;
  readonly workflowToken: string;
  readonly entity: Entity;
  readonly scope: IdempotencyScope | null;
}

/** 400 workflow, 400 body, 404/4041 entity. A mistyped workflow is the body's mistake. */
const readAsked = async (c: Context<AppEnv>, caller: Caller, under: Collection): Promise<Result<Asked, AlloyError>> => {
  const body = await readBody(c);
  if (!body.ok) return body;
  const { raw, value } = body.value;
  const field = workflowFieldOf(value);
  const workflow = selectWorkflow({
    key: caller.principal.workflow,
    header: c.req.header(WORKFLOW_HEADER) || null,
    body: field.type === "token" ? field.token : null,
  });
  if (!workflow.ok && field.type !== "mistyped") return workflow;
  const request = readReviewRequest(value);
  if (!request.ok) return request;
  if (!workflow.ok) return workflow;
  const entity = await findEntity(c, caller.principal, under);
  if (!entity.ok) return entity;
  const scope = await scopeOf(c, caller, raw);
  return ok({ request: request.value, workflowToken: workflow.value, entity: entity.value, scope });
};

const toReview = (answer: Answer): Result<Review, AlloyError> =>
  answer.type === "review" ? ok(answer.review) : err({ type: "idempotency_mismatch" });

/** What is stored under the request's key; null when there is nothing yet. */
const replayed = ({ answer }: Caller, scope: IdempotencyScope | null): Result<Review, AlloyError> | null => {
  if (scope === null || answer === null) return null;
  const replay = replayOf(answer, scope);
  return replay.ok ? toReview(replay.value.answer) : replay;
};

/** 404/4041 workflow, 404/4042 agent; the kernel judges the outcome and its reasons. */
const toSettleRequest = (
  c: Context<AppEnv>,
  { request, workflowToken, entity, scope }: Asked,
  document: WorkspaceDocument,
  meta: RequestMeta,
): Result<SettleRequest, AlloyError> => {
  const workflow = findWorkflow(document, workflowToken);
  if (workflow === null) return err({ type: "unknown_resource", details: { workflow_token: workflowToken } });
  const agent = findAgent(document, request.agentEmail);
  if (agent === null) return err({ type: "unknown_agent", field: "agent.email" });
  const { workspaceId } = document;
  const { outcome, reasons } = request;
  const rules = document.outcomes;
  const command: RecordOutcome = { type: "RecordOutcome", outcome, reasons, rules, reason: null, notes: null };
  const seed = { document, workflow, subject: entity, now: meta.now };
  const isElsewhere = entity.type === ENTITY && entity.isReviewedElsewhere;
  return ok({
    workspaceId,
    findOpen: async () => {
      const open = await c.var.services.entities.openReviews(workspaceId, entity);
      return open.filter(({ review }) => workflowTokenOf(review) === workflowToken && !isOfJourney(review));
    },
    command,
    record: isElsewhere ? null : (reviewId) => recordedReview(seed, reviewId, command),
    meta: { ...meta, actor: { ...meta.actor, claimedAgent: agent } },
    idempotency: scope,
  });
};

/** The newest of the reviews that were settled, or the one that was recorded. */
export const settle = async (
  c: Context<AppEnv>,
  caller: Caller,
  under: Collection,
): Promise<Result<FoundReview, AlloyError>> => {
  const asked = await readAsked(c, caller, under);
  if (!asked.ok) return asked;
  const { entity, scope } = asked.value;
  const earlier = replayed(caller, scope);
  if (earlier !== null) return earlier.ok ? ok({ entity, review: earlier.value }) : earlier;
  const { services, requestId } = c.var;
  const { workspaceId, workspaceVersion } = caller.principal;
  const document = await services.documents.load(workspaceId, workspaceVersion);
  const meta = metaOf(caller.principal, { entrance: DIALECT, requestId }, services.clock);
  const request = toSettleRequest(c, asked.value, document, meta);
  if (!request.ok) return request;
  const settled = await services.settle(request.value);
  if (!settled.ok) return settled;
  const review = settled.value.type === "settled" ? ok(settled.value.review) : toReview(settled.value.answer);
  return review.ok ? ok({ entity, review: review.value }) : review;
};
