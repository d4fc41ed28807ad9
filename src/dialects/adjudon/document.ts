// Adjudon's part of the workspace document: its agents, and the policies that hold or block what they decide.
// Source: workspace.md 2; adjudon.md rulings 8, 13 and section 8 (Policy).

import * as z from "zod/mini";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import {
  conditionList,
  duplicateProblems,
  idText,
  minutes,
  nameList,
  nameText,
  positiveInteger,
  reportProblems,
} from "../../http/document-atoms.ts";

const agent = z.strictObject({
  id: idText,
  /** What a trace's `agentId` says. */
  externalId: nameText,
  name: z.optional(nameText),
});

/** A registered agent: its own id, and the name by which traces call it. */
export type Agent = z.infer<typeof agent>;

const agents = z.array(agent).check(
  z.superRefine((list, context) => {
    reportProblems(context, [
      ...duplicateProblems(
        list.map(({ id }) => id),
        (at) => `/${at}/id`,
        "is the id of another agent",
      ),
      ...duplicateProblems(
        list.map(({ externalId }) => externalId),
        (at) => `/${at}/externalId`,
        "is the external id of another agent",
      ),
    ]);
  }),
);

const flagConfig = z.strictObject({
  priority: z.optional(z.enum(["critical", "high", "medium", "low"])),
  groups: z.optional(nameList),
  minApprovals: z.optional(positiveInteger),
  slaMinutes: z.optional(minutes),
  /** Id of a member. */
  assignTo: z.optional(z.nullable(idText)),
});

/** What a flagged trace's review is opened with; an absent key leaves it to the next policy, then to the default. */
export type FlagConfig = z.infer<typeof flagConfig>;

const noConfig = z.optional(z.strictObject({}));

const action = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("flag_for_review"), config: z.optional(flagConfig) }),
  z.strictObject({ type: z.literal("block"), config: noConfig }),
  z.strictObject({ type: z.literal("notify"), config: noConfig }),
  z.strictObject({ type: z.literal("approve"), config: noConfig }),
]);

const policy = z.strictObject({
  name: nameText,
  description: z.optional(z.string().check(z.maxLength(500))),
  enabled: z._default(z.boolean(), true),
  /** Lower comes first. */
  priority: z._default(z.int(), 1),
  conditions: z._default(conditionList, []),
  actions: z.array(action).check(z.minLength(1, "must have at least one action")),
});

const policies = z.array(policy);

/** One policy as its author wrote it, defaults filled in. */
export type Policy = z.infer<typeof policy>;

/** Adjudon's keys of the workspace document. */
export const documentShape = { agents: z._default(agents, []), policies: z._default(policies, []) };

/** The agents of a document, in its order. */
export const agentsOf = (document: WorkspaceDocument): readonly Agent[] =>
  documentShape.agents.parse(document.json["agents"]);

/** The policies of a document, in its order, disabled ones too. */
export const policiesOf = (document: WorkspaceDocument): readonly Policy[] =>
  documentShape.policies.parse(document.json["policies"]);

/** Places that name members, with the ids they name. The whole document says whether those exist. */
export const memberReferences = (json: {
  readonly policies?: unknown;
}): readonly { readonly path: string; readonly memberId: string }[] => {
  const parsed = policies.safeParse(json.policies ?? []);
  if (!parsed.success) return [];
  return parsed.data.flatMap((entry, at) =>
    entry.actions.flatMap((taken, index) => {
      const memberId = taken.type === "flag_for_review" ? taken.config?.assignTo : null;
      return memberId == null ? [] : [{ path: `/policies/${at}/actions/${index}/config/assignTo`, memberId }];
    }),
  );
};

/** Types that a webhook of this format may subscribe to. Source: adjudon.md ruling 11. */
export const webhookTypes = [
  "trace.created",
  "trace.blocked",
  "trace.hold_for_review",
  "review.completed",
  "review.assigned",
  "review.escalated",
  "review.sla_at_risk",
  "review.sla_breached",
];
