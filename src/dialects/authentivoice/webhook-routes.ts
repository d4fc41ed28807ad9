// POST /v1/integrations/webhooks: an endpoint in this API's shape, tried once before it is answered.
// Owners and admins only, like every endpoint. Source: authentivoice.md ruling 13 (Webhooks) and section 7; webhooks.md 11.

import { type Context, Hono } from "hono";
import * as z from "zod/mini";
import type { EndpointError, MadeEndpoint } from "../../app/manage-endpoints.ts";
import { nowOf } from "../../app/run-command.ts";
import type { AttemptRecord } from "../../app/webhook-ports.ts";
import { isAdministrator } from "../../core/review/actor.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { AppEnv } from "../../http/context.ts";
import { sha256Hex } from "../../http/idempotency-key.ts";
import { invalidRequest, parseFields, readBody } from "./body.ts";
import { type Caller, enter } from "./caller.ts";
import type { VoiceError } from "./errors.ts";
import { DIALECT } from "./policy.ts";
import { refuse } from "./respond.ts";
import { toSeconds } from "./translate.ts";

export const WEBHOOKS_PATH = "/v1/integrations/webhooks";

/** Headers and retry settings of the original are read by nobody here: ours are the same for every endpoint. */
export const webhookBody = z.object({
  url: z.string(),
  events: z.array(z.string()).check(z.minLength(1), z.maxLength(100)),
  secret: z.nullish(z.string().check(z.minLength(1), z.maxLength(256))),
});

/** `whk_`, and the same one for every request under one idempotency key. */
const newWebhookId = async (c: Context<AppEnv>, { principal, key }: Caller): Promise<string> => {
  const seed =
    key === null ? c.var.services.ids.random() : JSON.stringify([principal.workspaceId, principal.actor, key]);
  return `whk_${(await sha256Hex(seed)).slice(0, 24)}`;
};

const toVoiceError = (error: EndpointError): VoiceError => {
  if (error.type === "not_found") return { type: "not_found" };
  const [problem] = error.problems;
  return invalidRequest(400, problem?.path.slice(1) || "body", problem?.message ?? "is not valid");
};

const make = async (
  c: Context<AppEnv>,
): Promise<Result<MadeEndpoint & { readonly workspaceId: string }, VoiceError>> => {
  const caller = await enter(c, "write_reviews", null);
  if (!caller.ok) return caller;
  const { principal } = caller.value;
  if (!isAdministrator(principal.actor.role)) return err({ type: "forbidden" });
  const body = await readBody(c, Object.keys(webhookBody.shape));
  if (!body.ok) return body;
  const parsed = parseFields(webhookBody, body.value.fields);
  if (!parsed.ok) return parsed;
  const { url, events, secret = null } = parsed.value;
  const { webhooks, clock } = c.var.services;
  const { workspaceId } = principal;
  const made = await webhooks.create(
    workspaceId,
    { url, events, secret, format: DIALECT, description: "", active: true, basic: null },
    await newWebhookId(c, caller.value),
    nowOf(principal, clock),
  );
  return made.ok ? ok({ ...made.value, workspaceId }) : err(toVoiceError(made.error));
};

const testToWire = (attempt: AttemptRecord | null) => ({
  success: attempt?.statusCode != null && attempt.statusCode >= 200 && attempt.statusCode < 300,
  statusCode: attempt?.statusCode ?? null,
  responseTime: attempt?.latencyMs ?? null,
  error: attempt?.error ?? null,
});

const createWebhook = async (c: Context<AppEnv>): Promise<Response> => {
  const made = await make(c);
  if (!made.ok) return refuse(c, made.error);
  const { endpoint, secret, workspaceId } = made.value;
  // A retry of the request is shown the same endpoint and tries it again; its secret was shown before.
  const tested = await c.var.services.webhooks.test(workspaceId, endpoint.id);
  return c.json(
    {
      webhookId: endpoint.id,
      url: endpoint.url,
      secret,
      events: endpoint.events,
      status: endpoint.status === "active" ? "active" : "inactive",
      testResult: testToWire(tested?.attempt ?? null),
      createdAt: toSeconds(endpoint.createdAt),
    },
    201,
  );
};

export const webhookRoutes = (): Hono<AppEnv> => new Hono<AppEnv>().post(WEBHOOKS_PATH, createWebhook);
