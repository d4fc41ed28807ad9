// One evaluation made. What is new about it stands in one batch; where another request has just made part of it, it is
// planned again on what stands. Source: alloy.md rulings 8, 12 (Groups): exactly one entity, and no member is lost.

import type { Context } from "hono";
import type { EvaluationBody } from "../../app/entity-queries.ts";
import { type OpenError, replayOf } from "../../app/open-review.ts";
import type { Answer, IdempotencyScope } from "../../app/ports.ts";
import { metaOf } from "../../app/run-command.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { AppEnv } from "../../http/context.ts";
import type { Caller } from "./caller.ts";
import type { AlloyError } from "./errors.ts";
import { findParties } from "./find-parties.ts";
import { planEvaluation } from "./plan-evaluation.ts";
import { DIALECT } from "./policy.ts";
import type { EvaluationHeaders, EvaluationRequest } from "./schema.ts";
import { type CompiledWorkflow, findWorkflow } from "./workflows.ts";

export interface EvaluationAsked {
  readonly request: EvaluationRequest;
  readonly headers: EvaluationHeaders;
  readonly workflowToken: string;
  readonly scope: IdempotencyScope | null;
}

type Evaluated = Result<EvaluationBody, AlloyError>;

/** Each lost race finds what the winner made: an entity can be lost once, a group once, and others may join them. */
const MAX_TRIES = 5;

/** The evaluation that a stored answer names. */
const reread = async (c: Context<AppEnv>, { principal }: Caller, answer: Answer): Promise<Evaluated> => {
  if (answer.type !== "body") return err({ type: "idempotency_mismatch" });
  const { entityToken, evaluationToken } = answer.body;
  if (typeof entityToken !== "string" || typeof evaluationToken !== "string") return err({ type: "not_found" });
  const found = await c.var.services.entities.evaluation(principal.workspaceId, entityToken, evaluationToken);
  return found === null ? err({ type: "not_found" }) : ok(found);
};

const isLostRace = (error: OpenError): boolean => error.type === "already_exists" && error.on === "subject";

const attempt = async (
  c: Context<AppEnv>,
  caller: Caller,
  { request, headers, scope }: EvaluationAsked,
  workflow: CompiledWorkflow,
): Promise<Evaluated | "lost_race"> => {
  const { services, requestId } = c.var;
  const { workspaceId, workspaceVersion } = caller.principal;
  const parties = await findParties(services.entities, workspaceId, headers, request);
  if (!parties.ok) return parties;
  const document = await services.documents.load(workspaceId, workspaceVersion);
  const meta = metaOf(caller.principal, { entrance: DIALECT, requestId }, services.clock);
  const { actor, now } = meta;
  const newId = services.ids.review;
  const plan = await planEvaluation({ request, parties: parties.value, workflow, document, actor, now, newId });
  const { entityToken, evaluationToken, answer } = plan;
  const stored: Answer = { type: "body", status: 201, body: { entityToken, evaluationToken } };
  const opened = await services.open({ workspaceId, ...plan.writes, meta, idempotency: scope, answer: stored });
  if (!opened.ok) return isLostRace(opened.error) ? "lost_race" : opened;
  if (opened.value.type === "replayed") return reread(c, caller, opened.value.answer);
  return ok({ answer, input: request.submitted });
};

export const evaluate = async (c: Context<AppEnv>, caller: Caller, asked: EvaluationAsked): Promise<Evaluated> => {
  if (asked.scope !== null && caller.answer !== null) {
    const replay = replayOf(caller.answer, asked.scope);
    return replay.ok ? reread(c, caller, replay.value.answer) : replay;
  }
  const { workspaceId, workspaceVersion } = caller.principal;
  const document = await c.var.services.documents.load(workspaceId, workspaceVersion);
  const workflow = findWorkflow(document, asked.workflowToken);
  if (workflow === null) {
    return err({ type: "unknown_resource", details: { workflow_token: asked.workflowToken } });
  }
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const evaluated = await attempt(c, caller, asked, workflow);
    if (evaluated !== "lost_race") return evaluated;
  }
  return err({ type: "unavailable", retryAfterSeconds: 1 });
};
