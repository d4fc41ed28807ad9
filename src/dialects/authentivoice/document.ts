// AuthentiVoice's part of the workspace document: what happens next, in words, for each recommended action.
// Source: workspace.md 2; authentivoice.md rulings 7, 11.

import * as z from "zod/mini";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import { nameText } from "../../http/document-atoms.ts";

/** AuthentiVoice's keys of the workspace document. */
export const documentShape = { nextSteps: z._default(z.record(nameText, nameText), {}) };

/** Types that a webhook of this format may subscribe to. */
export const webhookTypes = ["review.assigned", "review.completed", "review.escalated"];

/** What the workspace does about a recommended action. */
export interface StepRule {
  readonly action: string;
  readonly step: string;
}

/** In the order in which the document lists them. */
export const stepRulesOf = ({ json }: Pick<WorkspaceDocument, "json">): readonly StepRule[] =>
  Object.entries(json["nextSteps"] ?? {}).flatMap(([action, step]) =>
    typeof step === "string" ? [{ action, step }] : [],
  );
