// Making evaluations and reading them back. Source: alloy.md rulings 2, 8, 9, 12 (Reads, Workflow) and section 7.

import { type Context, Hono } from "hono";
import { err, ok, type Result } from "../../core/result.ts";
import type { AppEnv } from "../../http/context.ts";
import { readBody } from "./body.ts";
import { type Caller, enter, scopeOf } from "./caller.ts";
import type { AlloyError } from "./errors.ts";
import { evaluate, type EvaluationAsked } from "./evaluate.ts";
import { evaluationToWire } from "./evaluation-wire.ts";
import { findEntity } from "./find-entity.ts";
import { pathId } from "./ids.ts";
import { refuse } from "./respond.ts";
import { readEvaluationHeaders, readEvaluationRequest } from "./schema.ts";

import { selectWorkflow, WORKFLOW_HEADER } from "./workflows.ts";

const EVALUATION_SEGMENT = 4;

/** The body is the document: it names no workflow. */
const readAsked = async (c: Context<AppEnv>, caller: Caller): Promise<Result<EvaluationAsked, AlloyError>> => {
  const body = await readBody(c);
  if (!body.ok) return body;
  const header = c.req.header(WORKFLOW_HEADER) || null;
  const workflow = selectWorkflow({ key: caller.principal.workflow, header, body: null });
  if (!workflow.ok) return workflow;
  const headers = readEvaluationHeaders(c.req.raw.headers);
  if (!headers.ok) return headers;
  const request = readEvaluationRequest(body.value.value);
  if (!request.ok) return request;
  const scope = await scopeOf(c, caller, body.value.raw);
  return ok({ request: request.value, headers: headers.value, workflowToken: workflow.value, scope });
};

const createEvaluation = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "write", null);
  if (!caller.ok) return refuse(c, caller.error);
  const asked = await readAsked(c, caller.value);
  if (!asked.ok) return refuse(c, asked.error);
  const evaluated = await evaluate(c, caller.value, asked.value);
  return evaluated.ok ? c.json(evaluationToWire(evaluated.value), 201) : refuse(c, evaluated.error);
};

const findEvaluation = async (c: Context<AppEnv>, { principal }: Caller) => {
  const entity = await findEntity(c, principal, "entities");
  if (!entity.ok) return entity;
  const token = pathId(c.req.url, EVALUATION_SEGMENT);
  const { entities } = c.var.services;
  const found = token === null ? null : await entities.evaluation(principal.workspaceId, entity.value.id, token);
  if (found !== null) return ok(found);
  const details = token === null ? {} : { evaluation_token: token };
  return err<AlloyError>({ type: "unknown_resource", details });
};

const getEvaluation = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "read", null);
  if (!caller.ok) return refuse(c, caller.error);
  const found = await findEvaluation(c, caller.value);
  return found.ok ? c.json(evaluationToWire(found.value)) : refuse(c, found.error);
};

export const evaluationsRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .post("/v1/evaluations", createEvaluation)
    .get("/v1/entities/:entity/evaluations/:evaluation", getEvaluation);
