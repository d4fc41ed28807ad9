// Endpoints: listed, made, changed, tested, given new secrets. Owners and admins only; a secret is shown once.
// Source: webhooks.md 5, 11.

import { type Context, Hono } from "hono";
import { nowOf } from "../../app/run-command.ts";
import type { EndpointError, MadeEndpoint } from "../../app/manage-endpoints.ts";
import type { JsonObject } from "../../core/json.ts";
import { err, type Result } from "../../core/result.ts";
import type { AppEnv } from "../../http/context.ts";
import { sha256Hex, scopeOf } from "../../http/idempotency-key.ts";
import { type Caller, enterToRead, enterToWrite, roleError } from "./auth.ts";
import type { NativeError } from "./errors.ts";
import { problem } from "./problem.ts";
import { parse, readBody, refuseWithoutReview } from "./respond.ts";
import {
  type CreateBody,
  createSchema,
  endpointCursor,
  patchSchema,
  readEndpointCursor,
  readLimit,
} from "./webhook-schema.ts";
import { deliveryToWire, endpointToWire } from "./webhook-wire.ts";

export const noEndpoint = (): Response => problem("not_found", "There is no such endpoint.");

export const badQuery = (path: string, message: string): Response =>
  refuseWithoutReview({ type: "invalid", problems: [{ path, message }] });

/** Source: issue "Endpoints API": owners and admins only. */
const administrator = (caller: Result<Caller, NativeError>): Result<Caller, NativeError> => {
  if (!caller.ok) return caller;
  const refusal = roleError(caller.value, ["owner", "admin"]);
  return refusal === null ? caller : err(refusal);
};

export const enterAsAdministrator = async (c: Context<AppEnv>, access: "read" | "write") =>
  administrator(access === "read" ? await enterToRead(c) : await enterToWrite(c));

const refuseEndpoint = (error: EndpointError): Response =>
  error.type === "not_found" ? noEndpoint() : refuseWithoutReview(error);

const idOf = (c: Context<AppEnv>): string => c.req.param("endpointId") ?? "";

const madeToWire = ({ endpoint, secret }: MadeEndpoint): JsonObject => ({ ...endpointToWire(endpoint), secret });

const listEndpoints = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enterAsAdministrator(c, "read");
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const limit = readLimit(c.req.query("limit"));
  if (limit === null) return badQuery("/limit", "must be 1 to 200");
  const given = c.req.query("cursor");
  const after = given === undefined ? null : readEndpointCursor(given);
  if (given !== undefined && after === null) return badQuery("/cursor", "is no cursor of this list");
  const page = await c.var.services.webhooks.list(caller.value.principal.workspaceId, after, limit + 1);
  const shown = page.slice(0, limit);
  const last = shown.at(-1);
  const next = page.length > limit && last !== undefined ? endpointCursor(last) : null;
  return c.json({ data: shown.map(endpointToWire), nextCursor: next });
};

/** What was answered under the key before; the secret is not in it. Null: nothing. */
const replayed = async (c: Context<AppEnv>, caller: Caller, rawBody: string): Promise<Response | null> => {
  if (caller.answer === null) return null;
  const { fingerprint, answer } = caller.answer;
  const scope = await scopeOf(c, caller, rawBody);
  if (fingerprint !== scope?.fingerprint || answer.type !== "body") {
    return refuseWithoutReview({ type: "idempotency_mismatch" });
  }
  return answer.status === 201 ? c.json(answer.body, 201) : c.json(answer.body);
};

/** False: another request has just used the key. */
const remember = async (
  c: Context<AppEnv>,
  caller: Caller,
  rawBody: string,
  made: MadeEndpoint | null,
  status: 200 | 201,
): Promise<boolean> => {
  const scope = await scopeOf(c, caller, rawBody);
  if (scope === null) return true;
  const { store, clock } = c.var.services;
  const { principal } = caller;
  const body = made === null ? {} : madeToWire({ ...made, secret: null });
  const recordedAt = nowOf(principal, clock);
  const answers = [{ scope, answer: { type: "body", status, body } as const }];
  const { workspaceId } = principal;
  return (await store.commit({ workspaceId, recordedAt, items: [], subjects: [], answers })).type === "committed";
};

/** A retry under the same key means the same endpoint, whatever became of the first answer. */
const derivedId = async (c: Context<AppEnv>, caller: Caller): Promise<string | null> => {
  const scope = await scopeOf(c, caller, "");
  if (scope === null) return null;
  const digest = await sha256Hex(JSON.stringify([caller.principal.workspaceId, scope.actor, scope.path, scope.key]));
  return `we_${digest.slice(0, 32)}`;
};

