// POST /v1/analyses, GET /v1/analyses/{analysisId}: what a review hangs on. Source: authentivoice.md rulings 1, 13 (Analyses).

import { scopeOf } from "../../http/idempotency-key.ts";
import { type Context, Hono } from "hono";
import { replayOf } from "../../app/open-review.ts";
import type { Answer, NewSubject } from "../../app/ports.ts";
import { metaOf } from "../../app/run-command.ts";
import type { AppEnv } from "../../http/context.ts";
import { ANALYSIS_KEYS, readAnalysis } from "./analysis-request.ts";
import { readBody } from "./body.ts";
import { type Caller, enter } from "./caller.ts";
import { newAnalysisId } from "./ids.ts";
import { includesOf } from "./include.ts";
import { ANALYSIS, DIALECT } from "./policy.ts";
import { refuse } from "./respond.ts";
import { analysisToWire } from "./translate.ts";

const show = (c: Context<AppEnv>, answer: Answer): Response =>
  answer.type === "body" ? c.json(answer.body, 201) : refuse(c, { type: "idempotency_mismatch" });

/** The subject stands alone until a review takes it. */
const register = async (c: Context<AppEnv>, caller: Caller, raw: string, subject: NewSubject): Promise<Response> => {
  const { services, requestId } = c.var;
  const { principal } = caller;
  const answer: Answer = {
    type: "body",
    status: 201,
    body: analysisToWire(subject.id, subject.createdAt, subject.body ?? {}),
  };
  const registered = await services.open({
    workspaceId: principal.workspaceId,
    open: null,
    subjects: [subject],
    meta: metaOf(principal, { entrance: DIALECT, requestId }, services.clock),
    idempotency: await scopeOf(c, caller, raw),
    answer,
  });
  if (!registered.ok) {
    return refuse(c, registered.error.type === "already_exists" ? { type: "analysis_exists" } : registered.error);
  }
  return show(c, registered.value.type === "replayed" ? registered.value.answer : answer);
};

const createAnalysis = async (c: Context<AppEnv>): Promise<Response> => {
  const { clock, ids } = c.var.services;
  const caller = await enter(c, "write_analyses", null);
  if (!caller.ok) return refuse(c, caller.error);
  const { principal, answer } = caller.value;
  const body = await readBody(c, ANALYSIS_KEYS);
  if (!body.ok) return refuse(c, body.error);
  const { raw, fields } = body.value;
  const scope = await scopeOf(c, caller.value, raw);
  if (scope !== null && answer !== null) {
    const replay = replayOf(answer, scope);
    return replay.ok ? show(c, answer.answer) : refuse(c, replay.error);
  }
  const request = readAnalysis(fields);
  if (!request.ok) return refuse(c, request.error);
  const { analysisId, body: kept } = request.value;
  const createdAt = principal.testNow ?? clock.now();
  const id = analysisId ?? newAnalysisId(ids);
  return register(c, caller.value, raw, { type: ANALYSIS, id, parentId: null, status: null, createdAt, body: kept });
};

const getAnalysis = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "read_analyses", null);
  if (!caller.ok) return refuse(c, caller.error);
  const id = c.req.param("id") ?? "";
  const subject = await c.var.services.workload.findSubject(caller.value.principal.workspaceId, id);
  if (subject === null) return refuse(c, { type: "analysis_not_found" });
  const { transcription = null } = subject.body;
  const wanted = includesOf(c.req.url);
  return c.json({
    ...analysisToWire(id, subject.createdAt, subject.body),
    ...(wanted.has("transcription") ? { transcription } : {}),
  });
};

export const analysesRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>().post("/v1/analyses", createAnalysis).get("/v1/analyses/:id", getAnalysis);
