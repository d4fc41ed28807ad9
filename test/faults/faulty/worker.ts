// The Worker as it is, in a world that fails on request: its database through the fault proxy, in the Worker and in the
// objects; its objects aborted in the middle of their work, or doubled; its clock off. `/faults/…` says what goes wrong.
// Nothing of it is in the deployed Worker: this module composes the real one with another environment.

import worker, { HubObject as RealHubObject, ReviewObject as RealReviewObject } from "../../../src/worker.ts";
import { endpointDeps } from "../../../src/compose-webhooks.ts";
import type { Env } from "../../../src/env.ts";
import { endpointObjectClass } from "../../../src/webhooks/endpoint-object.ts";
import { faultyD1 } from "./faulty-d1.ts";
import { type CronReport, type CronRequest, type FaultCounts, type FaultPlan, NO_FAULTS } from "./plan.ts";

type Place = "worker" | "object";

let plan: FaultPlan = NO_FAULTS;
const counts = { calls: 0, failedBefore: 0, failedAfter: 0, failedInObjects: 0, aborts: 0, doubled: 0 };

/** The whole isolate's clock: compose.ts asks no other. */
const realNow = Date.now.bind(Date);
Date.now = () => realNow() + plan.clockOffsetMs;

const note =
  (place: Place) =>
  (what: "call" | "before" | "after"): void => {
    if (what === "call") counts.calls += 1;
    if (what === "before") counts.failedBefore += 1;
    if (what === "after") counts.failedAfter += 1;
    if (what !== "call" && place === "object") counts.failedInObjects += 1;
  };

/** Every second call goes to another object of the same review, as if the platform ran two of it. */
const doubling = (real: Env["REVIEW_OBJECT"]): Env["REVIEW_OBJECT"] => {
  let turn = 0;
  const namespace = {
    idFromName: (name: string) => {
      turn += 1;
      const isSecond = plan.isDoubled && turn % 2 === 0;
      if (isSecond) counts.doubled += 1;
      return real.idFromName(isSecond ? `${name} (again)` : name);
    },
    get: (id: DurableObjectId, options?: DurableObjectNamespaceGetDurableObjectOptions) => real.get(id, options),
  };
  return namespace as unknown as Env["REVIEW_OBJECT"];
};

/** What is composed once per environment must find the same one again. */
const remembered = new Map<Place, Env>();

const faultyEnv = (env: Env, place: Place): Env => {
  const known = remembered.get(place) ?? {
    ...env,
    DB: faultyD1(env.DB, { plan: () => plan, random: Math.random, note: note(place) }),
    REVIEW_OBJECT: doubling(env.REVIEW_OBJECT),
  };
  remembered.set(place, known);
  return known;
};

/** Within this time of its beginning a call is in the middle of its work. */
const ABORT_WITHIN_MS = 10;

export class ReviewObject extends RealReviewObject {
  constructor(state: DurableObjectState, env: Env) {
    super(state, faultyEnv(env, "object"));
  }

  override execute(text: string): Promise<string> {
    if (Math.random() < plan.abortRate) {
      setTimeout(() => {
        counts.aborts += 1;
        this.ctx.abort("Durable Object reset because its code was updated.");
      }, Math.random() * ABORT_WITHIN_MS);
    }
    return super.execute(text);
  }
}

export class EndpointObject extends endpointObjectClass((env) =>
  endpointDeps(faultyEnv(env, "object"), plan.webhookTimeoutMs === null ? {} : { timeoutMs: plan.webhookTimeoutMs }),
) {}

export class HubObject extends RealHubObject {
  constructor(state: DurableObjectState, env: Env) {
    super(state, faultyEnv(env, "object"));
  }
}

// Counters are as they are: what they count is no part of a review.
export { CounterObject } from "../../../src/worker.ts";

const playCron = async ({ cron, times }: CronRequest, env: Env): Promise<CronReport> => {
  const run = () => worker.scheduled({ cron, scheduledTime: Date.now(), noRetry: () => {} }, env);
  const runs = await Promise.allSettled(Array.from({ length: times }, run));
  const failed = runs.filter(({ status }) => status === "rejected").length;
  return { done: times - failed, failed };
};

const control = async (request: Request, path: string, env: Env): Promise<Response> => {
  if (path === "/faults/counts") return Response.json(counts satisfies FaultCounts);
  if (path === "/faults/cron") return Response.json(await playCron(await request.json<CronRequest>(), env));
  plan = await request.json<FaultPlan>();
  return Response.json(plan);
};

export default {
  async fetch(request, env) {
    const faulty = faultyEnv(env, "worker");
    // Not every address that reaches a Worker can be parsed.
    const path = /^https?:\/\/[^/]+(\/faults\/\w+)$/.exec(request.url)?.[1];
    return path === undefined ? worker.fetch(request, faulty) : control(request, path, faulty);
  },
} satisfies ExportedHandler<Env>;
