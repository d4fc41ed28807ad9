// The floor: the same D1 calls and the same hop to an object as an operation of the service, and none of its code.
// No routing, no parsing, no rule, no hash, nothing read back: what is left is what the platform costs.
// `POST /<operation>?<value>&<value>…`: the values fill the holes of that operation's templates.

import { DurableObject } from "cloudflare:workers";
import type { FloorPlan, FloorPlans, Parameter, PlannedCall } from "./plan.ts";

interface FloorEnv {
  readonly DB: D1Database;
  readonly REVIEW_OBJECT: DurableObjectNamespace<ReviewObject>;
  /** JSON. */
  readonly PLANS: string;
}

let plans: FloorPlans | null = null;

const planOf = (env: FloorEnv, name: string): FloorPlan | undefined => {
  plans ??= JSON.parse(env.PLANS) as FloorPlans;
  return plans[name];
};

const filled = (parameter: Parameter, values: readonly string[]): string | number | null => {
  if (parameter === null || typeof parameter === "number") return parameter;
  let text = parameter.pieces[0] ?? "";
  parameter.holes.forEach((hole, index) => {
    text += (values[hole] ?? "") + (parameter.pieces[index + 1] ?? "");
  });
  return text;
};

let sequence = 0;

/** Grows like the service's own ids, so that both append to the same end of every index. */
const madeId = (): string => {
  sequence += 1;
  const time = Date.now().toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${sequence.toString(16).padStart(12, "0")}`;
};

const perform = async (db: D1Database, call: PlannedCall, values: readonly string[]): Promise<void> => {
  const statements = call.statements.map(({ sql, params }) =>
    db.prepare(sql).bind(...params.map((parameter) => filled(parameter, values))),
  );
  const [only] = statements;
  if (call.isBatch || only === undefined) await db.batch(statements);
  else await only.all();
};

export class ReviewObject extends DurableObject<FloorEnv> {
  async execute(name: string, values: readonly string[]): Promise<{ readonly ok: boolean }> {
    for (const call of planOf(this.env, name)?.calls ?? []) {
      if (call.where === "object") await perform(this.env.DB, call, values);
    }
    return { ok: true };
  }
}

export default {
  async fetch(request, env) {
    const { pathname, search } = new URL(request.url);
    const name = pathname.slice(1);
    const plan = planOf(env, name);
    if (plan === undefined) return new Response(null, { status: 404 });
    const given = search.slice(1).split("&").slice(0, plan.givenCount);
    const values = [...given, ...Array.from({ length: plan.madeCount }, madeId)];
    for (const call of plan.calls) if (call.where === "worker") await perform(env.DB, call, values);
    if (plan.calls.some(({ where }) => where === "object")) {
      // The first value is the review: one object each.
      const id = env.REVIEW_OBJECT.idFromName(values[0] ?? "");
      await env.REVIEW_OBJECT.get(id).execute(name, values);
    }
    return new Response(plan.body, { status: plan.status, headers: { "content-type": "application/json" } });
  },
} satisfies ExportedHandler<FloorEnv>;
