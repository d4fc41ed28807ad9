// Posting traces and reading them. A trace, its review and the answer under its key stand together or not at all.
// Source: adjudon.md rulings 3, 8, 9, 13 and section 5.

import { type Context, Hono } from "hono";
import type { Answer, IdempotencyScope } from "../../app/ports.ts";
import { metaOf } from "../../app/run-command.ts";
import { err, type Result } from "../../core/result.ts";
import type { AppEnv } from "../../http/context.ts";
import { type BodyError, type JsonBody, readJson } from "../../http/read-json.ts";
import { type Caller, enter } from "./caller.ts";
import type { AdjudonError } from "./errors.ts";
import { isKeyTooLong, lookUpOf, replayKey, scopeOf } from "./idempotency.ts";
import { planTrace } from "./new-trace.ts";
import { DIALECT } from "./policy.ts";
import { methodNotAllowed, refuse, succeed } from "./respond.ts";
import { namedAgent, readTrace, type SubmittedTrace } from "./trace-schema.ts";
import { type TracesQuestion, readTracesQuery } from "./traces-query.ts";
import { traceToWire } from "./translate.ts";
import { traceNotice } from "./webhook.ts";

const replay = (c: Context<AppEnv>, answer: Answer): Response => {
  if (answer.type !== "body") return refuse(c, { type: "idempotency_mismatch" });
  const { status, body } = answer;
  return c.json(body, status === 202 ? 202 : status === 403 ? 403 : 201);
};

/** The trace that the body holds, if this caller may post it. Whose it is comes before what is wrong with it. */
const judgeBody = (body: Result<JsonBody, BodyError>, { principal }: Caller): Result<SubmittedTrace, AdjudonError> => {
  if (!body.ok) return body;
  const named = namedAgent(body.value.value);
  if (principal.agent !== null && named !== null && named !== principal.agent) return err({ type: "agent_scope" });
  return readTrace(body.value.value);
};

const openTrace = async (
  c: Context<AppEnv>,
  { principal }: Caller,
  trace: SubmittedTrace,
  idempotency: IdempotencyScope | null,
): Promise<Response> => {
  const { services, requestId } = c.var;
  const document = await services.documents.load(principal.workspaceId, principal.workspaceVersion);
  const meta = metaOf(principal, { entrance: DIALECT, requestId }, services.clock);
  const planned = await planTrace(trace, { principal, document, ids: services.ids, now: meta.now });
  if (!planned.ok) return refuse(c, planned.error);
  const { open, subject, answer } = planned.value;
  const opened = await services.open({
    workspaceId: principal.workspaceId,
    open,
    subjects: [subject],
    notices: open === null ? [traceNotice(subject)] : [],
    meta,
    idempotency,
    answer,
  });
  if (!opened.ok) return refuse(c, opened.error);
  return replay(c, opened.value.type === "replayed" ? opened.value.answer : answer);
};

const postTrace = async (c: Context<AppEnv>): Promise<Response> => {
  const body = await readJson(c.req.raw);
  const key = await replayKey(c.req.raw.headers, body.ok ? body.value.raw : null);
  const caller = await enter(c, "post_trace", null, lookUpOf(key));
  if (!caller.ok) return refuse(c, caller.error);
  if (isKeyTooLong(c.req.raw.headers)) {
    return refuse(c, { type: "invalid_request", message: "Idempotency-Key must have at most 256 characters" });
  }
  const { principal, answer } = caller.value;
  if (answer !== null) return replay(c, answer.answer);
  const trace = judgeBody(body, caller.value);
  return trace.ok ? openTrace(c, caller.value, trace.value, scopeOf(key, principal)) : refuse(c, trace.error);
};

const pagination = ({ page, limit }: TracesQuestion, total: number) => {
  const pages = Math.ceil(total / limit);
  return { page, limit, total, pages, hasMore: page < pages };
};

const listTraces = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "read");
  if (!caller.ok) return refuse(c, caller.error);
  const question = readTracesQuery(new URL(c.req.url).searchParams);
  if (!question.ok) return refuse(c, question.error);
  const { filter, page, limit } = question.value;
  const { principal } = caller.value;
  const found = await c.var.services.traces.list(principal.workspaceId, filter, limit, (page - 1) * limit);
  const data = found.traces.map((trace) => traceToWire(trace, principal));
  return succeed(c, data, { pagination: pagination(question.value, found.total) });
};

const getTrace = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "read");
  if (!caller.ok) return refuse(c, caller.error);
  const { principal } = caller.value;
  const trace = await c.var.services.traces.find(principal.workspaceId, c.req.param("traceId") ?? "");
  return trace === null ? refuse(c, { type: "trace_not_found" }) : succeed(c, traceToWire(trace, principal));
};

export const tracesRoutes = (prefix: string): Hono<AppEnv> => {
  const path = `${prefix}/traces`;
  return new Hono<AppEnv>()
    .get(path, listTraces)
    .post(path, postTrace)
    .all(path, methodNotAllowed("GET, POST"))
    .get(`${path}/:traceId`, getTrace)
    .all(`${path}/:traceId`, methodNotAllowed("GET"));
};
