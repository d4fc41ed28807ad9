// From a request that is well-formed to what will be written, or why not: the rule that guards the connection, how long
// access may last, whether the requester waits. Source: hoop.md rulings 11, 13 and sections 1.6, 2.6.

import type { Principal } from "../../app/principal.ts";
import { nowOf } from "../../app/run-command.ts";
import type { Services } from "../../app/services.ts";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import { canonicalJson } from "../../core/json.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { toPerson } from "../../core/review/actor.ts";
import { accessTypeOf, durationProblem, mustWait, ruleFor } from "./access-rules.ts";
import { type AccessRule, rulesOf } from "./document.ts";
import type { HoopError } from "./errors.ts";
import { freeSession, heldSession, type Owner, type ReviewPlan, type SessionPlan } from "./new-session.ts";
import type { Opening } from "./opening.ts";
import { askedGroups } from "./policy.ts";
import type { ProvisionRequest, SessionRequest } from "./schema.ts";

/** Source: workspace.md 3: stored payloads above 256 KB are 413. */
const MAX_PAYLOAD_BYTES = 262_144;

interface Guarded {
  readonly document: WorkspaceDocument;
  readonly rule: AccessRule | null;
}

const isTooLarge = ({ script, arguments: given }: SessionRequest): boolean =>
  new TextEncoder().encode(script + canonicalJson(given)).byteLength > MAX_PAYLOAD_BYTES;

/** The workspace's rule for this work, and whether the work keeps to its limits. */
const guard = async (
  services: Services,
  { workspaceId, workspaceVersion }: Principal,
  request: SessionRequest,
): Promise<Result<Guarded, HoopError>> => {
  if (isTooLarge(request)) return err({ type: "too_large" });
  const document = await services.documents.load(workspaceId, workspaceVersion);
  const rule = ruleFor(rulesOf(document), request.connection, accessTypeOf(request.durationSec));
  const message = durationProblem(rule, request.durationSec);
  return message === null ? ok({ document, rule }) : err({ type: "invalid_body", message });
};

const sessionPlan = (services: Services, principal: Principal, owner: Owner, request: SessionRequest): SessionPlan => ({
  sessionId: services.ids.random(),
  owner,
  request,
  now: nowOf(principal, services.clock),
});

const reviewPlan = (
  { ids }: Services,
  { workspaceId }: Principal,
  { document, rule }: Guarded,
  given: Pick<ReviewPlan, "timeWindow" | "approved">,
): ReviewPlan => ({ workspaceId, reviewId: ids.review(), rule, document, newRowId: () => ids.random(), ...given });

const ownerOf = ({ actor }: Principal): Owner => ({
  ...toPerson(actor),
  kind: actor.kind === "member" ? "member" : "service",
});

/** Access that was approved and still runs needs no second approval. */
const isCovered = async (
  { sessions }: Services,
  { workspaceId }: Principal,
  { owner, request, now }: SessionPlan,
): Promise<boolean> =>
  request.durationSec > 0 &&
  (await sessions.hasLiveAccess(workspaceId, `${owner.kind}:${owner.id}`, request.connection, now));

/** `origin`: where a session is read; a held one answers its address. */
export const planSession = async (
  services: Services,
  principal: Principal,
  request: SessionRequest,
  origin: string,
): Promise<Result<Opening, HoopError>> => {
  const guarded = await guard(services, principal, request);
  if (!guarded.ok) return guarded;
  const { rule } = guarded.value;
  const plan = sessionPlan(services, principal, ownerOf(principal), request);
  const waits =
    rule !== null && mustWait(rule, principal.actor.groups) && !(await isCovered(services, principal, plan));
  const session_id = plan.sessionId;
  if (!waits) {
    const body = { session_id, has_review: false, output: "" };
    return ok({ open: null, subject: freeSession(plan), answer: { type: "body", status: 200, body } });
  }
  const review = reviewPlan(services, principal, guarded.value, { timeWindow: null, approved: null });
  const body = { session_id, has_review: true, output: `${origin}/api/sessions/${session_id}` };
  return ok({ ...(await heldSession(plan, review)), answer: { type: "body", status: 202, body } });
};

const unknownOf = (names: readonly string[], groups: readonly string[]): string | undefined =>
  names.find((name) => !groups.includes(name));

/** The owner is the named user; the approvals are the caller's word for what was agreed elsewhere. */
export const planProvision = async (
  services: Services,
  principal: Principal,
  { session, userEmail, approvedReviewers, timeWindow }: ProvisionRequest,
): Promise<Result<Opening, HoopError>> => {
  const guarded = await guard(services, principal, session);
  if (!guarded.ok) return guarded;
  const { document, rule } = guarded.value;
  const email = userEmail.toLowerCase();
  const user = document.members.find((member) => member.active && member.email.toLowerCase() === email);
  if (user === undefined) return err({ type: "invalid_body", message: `user ${userEmail} not found` });
  const groups = askedGroups(rule);
  const approved = approvedReviewers ?? groups;
  const unknown = unknownOf(approved, groups);
  if (unknown !== undefined) return err({ type: "invalid_body", message: `unknown reviewer group: ${unknown}` });
  const { id, name, slackId } = user;
  const owner: Owner = { kind: "member", id, name, email: user.email, slackId };
  const plan = sessionPlan(services, principal, owner, session);
  const by = { groups: approved, by: principal.actor };
  const held = await heldSession(plan, reviewPlan(services, principal, guarded.value, { timeWindow, approved: by }));
  const has_review = groups.some((group) => !approved.includes(group));
  const body = { session_id: plan.sessionId, user_email: user.email, has_review };
  return ok({ ...held, answer: { type: "body", status: 202, body } });
};
