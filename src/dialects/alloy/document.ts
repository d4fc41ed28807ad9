// Alloy's part of the workspace document: workflows that send evaluations to review, and which reasons go with which
// outcome. Source: workspace.md 2; alloy.md rulings 4, 8, 13.

import * as z from "zod/mini";
import type { OutcomeRule } from "../../core/review/policy.ts";
import { conditionList, duplicateProblems, nameList, nameText, reportProblems } from "../../http/document-atoms.ts";

const workflow = z.strictObject({
  token: z.string().check(z.regex(/^[A-Za-z0-9]{32}$/, "must be 32 letters and digits")),
  name: nameText,
  /** The outcome when no rule matches. */
  defaultOutcome: nameText,
  /** First match wins. */
  rules: z._default(
    z.array(z.strictObject({ conditions: conditionList, outcome: nameText, tags: z._default(nameList, []) })),
    [],
  ),
});

/** One workflow with every default filled in. */
export type Workflow = z.infer<typeof workflow>;

const workflows = z.array(workflow).check(
  z.superRefine((list, context) => {
    const tokens = list.map(({ token }) => token);
    reportProblems(
      context,
      duplicateProblems(tokens, (at) => `/${at}/token`, "is the token of another workflow"),
    );
  }),
);

const reviewReason = z.strictObject({
  outcome: nameText,
  /** What the outcome means to the core; the review completes either way. */
  verdict: z.enum(["approve", "reject", "none"]),
  reasons: nameList,
});

const reviewReasons = z._default(
  z.array(reviewReason).check(
    z.superRefine((list, context) => {
      const outcomes = list.map(({ outcome }) => outcome);
      reportProblems(
        context,
        duplicateProblems(outcomes, (at) => `/${at}/outcome`, "is the outcome of another entry"),
      );
    }),
  ),
  [],
);

/** Alloy's keys of the workspace document. */
export const documentShape = { workflows: z._default(workflows, []), reviewReasons };

/** The outcomes a document allows, from its key `reviewReasons`. */
export const outcomesOf = (json: { readonly reviewReasons?: unknown }): readonly OutcomeRule[] =>
  reviewReasons.parse(json.reviewReasons);

/** The workflows of a document that was applied. */
export const workflowsOf = (json: { readonly workflows?: unknown }): readonly Workflow[] =>
  workflows.parse(json.workflows ?? []);

/** Tokens of the workflows that a valid document has. */
export const workflowTokensOf = (json: { readonly workflows?: unknown }): readonly string[] => {
  const parsed = workflows.safeParse(json.workflows ?? []);
  return parsed.success ? parsed.data.map(({ token }) => token) : [];
};

/** Types that a webhook of this format may subscribe to. Source: alloy.md section 6. */
export const webhookTypes = ["create:reviews:is_entity", "create:reviews:is_group"];
