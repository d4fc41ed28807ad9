// Reading sessions, ending them, and claiming the run of an approved one.
// Source: hoop.md rulings 10, 13 (Sessions, Kill) and section 1.5.

import { scopeOf } from "../../http/idempotency-key.ts";
import { type Context, Hono } from "hono";
import { executionToken } from "../../app/execution-token.ts";
import { callerKey, type Principal } from "../../app/principal.ts";
import { nowOf } from "../../app/run-command.ts";
import type { Session } from "../../app/session-queries.ts";
import { isAdministrator } from "../../core/review/actor.ts";
import { isVisibleTo } from "../../core/review/permissions.ts";
import type { AppEnv } from "../../http/context.ts";
import { sessionAsOf } from "./as-of.ts";
import { readIgnoredBody } from "./body.ts";
import { type Caller, enter, eyesOf, factsOf } from "./caller.ts";
import type { HoopError } from "./errors.ts";
import { pathId } from "./ids.ts";
import { readPage, type SessionFilter, toQuestion } from "./list-query.ts";
import { type BodyAnswer, refuse } from "./respond.ts";
import { claimToWire, sessionToWire } from "./translate.ts";

const isOwner = (session: Session, principal: Principal): boolean => session.owner === callerKey(principal);

/** One's own, those whose review one may see, and for administrators and auditors all. */
const maySee = (session: Session, principal: Principal): boolean =>
  isOwner(session, principal) ||
  eyesOf(principal).type === "all" ||
  (session.review !== null && isVisibleTo(session.review, principal.actor));

const findVisible = async (c: Context<AppEnv>, principal: Principal): Promise<Session | null> => {
  const id = pathId(c.req.param("id"));
  const session = id === null ? null : await c.var.services.sessions.find(principal.workspaceId, id);
  return session !== null && maySee(session, principal) ? session : null;
};

/** The session as it stands at the caller's now. */
const shown = (c: Context<AppEnv>, principal: Principal, session: Session) =>
  sessionToWire(sessionAsOf(session, nowOf(principal, c.var.services.clock)));

const listSessions = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "read", null);
  if (!caller.ok) return refuse(c, caller.error);
  const { principal } = caller.value;
  const filter = readPage(new URL(c.req.url).searchParams);
  if (!filter.ok) return refuse(c, filter.error);
  return c.json(await answerPage(c, principal, filter.value));
};

const answerPage = async (c: Context<AppEnv>, principal: Principal, filter: SessionFilter) => {
  const { sessions, documents } = c.var.services;
  const document = await documents.load(principal.workspaceId, principal.workspaceVersion);
  const question = toQuestion(filter, eyesOf(principal), document.members);
  if (question === null) return { data: [], total: 0, has_next_page: false };
  const page = await sessions.list(principal.workspaceId, question);
  return {
    data: page.sessions.map((session) => shown(c, principal, session)),
    total: page.total,
    has_next_page: question.offset + page.sessions.length < page.total,
  };
};

const getSession = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "read", null);
  if (!caller.ok) return refuse(c, caller.error);
  const { principal } = caller.value;
  const session = await findVisible(c, principal);
  return session === null ? refuse(c, { type: "not_found" }) : c.json(shown(c, principal, session));
};

const killSession = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enter(c, "write", null);
  if (!caller.ok) return refuse(c, caller.error);
  const { principal, answer } = caller.value;
  const body = await readIgnoredBody(c);
  if (!body.ok) return refuse(c, body.error);
  const session = await findVisible(c, principal);
  if (session === null) return refuse(c, { type: "not_found" });
  if (!isOwner(session, principal) && !isAdministrator(principal.actor.role)) return refuse(c, { type: "forbidden" });
  const scope = await scopeOf(c, caller.value, body.value);
  if (answer !== null && answer.fingerprint !== scope?.fingerprint) return refuse(c, { type: "idempotency_mismatch" });
  const answerBody: BodyAnswer = { type: "body", status: 204, body: {} };
  const stored = scope === null ? null : { scope, answer: answerBody };
  const { sessions, clock } = c.var.services;
  await sessions.end(principal.workspaceId, session.id, stored, nowOf(principal, clock));
  return c.body(null, 204);
};

/** Why there is nothing to run under this id: a caller who may see the session learns that it is none of these. */
const nothingToRun = async (c: Context<AppEnv>, { principal, target }: Caller): Promise<HoopError> => {
  if (target === null) return { type: (await findVisible(c, principal)) === null ? "not_found" : "session_not_found" };
  const stored = await c.var.services.store.load(principal.workspaceId, target.reviewId);
  const isVisible = stored !== null && isVisibleTo(stored.review, principal.actor);
  return { type: isVisible ? "session_not_found" : "not_found" };
};

const claimRun = async (c: Context<AppEnv>): Promise<Response> => {
  const id = pathId(c.req.param("id"));
  const caller = await enter(c, "write", id);
  if (!caller.ok) return refuse(c, caller.error);
  const body = await readIgnoredBody(c);
  if (!body.ok) return refuse(c, body.error);
  const { principal, target } = caller.value;
  if (id === null || target === null || target.reviewId === id) return refuse(c, await nothingToRun(c, caller.value));
  const facts = await factsOf(c, caller.value, body.value);
  const claimed = await c.var.services.run(principal, target, { type: "ClaimExecution" }, facts);
  if (!claimed.ok) return refuse(c, claimed.error);
  const { review } = claimed.value;
  const token = await executionToken(principal.signingKey, review.id, review.execution?.version ?? 0);
  return c.json(claimToWire(review.subject.id, token), 202);
};

export const sessionsRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get("/api/sessions", listSessions)
    .get("/api/sessions/:id", getSession)
    .post("/api/sessions/:id/kill", killSession)
    .post("/api/sessions/:id/exec", claimRun);
