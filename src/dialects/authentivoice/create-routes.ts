// POST /v1/reviews: asks for the review of an analysis. Source: authentivoice.md rulings 1, 2, 13 and section 5.

import { type Context, Hono } from "hono";
import { type OpenOutcome, replayOf } from "../../app/open-review.ts";
import type { Answer, IdempotencyScope, StoredAnswer } from "../../app/ports.ts";
import { metaOf, type RequestFacts } from "../../app/run-command.ts";
import { err, ok, type Result } from "../../core/result.ts";
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

const replay = (
  c: Context<AppEnv>,
  caller: Caller,
  stored: StoredAnswer,
  scope: IdempotencyScope,
): Response | Promise<Response> => {
  const replayed = replayOf(stored, scope);
  return replayed.ok ? show(c, caller, replayed.value.answer) : refuse(c, replayed.error);
};

const answerOf = (outcome: OpenOutcome): Answer => {
  if (outcome.type === "replayed") return outcome.answer;
  if (outcome.review === null) throw new Error("an opening without a review");
  return { type: "review", review: outcome.review };
};

/** Somebody may take the analysis between the look and the batch: then the caller learns whose review it is. */
const open = async (
  c: Context<AppEnv>,
  { principal }: Caller,
  facts: RequestFacts,
  analysisId: string,
  { fields }: Body,
): Promise<Result<Answer, VoiceError>> => {
  const { services } = c.var;
  // One instant for the review, its deadline and its first event.
  const meta = metaOf(principal, facts, services.clock);
  const plan = await planReview(services, principal, analysisId, readTerms(fields), meta.now);
  if (!plan.ok) return plan;
  const opened = await services.open({ ...plan.value, meta, idempotency: facts.idempotency });
  if (opened.ok) return ok(answerOf(opened.value));
  if (opened.error.type !== "already_exists") return opened;
  const taken = freeAnalysis(await services.workload.openingFacts(principal.workspaceId, analysisId));
  return taken.ok ? err({ type: "unavailable", retryAfterSeconds: 1 }) : taken;
};

/** A refusal may be the second of two equal requests: then the first one's answer counts. */
const answerCreation = async (
  c: Context<AppEnv>,
  caller: Caller,
  analysisId: string,
  body: Body,
): Promise<Response> => {
  const facts = await factsOf(c, caller, body.raw);
  const { idempotency, answer } = facts;
  if (idempotency !== null && answer !== null) return replay(c, caller, answer, idempotency);
  const created = await open(c, caller, facts, analysisId, body);
  if (created.ok) return show(c, caller, created.value);
  const { workspaceId } = caller.principal;
  const faster = idempotency === null ? null : await c.var.services.store.findAnswer(workspaceId, idempotency);
  if (idempotency === null || faster === null) return refuse(c, created.error);
  return replay(c, caller, faster, idempotency);
};

const createReview = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "write_reviews", null);
  if (!caller.ok) return refuse(c, caller.error);
  const body = await readBody(c, CREATE_KEYS);
  if (!body.ok) return refuse(c, body.error);
  const analysisId: Result<string, VoiceError> = readAnalysisId(body.value.fields);
  if (!analysisId.ok) return refuse(c, analysisId.error);
  return answerCreation(c, caller.value, analysisId.value, body.value);
};

export const createRoutes = (): Hono<AppEnv> => new Hono<AppEnv>().post("/v1/reviews", createReview);
