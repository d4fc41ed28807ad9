// Asking for a session, and provisioning one for somebody else. Source: hoop.md rulings 1, 11, 13.

import { type Context, Hono } from "hono";
import type { Result } from "../../core/result.ts";
import type { AppEnv } from "../../http/context.ts";
import { readBody } from "./body.ts";
import { type Access, type Caller, enter } from "./caller.ts";
import type { HoopError } from "./errors.ts";
import { type Opening, openSession } from "./opening.ts";
import { planProvision, planSession } from "./plan-session.ts";
import { replayed } from "./replay.ts";
import { refuse } from "./respond.ts";
import { readProvisionRequest, readSessionRequest } from "./schema.ts";

/** The steps that both share: caller, body, an earlier answer, plan, batch. */
const handle =
  <T>(
    access: Access,
    read: (body: unknown) => Result<T, HoopError>,
    plan: (c: Context<AppEnv>, caller: Caller, request: T) => Promise<Result<Opening, HoopError>>,
  ) =>
  async (c: Context<AppEnv>): Promise<Response> => {
    const caller = await enter(c, access, null);
    if (!caller.ok) return refuse(c, caller.error);
    const body = await readBody(c);
    if (!body.ok) return refuse(c, body.error);
    const request = read(body.value.value);
    if (!request.ok) return refuse(c, request.error);
    const earlier = await replayed(c, caller.value, body.value.raw);
    if (earlier !== null) return earlier;
    const opening = await plan(c, caller.value, request.value);
    return opening.ok ? openSession(c, caller.value, body.value.raw, opening.value) : refuse(c, opening.error);
  };

const createSession = handle("write", readSessionRequest, (c, { principal }, request) =>
  planSession(c.var.services, principal, request, new URL(c.req.url).origin),
);

const provisionSession = handle("provision", readProvisionRequest, (c, { principal }, request) =>
  planProvision(c.var.services, principal, request),
);

export const createRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>().post("/api/sessions", createSession).post("/api/sessions/provision", provisionSession);
