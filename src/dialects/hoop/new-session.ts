// A session that is about to exist, with the review that holds it back if one does: what one batch will write.
// Decides by the access rules of the workspace; the kernel decides about the review. Source: hoop.md rulings 11, 13.

import type { NewSubject } from "../../app/ports.ts";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import { canonicalJson, type JsonObject } from "../../core/json.ts";
import type { Actor, Person } from "../../core/review/actor.ts";
import type { OpenReview } from "../../core/review/commands.ts";
import { rowsNeeded } from "../../core/review/quorum.ts";
import type { TimeWindow } from "../../core/review/review.ts";
import type { Instant } from "../../core/time.ts";
import { sha256Hex } from "../../http/idempotency-key.ts";
import type { AccessRule } from "./document.ts";
import { askedGroups, DIALECT, minimumApprovals, PRIORITY, reviewPolicy } from "./policy.ts";
import type { SessionRequest } from "./schema.ts";

/** Type of the subject; namespace of the review's other id. */
export const SESSION = "session";

/** Who asked for the session: a person, or a machine in its own name. */
export interface Owner extends Person {
  readonly kind: "member" | "service";
}

export interface SessionPlan {
  readonly sessionId: string;
  readonly owner: Owner;
  readonly request: SessionRequest;
  readonly now: Instant;
}

/** The review's part of a plan. `approved`: groups that have approved before it was born, and for whom. */
export interface ReviewPlan {
  readonly workspaceId: string;
  readonly reviewId: string;
  readonly rule: AccessRule | null;
  readonly document: WorkspaceDocument;
  readonly timeWindow: TimeWindow | null;
  readonly approved: { readonly groups: readonly string[]; readonly by: Actor } | null;
  readonly newRowId: () => string;
}

const bodyOf = ({ owner, request }: SessionPlan): JsonObject => ({
  connection: request.connection,
  script: request.script,
  user_email: owner.email,
  user_name: owner.name,
  type: request.durationSec > 0 ? "jit" : "onetime",
  access_duration_sec: request.durationSec,
  ...request.arguments,
});

const toSubject = (plan: SessionPlan, status: "open" | "ready"): NewSubject => ({
  type: SESSION,
  id: plan.sessionId,
  parentId: `${plan.owner.kind}:${plan.owner.id}`,
  status,
  createdAt: plan.now,
  body: bodyOf(plan),
});

/** A session that nobody has to approve. */
export const freeSession = (plan: SessionPlan): NewSubject => toSubject(plan, "ready");

/** A session with its review: one row for each group that is asked. */
export const heldSession = async (
  plan: SessionPlan,
  review: ReviewPlan,
): Promise<{ readonly open: OpenReview; readonly subject: NewSubject }> => {
  const { rule, document, approved } = review;
  const groups = askedGroups(rule).map((group) => ({
    id: review.newRowId(),
    group,
    approvedBy: approved?.groups.includes(group) === true ? approved.by : null,
  }));
  const given = groups.filter(({ approvedBy }) => approvedBy !== null).length;
  const isApproved = given >= rowsNeeded(groups.length, minimumApprovals(rule));
  const { id, kind, name, email, slackId } = plan.owner;
  const open: OpenReview = {
    workspaceId: review.workspaceId,
    id: review.reviewId,
    dialect: DIALECT,
    priority: PRIORITY,
    policy: reviewPolicy(rule, plan.request.durationSec, document, plan.now),
    subject: { type: SESSION, id: plan.sessionId },
    aliases: [{ namespace: SESSION, id: plan.sessionId }],
    requester: { kind, id, name, email, slackId },
    groups,
    assignedTo: null,
    timeWindow: review.timeWindow,
    secondReview: false,
    recorded: null,
    extra: { connection: plan.request.connection },
    payloadDigest: await sha256Hex(canonicalJson(bodyOf(plan))),
  };
  return { open, subject: toSubject(plan, isApproved ? "ready" : "open") };
};
