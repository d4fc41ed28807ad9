// The kinds of review that stories are told of: what the APIs open, with what their workspaces may add.
// Minutes after the opening wherever time is meant.

import type { ReviewStatus } from "../../../src/core/review/review.ts";
import type { Terms } from "./terms.ts";

export type Kind = { readonly name: string } & Pick<
  Terms,
  | "visibility"
  | "voters"
  | "counts"
  | "selfApproval"
  | "afterApproval"
  | "repeatedVote"
  | "endings"
  | "afterSettlement"
  | "findings"
> & {
    readonly asked: readonly (readonly string[])[];
    readonly needed: readonly (number | null)[];
    readonly force: readonly (readonly string[])[];
    readonly access: readonly Terms["access"][];
    readonly expiresAt: readonly (number | null)[];
    /** Ids of those who may have asked. */
    readonly requesters: readonly string[];
    /** Statuses that stories of this kind come to: where nothing happens, nothing is proven. */
    readonly reaches: readonly ReviewStatus[];
  };

const GUARDED = {
  visibility: "readers",
  voters: "group_members",
  counts: "rows",
  selfApproval: "refused_unless_administrator_in_group",
  afterApproval: ["approve", "reject", "revoke"],
  repeatedVote: "ignored",
  endings: ["vote"],
  afterSettlement: [],
  findings: "none",
  asked: [["a"], ["a", "b"], ["a", "b", "legal"], ["a", "admin"]],
  needed: [null, null, 0, 1, 2, 9],
  force: [[], ["oncall"], ["oncall", "a"]],
  access: [{ kind: "once", minutes: 15 }],
  expiresAt: [null, 240],
  requesters: ["olga", "cat", "ada", "adam", "will", "bot"],
  reaches: ["pending", "in_progress", "approved", "rejected", "revoked", "expired", "cancelled"],
} as const satisfies Omit<Kind, "name">;

const COUNTED = {
  ...GUARDED,
  visibility: "members",
  voters: "members",
  counts: "people",
  selfApproval: "refused_to_people",
  afterApproval: ["revoke"],
  endings: ["vote", "completion"],
  findings: "optional",
  asked: [[]],
  needed: [1, 1, 2, 3],
  force: [[]],
  access: [null],
  expiresAt: [null],
  reaches: [...GUARDED.reaches, "completed"],
} as const satisfies Omit<Kind, "name">;

export const KINDS: readonly Kind[] = [
  {
    name: "one run, guarded by groups",
    ...GUARDED,
    reaches: [...GUARDED.reaches, "processing", "executed", "unknown"],
  },
  { name: "access for a while, guarded by groups", ...GUARDED, access: [{ kind: "timed", minutes: 60 }] },
  {
    name: "rows of groups, or completion",
    ...GUARDED,
    endings: ["vote", "completion"],
    findings: "optional",
    access: [null],
    force: [[]],
    expiresAt: [null],
    reaches: [...GUARDED.reaches, "completed"],
  },
  { name: "people are counted", ...COUNTED },
  {
    name: "administrators are counted, and a verdict is final",
    ...COUNTED,
    voters: "administrators",
    afterApproval: [],
    repeatedVote: "refused",
    endings: ["vote"],
    afterSettlement: ["assign", "escalate"],
    findings: "none",
    reaches: ["pending", "in_progress", "approved", "rejected", "expired", "cancelled"],
  },
  {
    name: "findings end it",
    ...COUNTED,
    afterApproval: [],
    endings: ["completion"],
    findings: "required",
    needed: [1],
    reaches: ["pending", "in_progress", "completed", "expired", "cancelled"],
  },
];

export const SLAS: readonly Terms["sla"][] = [
  null,
  { dueAt: 60, atRiskAt: 45, onBreach: ["flag"] },
  { dueAt: 60, atRiskAt: 45, onBreach: ["flag", "escalate"] },
  { dueAt: 60, atRiskAt: 45, onBreach: ["expire"] },
  { dueAt: 60, atRiskAt: 45, onBreach: ["approve"] },
  { dueAt: 60, atRiskAt: 45, onBreach: ["reject"] },
];

export const LADDERS: readonly Terms["ladder"][] = [
  [],
  [
    { afterMinutes: 0, to: ["role:admin"] },
    { afterMinutes: 30, to: ["member:gone"] },
    { afterMinutes: 45, to: ["member:cat", "group:oncall"] },
  ],
  [
    { afterMinutes: 10, to: ["member:will", "group:a"] },
    { afterMinutes: 10, to: ["role:owner"] },
  ],
  [{ afterMinutes: 5, to: ["member:gone"] }],
];
