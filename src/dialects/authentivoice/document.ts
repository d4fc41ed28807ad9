// AuthentiVoice's part of the workspace document: what happens next, in words, for each recommended action.
// Source: workspace.md 2; authentivoice.md rulings 7, 11.

import * as z from "zod";
import { nameText } from "../../http/document-atoms.ts";

/** AuthentiVoice's keys of the workspace document. */
export const documentShape = { nextSteps: z.record(nameText, nameText).default({}) };

/** Types that a webhook of this format may subscribe to. */
export const webhookTypes = ["review.assigned", "review.completed", "review.escalated"];
