// The review queue: the list, and the three verbs on one item. Bulk decisions stand in bulk-routes.ts.
// Source: seed "Endpoints"; adjudon.md rulings 3-7, 13.

import { type Context, Hono } from "hono";
import type { Principal } from "../../app/principal.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { Command } from "../../core/review/commands.ts";
import { isOpen, type Review } from "../../core/review/review.ts";
import type { AppEnv } from "../../http/context.ts";
import { readBody, readOptionalBody } from "./body.ts";
import { type Access, type Caller, enter, factsOf } from "./caller.ts";
import { decideBulk } from "./bulk-routes.ts";
import type { AdjudonError } from "./errors.ts";
import { itemId } from "./ids.ts";
import { methodNotAllowed, refuse, succeed } from "./respond.ts";
import { type AssignRequest, type EscalateRequest, readAssign, readDecision, readEscalate } from "./schema.ts";
import { itemToWire, statusesOf } from "./translate.ts";

/** The list shows no more. Source: seed "List the queue". */
const LIMIT = 500;

const listQueue = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "read");
  if (!caller.ok) return refuse(c, caller.error);
  const { principal } = caller.value;
  const statuses = statusesOf(c.req.query("status") || null);
  const { items, total } = await c.var.services.traces.queue(principal.workspaceId, statuses, LIMIT);
  const data = items.map((item) => itemToWire(item, principal, true));
  return succeed(c, data, { count: data.length, total, limit: LIMIT, truncated: total > LIMIT });
};

/** The item as it now stands, with its trace. */
const answerItem = async (c: Context<AppEnv>, { principal }: Caller, review: Review): Promise<Response> => {
  const body = await c.var.services.traces.body(principal.workspaceId, review.subject.id);
  return succeed(c, itemToWire({ review, ...body }, principal, false));
};

/** Out of tries: somebody has decided meanwhile, or it is really busy. Source: adjudon.md ruling 13 (Contention). */
const orClosed = async (
  c: Context<AppEnv>,
  { principal, target }: Caller,
  error: AdjudonError,
): Promise<AdjudonError> => {
  if (error.type !== "unavailable" || target === null) return error;
  const stored = await c.var.services.store.load(principal.workspaceId, target.reviewId);
  if (stored === null || isOpen(stored.review.status)) return error;
  return { type: "review_closed", status: stored.review.status, wanted: "decided" };
};

const run = async (c: Context<AppEnv>, caller: Caller, command: Command): Promise<Response> => {
  const executed = await c.var.services.run(caller.principal, caller.target, command, factsOf(c));
  if (executed.ok) return answerItem(c, caller, executed.value.review);
  const isVote = command.type === "CastVote";
  return refuse(c, isVote ? await orClosed(c, caller, executed.error) : executed.error);
};

/** The steps that the verbs share: caller, body, the command it means, its execution. */
const verb =
  <T>(
    access: Access,
    read: (c: Context<AppEnv>) => Promise<Result<T, AdjudonError>>,
    toCommand: (c: Context<AppEnv>, principal: Principal, request: T) => Promise<Result<Command, AdjudonError>>,
  ) =>
  async (c: Context<AppEnv>): Promise<Response> => {
    const caller = await enter(c, access, itemId(c.req.param("id")));
    if (!caller.ok) return refuse(c, caller.error);
    const request = await read(c);
    if (!request.ok) return refuse(c, request.error);
    const command = await toCommand(c, caller.value.principal, request.value);
    return command.ok ? run(c, caller.value, command.value) : refuse(c, command.error);
  };

const decideItem = verb(
  "decide",
  (c) => readBody(c, readDecision),
  async (_, __, { decision, reason, notes }) =>
    ok({ type: "CastVote", verdict: decision, reason, notes, force: false, timeWindow: null }),
);

/** Active members in document order. */
const activeMembers = async (c: Context<AppEnv>, { workspaceId, workspaceVersion }: Principal) => {
  const document = await c.var.services.documents.load(workspaceId, workspaceVersion);
  return document.members.filter(({ active }) => active);
};

const unknownMember = (field: string) =>
  err({ type: "invalid_request", message: `${field} must be the id of an active member` } as const);

const assignItem = verb(
  "assign",
  (c) => readOptionalBody(c, readAssign),
  async (c, principal, { assignedTo }: AssignRequest) => {
    const isKnown =
      assignedTo === null || (await activeMembers(c, principal)).some((member) => member.id === assignedTo);
    return isKnown ? ok({ type: "Assign", assignedTo, priority: null, dueAt: null }) : unknownMember("assignedTo");
  },
);

const escalateItem = verb(
  "escalate",
  (c) => readOptionalBody(c, readEscalate),
  async (c, principal, { reason, escalateTo }: EscalateRequest) => {
    const members = await activeMembers(c, principal);
    if (escalateTo !== null && members.every(({ id }) => id !== escalateTo)) return unknownMember("escalateTo");
    const to = escalateTo === null ? null : [escalateTo];
    const fallback = members.filter(({ role }) => role === "owner").slice(0, 1);
    const told = fallback.map(({ id }) => id);
    return ok({ type: "Escalate", reason, to, fallback: told, findings: null, secondReview: false });
  },
);

export const queueRoutes = (prefix: string): Hono<AppEnv> => {
  const path = `${prefix}/review-queue`;
  return new Hono<AppEnv>()
    .get(path, listQueue)
    .all(path, methodNotAllowed("GET"))
    .post(`${path}/bulk-decision`, decideBulk)
    .all(`${path}/bulk-decision`, methodNotAllowed("POST"))
    .post(`${path}/:id/decision`, decideItem)
    .all(`${path}/:id/decision`, methodNotAllowed("POST"))
    .patch(`${path}/:id/assign`, assignItem)
    .all(`${path}/:id/assign`, methodNotAllowed("PATCH"))
    .post(`${path}/:id/escalate`, escalateItem)
    .all(`${path}/:id/escalate`, methodNotAllowed("POST"));
};
