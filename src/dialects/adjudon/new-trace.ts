// A trace that is about to exist, with the review that holds it back if a policy asked for one: what one batch will
// write and what is answered. Source: adjudon.md rulings 8, 10, 13 and sections 5, 6.

import type { Answer, Ids, NewSubject } from "../../app/ports.ts";
import type { Principal } from "../../app/principal.ts";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import { canonicalJson, type JsonObject } from "../../core/json.ts";
import { toPerson } from "../../core/review/actor.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { OpenReview } from "../../core/review/commands.ts";
import type { Instant } from "../../core/time.ts";
import { sha256Hex } from "../../http/idempotency-key.ts";
import type { FlagConfig } from "./document.ts";
import { objectIdOf, traceIdOf } from "./ids.ts";
import { judgeTrace, type Ruling, rulebookOf } from "./policies.ts";
import { askedGroups, DIALECT, priorityOf, reviewPolicy, TRACE, TRACE_STATUS } from "./policy.ts";
import type { SubmittedTrace } from "./trace-schema.ts";

export interface NewTrace {
  readonly open: OpenReview | null;
  readonly subject: NewSubject;
  readonly answer: Extract<Answer, { type: "body" }>;
}

interface Setting {
  readonly principal: Principal;
  readonly document: WorkspaceDocument;
  readonly ids: Ids;
  readonly now: Instant;
}

/** A member who posts is who asked; a machine reports what an agent did and asks nothing in its own name. */
const requesterOf = ({ actor }: Principal): OpenReview["requester"] =>
  actor.kind === "member" ? { ...toPerson(actor), kind: "member" } : null;

/** The policy's choice, where that member is still active. */
const assigneeOf = ({ assignTo }: FlagConfig, { members }: WorkspaceDocument): string | null =>
  members.find(({ id, active }) => active && id === assignTo)?.id ?? null;

/** What a review shows of its trace without reading it. The agent is the registered one of that moment. */
const shownOf = ({ agentId, action, confidence }: SubmittedTrace, document: WorkspaceDocument): JsonObject => {
  const agent = rulebookOf(document).agents.get(agentId);
  return {
    agentId,
    agent: agent === undefined ? null : { id: agent.id, name: agent.name ?? agent.externalId },
    action,
    confidence,
  };
};

const reviewOf = async (
  trace: SubmittedTrace,
  traceId: string,
  { policy, config }: Ruling,
  { principal, document, ids, now }: Setting,
): Promise<OpenReview> => {
  const id = ids.review();
  return {
    workspaceId: principal.workspaceId,
    id,
    dialect: DIALECT,
    priority: priorityOf(config),
    policy: reviewPolicy(config, policy?.name ?? null, document, now),
    subject: { type: TRACE, id: traceId },
    aliases: [
      { namespace: DIALECT, id: objectIdOf(id) },
      { namespace: TRACE, id: traceId },
    ],
    requester: requesterOf(principal),
    groups: askedGroups(config).map((group) => ({ id: ids.random(), group, approvedBy: null })),
    assignedTo: assigneeOf(config, document),
    timeWindow: null,
    secondReview: false,
    recorded: null,
    extra: shownOf(trace, document),
    payloadDigest: await sha256Hex(canonicalJson(trace.body)),
  };
};

const body = (status: number, json: JsonObject): NewTrace["answer"] => ({ type: "body", status, body: json });

const approved = (traceId: string, confidence: number): NewTrace["answer"] => {
  const data = { id: traceId, traceId, status: TRACE_STATUS.approved, confidence, message: "Trace approved" };
  return body(201, { success: true, data });
};

const blocked = (traceId: string, confidence: number, { policy }: Ruling): NewTrace["answer"] => {
  const error = `Policy "${policy?.name ?? ""}" blocked this decision.`;
  const data = { id: traceId, traceId, status: TRACE_STATUS.blocked, confidence, matchedPolicy: policy, reason: error };
  return body(403, { success: false, error, code: "ADJ_BLOCKED_BY_POLICY", data });
};

const held = (traceId: string, confidence: number, { policy }: Ruling, reviewId: string): NewTrace["answer"] => {
  const found = { action: "hold_for_review", reviewId };
  const data = {
    id: traceId,
    traceId,
    ...found,
    status: TRACE_STATUS.held,
    confidence,
    message: "Trace held for human review",
    matchedPolicy: policy,
    reason: `Policy "${policy?.name ?? ""}" required human review.`,
  };
  return body(202, { success: true, code: "ADJ_FLAGGED_FOR_REVIEW", ...found, data });
};

/** A row holds 2 MB. A body within the limit outgrows it only by numbers that are longer written out (`1e20`). */
const MAX_STORED_BYTES = 1_900_000;

const isStorable = (json: JsonObject): boolean =>
  new TextEncoder().encode(JSON.stringify(json)).byteLength <= MAX_STORED_BYTES;

/** Judges the trace by the workspace's policies, on the data as it came. */
export const planTrace = async (
  trace: SubmittedTrace,
  setting: Setting,
): Promise<Result<NewTrace, { readonly type: "too_large" }>> => {
  if (!isStorable(trace.body)) return err({ type: "too_large" });
  const traceId = traceIdOf(setting.ids.review());
  const ruling = judgeTrace(rulebookOf(setting.document), trace.body);
  const { agentId, confidence } = trace;
  const subject = { type: TRACE, id: traceId, parentId: agentId, createdAt: setting.now, body: trace.body };
  switch (ruling.verdict) {
    case "approve":
      return ok({
        open: null,
        subject: { ...subject, status: TRACE_STATUS.approved },
        answer: approved(traceId, confidence),
      });
    case "block": {
      const answer = blocked(traceId, confidence, ruling);
      return ok({ open: null, subject: { ...subject, status: TRACE_STATUS.blocked }, answer });
    }
    case "flag_for_review": {
      const open = await reviewOf(trace, traceId, ruling, setting);
      const answer = held(traceId, confidence, ruling, objectIdOf(open.id));
      return ok({ open, subject: { ...subject, status: TRACE_STATUS.held }, answer });
    }
  }
};
