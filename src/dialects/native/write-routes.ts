// The writes on one review: each body becomes one command, each answer is the review. Source: workspace.md 4.

import { type Context, Hono } from "hono";
import type * as z from "zod/mini";
import type { CallKind } from "../../app/limit-ports.ts";
import type { Executed } from "../../app/ports.ts";
import type { RequestFacts } from "../../app/run-command.ts";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import type { JsonObject } from "../../core/json.ts";
import { err, type Result } from "../../core/result.ts";
import type { AppEnv } from "../../http/context.ts";
import { type Caller, enterToWrite, factsOf } from "./auth.ts";
import {
  type Planned,
  toAssignment,
  toCancellation,
  toCompletion,
  toDecision,
  toEscalation,
  toFindings,
  toNote,
} from "./commands.ts";
import { type NativeError, refuse } from "./errors.ts";
import { isTooLargeToKeep, parse, readBody, refuseWithoutReview, showReview } from "./respond.ts";
import {
  assignSchema,
  cancelSchema,
  completeSchema,
  decisionSchema,
  escalateSchema,
  findingsSchema,
  noteSchema,
} from "./schema.ts";
import { toReview } from "./translate.ts";

type Outcome = Result<Executed, NativeError>;

/** The review, or why not, and with 412 the review as it is. Its attributes never change: they are read beside the write. */
export const answered = async (
  c: Context<AppEnv>,
  { principal, target }: Caller,
  execute: () => Promise<Outcome>,
): Promise<Response> => {
  const reading: Promise<JsonObject | null> =
    target === null ? Promise.resolve(null) : c.var.services.reviews.attributes(principal.workspaceId, target.reviewId);
  const [outcome, attributes] = await Promise.all([execute(), reading]);
  if (outcome.ok) return showReview(c, outcome.value.review, attributes, principal.actor);
  return refuse(outcome.error, (review) => toReview(review, attributes, principal.actor));
};

/** How a body becomes a command. `load` reads the workspace document, which most bodies do not need. */
interface Verb<T> {
  readonly schema: z.ZodMiniType<T>;
  readonly toCommand: (body: T, load: () => Promise<WorkspaceDocument>) => Planned | Promise<Planned>;
  readonly mayBeEmpty?: boolean;
  readonly kind?: CallKind;
}

/** Runs the command that the body means; a stored answer comes before any judgment of the body. */
const run = async <T>(
  c: Context<AppEnv>,
  { principal, target, answer }: Caller,
  facts: RequestFacts,
  { schema, toCommand }: Verb<T>,
  value: unknown,
): Promise<Outcome> => {
  const { run: execute, documents } = c.var.services;
  if (answer !== null) return execute(principal, target, { type: "Tick" }, facts);
  const parsed = parse(schema, value);
  if (!parsed.ok) return parsed;
  if (target === null) return err({ type: "not_found" });
  const command = await toCommand(parsed.value, () =>
    documents.load(principal.workspaceId, principal.workspaceVersion),
  );
  return command.ok ? execute(principal, target, command.value, facts) : command;
};

export const handle =
  <T>(verb: Verb<T>) =>
  async (c: Context<AppEnv>): Promise<Response> => {
    const caller = await enterToWrite(c, verb.kind);
    if (!caller.ok) return refuseWithoutReview(caller.error);
    const body = await readBody(c, { mayBeEmpty: verb.mayBeEmpty ?? false });
    if (!body.ok) return refuseWithoutReview(body.error);
    const { raw, value } = body.value;
    if (isTooLargeToKeep(raw)) return refuseWithoutReview({ type: "payload_too_large" });
    const facts = await factsOf(c, caller.value, raw);
    return answered(c, caller.value, () => run(c, caller.value, facts, verb, value));
  };

export const writeRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .post("/v2/reviews/:id/decisions", handle({ schema: decisionSchema, toCommand: toDecision }))
    .post(
      "/v2/reviews/:id/assign",
      handle({
        schema: assignSchema,
        toCommand: async (body, load) => toAssignment(body, await load()),
        kind: "assign",
      }),
    )
    .post(
      "/v2/reviews/:id/escalate",
      handle({
        schema: escalateSchema,
        toCommand: async (body, load) => toEscalation(body, await load()),
        mayBeEmpty: true,
      }),
    )
    .post("/v2/reviews/:id/findings", handle({ schema: findingsSchema, toCommand: toFindings }))
    .post("/v2/reviews/:id/complete", handle({ schema: completeSchema, toCommand: toCompletion, mayBeEmpty: true }))
    .post("/v2/reviews/:id/notes", handle({ schema: noteSchema, toCommand: toNote }))
    .post("/v2/reviews/:id/cancel", handle({ schema: cancelSchema, toCommand: toCancellation, mayBeEmpty: true }));
