// The Worker as it is, with a database that notes every call: `GET /recorder/calls` hands them over and forgets them.
// One isolate runs the Worker and its objects, so one list holds both.

import worker, { ReviewObject as RealReviewObject } from "../../../src/worker.ts";
import type { Env } from "../../../src/env.ts";
import { type TracedCall, tracedD1 } from "./traced-d1.ts";

// The other objects are exported as they are: what they do is not a part of the request.
export * from "../../../src/worker.ts";

const calls: TracedCall[] = [];

/** What is composed once per environment must find the same one again. */
const remembered = new Map<TracedCall["where"], Env>();

const tracedEnv = (env: Env, where: TracedCall["where"]): Env => {
  const known = remembered.get(where) ?? { ...env, DB: tracedD1(env.DB, where, calls) };
  remembered.set(where, known);
  return known;
};

export class ReviewObject extends RealReviewObject {
  constructor(state: DurableObjectState, env: Env) {
    super(state, tracedEnv(env, "object"));
  }
}

export default {
  async fetch(request, env) {
    if (new URL(request.url).pathname === "/recorder/calls") return Response.json(calls.splice(0));
    return worker.fetch(request, tracedEnv(env, "worker"));
  },
} satisfies ExportedHandler<Env>;
