// hoop's part of the workspace document: which work on which connection waits for whom.
// Refuses rules of which nobody could say which one applies. Source: workspace.md 2; hoop.md rulings 5, 13 and section 1.8.

import * as z from "zod/mini";
import type { Problem } from "../../app/document-ports.ts";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import type { JsonObject } from "../../core/json.ts";
import {
  duplicateProblems,
  minutes,
  nameList,
  nameText,
  positiveInteger,
  reportProblems,
} from "../../http/document-atoms.ts";

/** `jit_command` is both of the others. */
export const ACCESS_TYPES = ["jit", "command", "jit_command"] as const;

const accessRule = z
  .strictObject({
    name: nameText,
    description: z._default(z.string(), ""),
    accessType: z.enum(ACCESS_TYPES),
    /** Names of the connections it guards. */
    connections: nameList.check(z.minLength(1, "must name at least one connection")),
    /** One row of the review for each, in this order. */
    reviewerGroups: nameList.check(z.minLength(1, "must name at least one group")),
    allGroupsMustApprove: z._default(z.boolean(), false),
    /** Null, or 0 and less: every row must approve. More than there are rows is as many as there are. */
    minApprovals: z._default(z.nullable(z.int()), null),
    forceApprovalGroups: z._default(nameList, []),
    /** Only requesters in one of these wait; empty: everybody waits. */
    approvalRequiredGroups: z._default(nameList, []),
    /** Requesters in one of these do not wait. */
    skipReviewGroups: z._default(nameList, []),
    /** Longest time that a jit review may grant; null: the dialect's own limit. */
    accessMaxDurationSec: z._default(z.nullable(positiveInteger), null),
    /** An open review that outlives it expires; null: never. */
    pendingTtlMinutes: z._default(z.nullable(minutes), null),
  })
  .check(
    z.superRefine((rule, context) => {
      reportProblems(
        context,
        duplicateProblems(rule.reviewerGroups, (at) => `/reviewerGroups/${at}`, "is named twice"),
      );
      if (rule.approvalRequiredGroups.length > 0 && rule.skipReviewGroups.length > 0) {
        reportProblems(context, [
          { path: "/skipReviewGroups", message: "can only be set when approvalRequiredGroups is empty" },
        ]);
      }
    }),
  );

/** One access rule with every default filled in. */
export type AccessRule = z.infer<typeof accessRule>;

/** Whether two rules could both claim the same work. */
export const isOverlapping = (a: AccessRule["accessType"], b: AccessRule["accessType"]): boolean =>
  a === b || a === "jit_command" || b === "jit_command";

/** The first connection (by index in `rule`) that an earlier rule of an overlapping access type guards too. */
const overlapOf = (rule: AccessRule, earlier: readonly AccessRule[]): number =>
  rule.connections.findIndex((connection) =>
    earlier.some((other) => isOverlapping(rule.accessType, other.accessType) && other.connections.includes(connection)),
  );

/** Names that stand twice, and rules of overlapping access type on one connection; pointers within the list of rules. */
export const ruleConflicts = (rules: readonly AccessRule[]): readonly Problem[] => [
  ...duplicateProblems(
    rules.map(({ name }) => name),
    (at) => `/${at}/name`,
    "is the name of another rule",
  ),
  ...rules.flatMap((rule, index) => {
    const at = overlapOf(rule, rules.slice(0, index));
    if (at < 0) return [];
    return [
      { path: `/${index}/connections/${at}`, message: "is guarded by another rule of an overlapping access type" },
    ];
  }),
];

const accessRules = z._default(
  z.array(accessRule).check(z.superRefine((rules, context) => reportProblems(context, ruleConflicts(rules)))),
  [],
);

/** hoop's keys of the workspace document. */
export const documentShape = { accessRules };

/** The access rules of a stored document's JSON, in its order. */
export const rulesIn = (json: JsonObject): readonly AccessRule[] => accessRules.parse(json["accessRules"]);

/** The access rules of a document, in its order. */
export const rulesOf = ({ json }: WorkspaceDocument): readonly AccessRule[] => rulesIn(json);

/** Types that a webhook of this format may subscribe to. Source: webhooks.md 3. */
export const webhookTypes = ["access.jit_approved", "access.jit_denied", "access.jit_revoked"];
