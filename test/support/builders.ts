// Builders of the tests: people, reviews, command meta. A fixed clock and a sequence of ids; no randomness.

import type { Actor, Role } from "../../src/core/review/actor.ts";
import type { CastVote, CommandMeta, OpenReview } from "../../src/core/review/commands.ts";
import { openReview } from "../../src/core/review/open.ts";
import type { ReviewPolicy } from "../../src/core/review/policy.ts";
import type { Review } from "../../src/core/review/review.ts";

/** Noon of a Monday in UTC. */
export const NOON = Date.UTC(2026, 2, 2, 12, 0, 0);

export const aPerson = (id: string, groups: readonly string[] = [], role: Role = "member"): Actor => ({
  kind: "member",
  id,
  name: `Name of ${id}`,
  email: `${id}@example.com`,
  slackId: "",
  role,
  groups,
  identity: `identity-of-${id}`,
  claimedAgent: null,
});

export const aService = (id: string, role: Role = "member"): Actor => ({
  ...aPerson(id, [], role),
  kind: "service",
  email: "",
  identity: null,
});

let nextId = 0;

/** A version 4-shaped id that no test has seen before. */
export const anId = (): string => {
  nextId += 1;
  return `00000000-0000-4000-8000-${String(nextId).padStart(12, "0")}`;
};

/** Rules of a review whose groups must all approve, as a guarded session has them. */
export const groupPolicy = (groups: readonly string[], changes: Partial<ReviewPolicy> = {}): ReviewPolicy => ({
  visibility: "readers",
  askedGroups: groups,
  voters: "group_members",
  quorum: { of: "rows", minimum: null },
  selfApproval: "refused_unless_administrator_in_group",
  afterApproval: ["approve", "reject", "revoke"],
  sponsor: null,
  repeatedVote: "ignored",
  forceGroups: null,
  endings: ["vote"],
  afterSettlement: [],
  findings: "none",
  findingsShape: null,
  access: { kind: "once", deadlineMs: 900_000 },
  expiry: null,
  sla: null,
  ladder: [],
  outputScrub: false,
  subjectStatus: {},
  subjectEnd: null,
  ruleName: null,
  ...changes,
});

/** Rules of a review that one person decides, once and for all. */
export const singlePolicy = (changes: Partial<ReviewPolicy> = {}): ReviewPolicy =>
  groupPolicy([], {
    visibility: "members",
    voters: "members",
    quorum: { of: "people", minimum: 1 },
    selfApproval: "refused_to_people",
    afterApproval: [],
    access: null,
    ...changes,
  });

export const OWNER = aPerson("olga");

/** The opening of a review with one row per asked group, requested by {@link OWNER}. */
export const anOpening = (policy: ReviewPolicy, changes: Partial<OpenReview> = {}): OpenReview => {
  const id = anId();
  return {
    workspaceId: "ws",
    id,
    dialect: "native",
    priority: "medium",
    policy,
    subject: { type: "session", id: `s-${id}` },
    aliases: [],
    requester: { kind: "member", id: OWNER.id, name: OWNER.name, email: OWNER.email, slackId: "" },
    groups: policy.askedGroups.map((group) => ({ id: anId(), group, approvedBy: null })),
    assignedTo: null,
    timeWindow: null,
    secondReview: false,
    recorded: null,
    extra: {},
    payloadDigest: "",
    ...changes,
  };
};

export const metaBy = (actor: Actor, now = NOON): CommandMeta => ({ actor, now, newId: anId(), directory: null });

/** A review just opened at {@link NOON}. */
export const aReview = (policy: ReviewPolicy, changes: Partial<OpenReview> = {}): Review => {
  const opened = openReview(anOpening(policy, changes), metaBy(OWNER));
  if (!opened.ok) throw new Error(`not opened: ${opened.error.type}`);
  return opened.value.review;
};

export const aVote = (verdict: CastVote["verdict"], changes: Partial<CastVote> = {}): CastVote => ({
  type: "CastVote",
  verdict,
  reason: null,
  notes: null,
  force: false,
  timeWindow: null,
  ...changes,
});
