// POST /v2/reviews/{id}/claim and /release, POST /v2/queue/next: who works on what just now. None of them changes a
// review. Source: issue "The desk people like to sit at", Build 5.

import { type Context, Hono } from "hono";
import type { ClaimError, ClaimShown } from "../../app/claims.ts";
import type { RequestFacts } from "../../app/run-command.ts";
import { ok, type Result } from "../../core/result.ts";
import type { AppEnv } from "../../http/context.ts";
import { type Caller, enterToWrite, factsOf } from "./auth.ts";
import { claimSchema, type NextBody, nextSchema } from "./claim-schema.ts";
import { toClaim } from "./eligibility-wire.ts";
import { type NativeError, refuse } from "./errors.ts";
import { parse, readBody, refuseWithoutReview, showReview } from "./respond.ts";
import { toReview } from "./translate.ts";

interface Asked<T> {
  readonly caller: Caller;
  readonly body: T;
  readonly facts: RequestFacts;
}

/** A stored answer comes before any judgment of the body: what the body says then counts for nothing. */
const ask = async <T>(
  c: Context<AppEnv>,
  schema: Parameters<typeof parse<T>>[0],
): Promise<Result<Asked<T>, NativeError>> => {
  const caller = await enterToWrite(c);
  if (!caller.ok) return caller;
  const body = await readBody(c, { mayBeEmpty: true });
  if (!body.ok) return body;
  const parsed = parse(schema, body.value.value);
  if (!parsed.ok) return parsed;
  return ok({ caller: caller.value, body: parsed.value, facts: await factsOf(c, caller.value, body.value.raw) });
};

/** Null: nothing is left, 204. */
const answer = (
  c: Context<AppEnv>,
  { principal: { actor } }: Caller,
  shown: Result<ClaimShown | null, ClaimError>,
): Response => {
  if (!shown.ok) return refuse(shown.error, (review) => toReview(review, null, actor));
  if (shown.value === null) return c.body(null, 204);
  const { review, attributes, claim } = shown.value;
  return showReview(c, review, attributes, actor, 200, { claim: toClaim(claim) });
};

const onReview =
  (verb: "claim" | "release") =>
  async (c: Context<AppEnv>): Promise<Response> => {
    const asked = await ask(c, claimSchema);
    if (!asked.ok) return refuseWithoutReview(asked.error);
    const { caller, facts } = asked.value;
    return answer(c, caller, await c.var.services.claims[verb](caller.principal, caller.target, facts));
  };

const toRequest = ({ dialect, group, status, priority, assigned, skip }: NextBody) => ({
  filter: {
    dialect: dialect ?? null,
    group: group ?? null,
    status: status ?? null,
    priority: priority ?? null,
    isAnybodys: assigned === "any",
  },
  skip,
});

const next = async (c: Context<AppEnv>): Promise<Response> => {
  const asked = await ask(c, nextSchema);
  if (!asked.ok) return refuseWithoutReview(asked.error);
  const { caller, body, facts } = asked.value;
  return answer(c, caller, await c.var.services.claims.next(caller.principal, toRequest(body), facts));
};

export const claimRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .post("/v2/reviews/:id/claim", onReview("claim"))
    .post("/v2/reviews/:id/release", onReview("release"))
    .post("/v2/queue/next", next);