const toRequest = ({ auth, ...body }: CreateBody) => ({
  ...body,
  basic: auth.type === "basic" ? { username: auth.username, password: auth.password } : null,
});

const createEndpoint = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enterAsAdministrator(c, "write");
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const body = await readBody(c);
  if (!body.ok) return refuseWithoutReview(body.error);
  const earlier = await replayed(c, caller.value, body.value.raw);
  if (earlier !== null) return earlier;
  const parsed = parse(createSchema, body.value.value);
  if (!parsed.ok) return refuseWithoutReview(parsed.error);
  const { webhooks, clock } = c.var.services;
  const { principal } = caller.value;
  const id = await derivedId(c, caller.value);
  const now = nowOf(principal, clock);
  const made = await webhooks.create(principal.workspaceId, toRequest(parsed.value), id, now);
  if (!made.ok) return refuseEndpoint(made.error);
  await remember(c, caller.value, body.value.raw, made.value, 201);
  c.header("Location", `/v2/webhooks/${made.value.endpoint.id}`);
  return c.json(madeToWire(made.value), 201);
};

const getEndpoint = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enterAsAdministrator(c, "read");
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const endpoint = await c.var.services.webhooks.find(caller.value.principal.workspaceId, idOf(c));
  return endpoint === null ? noEndpoint() : c.json(endpointToWire(endpoint));
};

const patchEndpoint = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enterAsAdministrator(c, "write");
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const body = await readBody(c);
  if (!body.ok) return refuseWithoutReview(body.error);
  const parsed = parse(patchSchema, body.value.value);
  if (!parsed.ok) return refuseWithoutReview(parsed.error);
  const { active, url, events, description } = parsed.value;
  const changes = {
    ...(url === undefined ? {} : { url }),
    ...(events === undefined ? {} : { events }),
    ...(description === undefined ? {} : { description }),
    ...(active === undefined ? {} : { status: active ? ("active" as const) : ("disabled" as const) }),
  };
  const { webhooks, clock } = c.var.services;
  const { principal } = caller.value;
  const updated = await webhooks.update(principal.workspaceId, idOf(c), changes, nowOf(principal, clock));
  return updated.ok ? c.json(endpointToWire(updated.value)) : refuseEndpoint(updated.error);
};

const deleteEndpoint = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enterAsAdministrator(c, "write");
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const isRemoved = await c.var.services.webhooks.remove(caller.value.principal.workspaceId, idOf(c));
  return isRemoved ? c.body(null, 204) : noEndpoint();
};

const testEndpoint = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enterAsAdministrator(c, "write");
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const { workspaceId } = caller.value.principal;
  const { webhooks } = c.var.services;
  const endpoint = await webhooks.find(workspaceId, idOf(c));
  if (endpoint === null) return noEndpoint();
  const tested = await webhooks.test(workspaceId, endpoint.id);
  const delivery = tested === null ? null : await webhooks.findDelivery(workspaceId, endpoint.id, tested.key);
  return delivery === null
    ? problem("conflict", "The endpoint is disabled, or its secret cannot be opened.")
    : c.json(deliveryToWire(delivery));
};

/** The key is taken before the secret changes: of two equal requests one rotates. */
const rotateSecret = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enterAsAdministrator(c, "write");
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const body = await readBody(c, { mayBeEmpty: true });
  if (!body.ok) return refuseWithoutReview(body.error);
  const earlier = await replayed(c, caller.value, body.value.raw);
  if (earlier !== null) return earlier;
  const { webhooks, clock } = c.var.services;
  const { principal } = caller.value;
  const endpoint = await webhooks.find(principal.workspaceId, idOf(c));
  if (endpoint === null) return noEndpoint();
  if (!(await remember(c, caller.value, body.value.raw, { endpoint, secret: null }, 200))) {
    return problem("conflict", "Another request with this Idempotency-Key is under way.");
  }
  const rotated = await webhooks.rotate(principal.workspaceId, endpoint.id, nowOf(principal, clock));
  return rotated.ok ? c.json(madeToWire(rotated.value)) : refuseEndpoint(rotated.error);
};

export const webhookRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get("/v2/webhooks", listEndpoints)
    .post("/v2/webhooks", createEndpoint)
    .get("/v2/webhooks/:endpointId", getEndpoint)
    .patch("/v2/webhooks/:endpointId", patchEndpoint)
    .delete("/v2/webhooks/:endpointId", deleteEndpoint)
    .post("/v2/webhooks/:endpointId/test", testEndpoint)
    .post("/v2/webhooks/:endpointId/rotate-secret", rotateSecret);
