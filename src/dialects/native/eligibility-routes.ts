// GET /v2/reviews/{id}/eligibility: what the caller may do to the review and why not, what it still waits for, who else
// could decide it. Source: issue "The desk people like to sit at", Build 4.

import { type Context, Hono } from "hono";
import type { AppEnv } from "../../http/context.ts";
import { enterToRead } from "./auth.ts";
import { toEligibility } from "./eligibility-wire.ts";
import { refuseWithoutReview } from "./respond.ts";

const getEligibility = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enterToRead(c);
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const found = await c.var.services.eligibility(caller.value.principal, caller.value.target);
  return found.ok ? c.json(toEligibility(found.value)) : refuseWithoutReview(found.error);
};

export const eligibilityRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>().get("/v2/reviews/:id/eligibility", getEligibility);
