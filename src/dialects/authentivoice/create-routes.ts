// POST /v1/reviews: asks for the review of an analysis. Source: authentivoice.md rulings 1, 2, 13 and section 5.

import { type Context, Hono } from "hono";
import { replayOf } from "../../app/open-review.ts";
import type { Answer } from "../../app/ports.ts";
import { metaOf } from "../../app/run-command.ts";
import type { Result } from "../../core/result.ts";
import type { AppEnv } from "../../http/context.ts";
import { type Body, readBody } from "./body.ts";
import { type Caller, enter, factsOf } from "./caller.ts";
import { CREATE_KEYS, readAnalysisId, readTerms } from "./create-request.ts";
import type { VoiceError } from "./errors.ts";
import { freeAnalysis, planReview } from "./new-review.ts";
import { refuse } from "./respond.ts";
import { createdToWire } from "./translate.ts";

const show = async (c: Context<AppEnv>, { principal }: Caller, answer: Answer): Promise<Response> => {
  if (answer.type !== "review") return refuse(c, { type: "idempotency_mismatch" });
  const document = await c.var.services.documents.load(principal.workspaceId, principal.workspaceVersion);
  return c.json(createdToWire(answer.review, document), 201);
};

/** Somebody took the analysis between the look and the batch: then the caller learns whose review it is. */
const refuseOpening = async (
  c: Context<AppEnv>,
  { principal }: Caller,
  analysisId: string,
  error: VoiceError,
): Promise<Response> => {
  if (error.type !== "already_exists") return refuse(c, error);
  const now = freeAnalysis(await c.var.services.workload.openingFacts(principal.workspaceId, analysisId));
  return refuse(c, now.ok ? { type: "unavailable", retryAfterSeconds: 1 } : now.error);
};

const open = async (c: Context<AppEnv>, caller: Caller, analysisId: string, body: Body): Promise<Response> => {
  const { services } = c.var;
  const { principal, answer } = caller;
  const facts = await factsOf(c, caller, body.raw);
  if (facts.idempotency !== null && answer !== null) {
    const replay = replayOf(answer, facts.idempotency);
    return replay.ok ? show(c, caller, answer.answer) : refuse(c, replay.error);
  }
  const plan = await planReview(services, principal, analysisId, readTerms(body.fields));
  if (!plan.ok) return refuse(c, plan.error);
  const meta = metaOf(principal, facts, services.clock);
  const opened = await services.open({ ...plan.value, meta, idempotency: facts.idempotency });
  if (!opened.ok) return refuseOpening(c, caller, analysisId, opened.error);
  if (opened.value.type === "replayed") return show(c, caller, opened.value.answer);
  if (opened.value.review === null) throw new Error("an opening without a review");
  return show(c, caller, { type: "review", review: opened.value.review });
};

const createReview = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "write_reviews", null);
  if (!caller.ok) return refuse(c, caller.error);
  const body = await readBody(c, CREATE_KEYS);
  if (!body.ok) return refuse(c, body.error);
  const analysisId: Result<string, VoiceError> = readAnalysisId(body.value.fields);
  if (!analysisId.ok) return refuse(c, analysisId.error);
  return open(c, caller.value, analysisId.value, body.value);
};

export const createRoutes = (): Hono<AppEnv> => new Hono<AppEnv>().post("/v1/reviews", createReview);
