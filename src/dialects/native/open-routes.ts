// POST /v2/reviews: opens a review directly. Source: workspace.md 4.

import { type Context, Hono } from "hono";
import { metaOf } from "../../app/run-command.ts";
import { OWN_SUBJECT } from "../../app/review-queries.ts";
import type { OpenRequest } from "../../app/open-review.ts";
import type { Principal } from "../../app/principal.ts";
import type { Services } from "../../app/services.ts";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import { canonicalJson, type JsonObject } from "../../core/json.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { isSamePerson, type Person, toPerson } from "../../core/review/actor.ts";
import { sha256 } from "../../core/review/audit-event.ts";
import type { Instant } from "../../core/time.ts";
import type { AppEnv } from "../../http/context.ts";
import { type Caller, enterToWrite, factsOf } from "./auth.ts";
import { findMember, isAssignable } from "./document.ts";
import type { NativeError } from "./errors.ts";
import { DIALECT, nativePolicy } from "./policy.ts";
import { isTooLargeToKeep, parse, readBody, refuseWithoutReview, showReview } from "./respond.ts";
import { type OpenBody, openSchema } from "./schema.ts";
import { openWithCallback, replayedCallback } from "./webhook-callback.ts";

interface Requester extends Person {
  readonly kind: "member" | "service";
}

const invalid = (path: string, message: string): Result<never, NativeError> =>
  err({ type: "invalid", problems: [{ path, message }] });

/** Absent: the caller. Anybody may ask in a member's name: a plain member who does may not approve it either. */
const requesterOf = (
  document: WorkspaceDocument,
  { actor }: Principal,
  requesterId: string | null,
): Result<Requester, NativeError> => {
  const kind = actor.kind === "member" ? "member" : "service";
  if (requesterId === null || (kind === "member" && requesterId === actor.id)) return ok({ ...toPerson(actor), kind });
  const member = findMember(document, requesterId);
  if (member === undefined) return invalid("/requesterId", "is no member of the workspace");
  const { id, name, email, slackId } = member;
  return ok({ kind: "member", id, name, email, slackId });
};

const planOpening = async (
  services: Services,
  { principal }: Caller,
  body: OpenBody,
  createdAt: Instant,
): Promise<Result<Omit<OpenRequest, "meta" | "idempotency">, NativeError>> => {
  const document = await services.documents.load(principal.workspaceId, principal.workspaceVersion);
  const requester = requesterOf(document, principal, body.requesterId ?? null);
  if (!requester.ok) return requester;
  const assignedTo = body.assignedTo ?? null;
  if (assignedTo !== null && !isAssignable(document, assignedTo)) return invalid("/assignedTo", "is no active member");
  const { attributes, type, id: subjectId } = body.subject;
  const canonical = canonicalJson(attributes);
  if (isTooLargeToKeep(canonical)) return err({ type: "payload_too_large" });
  const id = services.ids.review();
  const { kind, id: actorId } = principal.actor;
  const policy = nativePolicy(document, {
    groups: body.groups,
    minApprovals: body.minApprovals ?? null,
    priority: body.priority,
    dueAt: body.dueAt ?? null,
    createdAt,
    sponsor: isSamePerson(requester.value, principal.actor) ? null : { kind, id: actorId },
  });
  return ok({
    workspaceId: principal.workspaceId,
    open: {
      workspaceId: principal.workspaceId,
      id,
      dialect: DIALECT,
      priority: body.priority,
      policy,
      subject: { type, id: subjectId },
      aliases: [],
      requester: requester.value,
      groups: body.groups.map((group) => ({ id: services.ids.random(), group, approvedBy: null })),
      assignedTo,
      timeWindow: null,
      secondReview: false,
      recorded: null,
      extra: {},
      payloadDigest: await sha256(canonical),
    },
    // The attributes are this review's own: several reviews of one subject may each say something else about it.
    subjects: [{ type: OWN_SUBJECT, id, parentId: null, status: null, createdAt, body: attributes }],
    answer: null,
  });
};

const openReview = async (c: Context<AppEnv>): Promise<Response> => {
  const { services } = c.var;
  const caller = await enterToWrite(c);
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const { principal } = caller.value;
  const body = await readBody(c);
  if (!body.ok) return refuseWithoutReview(body.error);
  const facts = await factsOf(c, caller.value, body.value.raw);
  const replayExtra = replayedCallback(body.value.value);
  const earlier = await replayed(c, caller.value, facts.idempotency?.fingerprint, replayExtra);
  if (earlier !== null) return earlier;
  const parsed = parse(openSchema, body.value.value);
  if (!parsed.ok) return refuseWithoutReview(parsed.error);
  // One instant for the review, its deadline and its first event.
  const meta = metaOf(principal, facts, services.clock);
  const planned = await planOpening(services, caller.value, parsed.value, meta.now);
  if (!planned.ok) return refuseWithoutReview(planned.error);
  const request = { ...planned.value, meta, idempotency: facts.idempotency };
  const opened = await openWithCallback(services, request, parsed.value.callbackUrl ?? null);
  if (!opened.ok) return refuseWithoutReview(opened.error);
  const { outcome, extra } = opened.value;
  if (outcome.type === "replayed") return showAnswer(c, caller.value, outcome.answer, extra);
  if (outcome.review === null) throw new Error("an opening without a review");
  return showReview(c, outcome.review, parsed.value.subject.attributes, principal.actor, 201, extra);
};

type StoredReviewAnswer = NonNullable<Caller["answer"]>["answer"];

/** The stored answer, as it was. */
const showAnswer = async (
  c: Context<AppEnv>,
  { principal }: Caller,
  answer: StoredReviewAnswer,
  extra: JsonObject,
): Promise<Response> => {
  if (answer.type !== "review") return refuseWithoutReview({ type: "idempotency_mismatch" });
  const attributes = await c.var.services.reviews.attributes(principal.workspaceId, answer.review.id);
  return showReview(c, answer.review, attributes, principal.actor, 201, extra);
};

/** Null: nothing is stored under the key. Judged before the body is: a replay needs no valid workspace document. */
const replayed = async (
  c: Context<AppEnv>,
  caller: Caller,
  fingerprint: string | undefined,
  extra: JsonObject,
): Promise<Response | null> => {
  if (caller.answer === null) return null;
  if (caller.answer.fingerprint !== fingerprint) return refuseWithoutReview({ type: "idempotency_mismatch" });
  return showAnswer(c, caller, caller.answer.answer, extra);
};

export const openRoutes = (): Hono<AppEnv> => new Hono<AppEnv>().post("/v2/reviews", openReview);
