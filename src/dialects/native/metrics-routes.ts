// GET /v2/metrics: what is open now, and what happened in a range of time. Source: time.md 9.

import { type Context, Hono } from "hono";
import * as z from "zod/mini";
import type { MetricsRequest } from "../../app/metrics.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { toIso, toIsoOrNull } from "../../core/time.ts";
import type { AppEnv } from "../../http/context.ts";
import { safeParse } from "../../http/safe-parse.ts";
import { zodProblems } from "../../http/zod-problems.ts";
import { enterToRead, roleError } from "./auth.ts";
import type { NativeError } from "./errors.ts";
import { DIALECTS } from "./list-query.ts";
import { methodNotAllowed, problem } from "./problem.ts";
import { refuseWithoutReview } from "./respond.ts";

const PATH = "/v2/metrics";

const instant = z.pipe(
  z.iso.datetime({ offset: true, message: "must be a date and time in ISO 8601, with a zone" }),
  z.transform((value) => Date.parse(value)),
);

export const metricsQuerySchema = z
  .strictObject({ from: instant, to: instant, dialect: z.optional(z.enum(DIALECTS)) })
  .check(z.refine(({ from, to }) => !(from > to), { path: ["to"], message: "must not be before from" }));

const readQuery = (params: URLSearchParams): Result<Omit<MetricsRequest, "workspaceId">, NativeError> => {
  const repeated = [...new Set(params.keys())].filter((key) => params.getAll(key).length > 1);
  if (repeated.length > 0) {
    return err({
      type: "invalid",
      problems: repeated.map((key) => ({ path: `/${key}`, message: "must be given once" })),
    });
  }
  const parsed = safeParse(metricsQuerySchema, Object.fromEntries(params));
  if (!parsed.success) return err({ type: "invalid", problems: zodProblems(parsed.error) });
  return ok({ ...parsed.data, dialect: parsed.data.dialect ?? null });
};

const getMetrics = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enterToRead(c);
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const refusal = roleError(caller.value, ["owner", "admin", "auditor"]);
  if (refusal !== null) return refuseWithoutReview(refusal);
  const asked = readQuery(new URL(c.req.url).searchParams);
  if (!asked.ok) return refuseWithoutReview(asked.error);
  const { workspaceId } = caller.value.principal;
  const metrics = await c.var.services.metrics({ workspaceId, ...asked.value });
  if (!metrics.ok) {
    return problem("unavailable", "More has happened than could be counted at once. Try again: each try counts on.", {
      headers: { "retry-after": String(metrics.error.retryAfterSeconds) },
    });
  }
  const { open, range } = metrics.value;
  const { oldestOpenedAt, ...counts } = open;
  return c.json({
    from: toIso(asked.value.from),
    to: toIso(asked.value.to),
    open: { ...counts, oldestCreatedAt: toIsoOrNull(oldestOpenedAt) },
    ...range,
  });
};

export const metricsRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>().get(PATH, getMetrics).all(PATH, () => methodNotAllowed("GET, HEAD"));
