// Ending by outcome: the outcome and each of its reasons must be linked in the workspace, exact case.
// Source: alloy.md rulings 3-5; seed "How to Change the Status of an Evaluation".

import { err, ok, type Result } from "../result.ts";
import type { CommandMeta, RecordOutcome } from "./commands.ts";
import type { ReviewError } from "./errors.ts";
import type { CompletedData, ReviewEvent } from "./events.ts";
import { isSelfApproval } from "./permissions.ts";
import { isOpen, type Review } from "./review.ts";

/** What the outcome means, or why it is none of the workspace's. */
export const judgeOutcome = ({ outcome, reasons, rules }: RecordOutcome): Result<CompletedData, ReviewError> => {
  const rule = rules.find((candidate) => candidate.outcome === outcome);
  const isLinked = rule !== undefined && reasons.every((reason) => rule.reasons.includes(reason));
  if (!isLinked) return err({ type: "outcome_not_allowed", outcome, reasons });
  return ok({ outcome, verdict: rule.verdict, reasons, opening: null });
};

export const outcomeTexts = ({ reason, notes }: RecordOutcome, claimedEmail: string | null): ReviewEvent["texts"] => ({
  ...(reason === null ? {} : { reason }),
  ...(notes === null ? {} : { notes }),
  ...(claimedEmail === null ? {} : { claimedEmail }),
});

export const recordOutcome = (
  review: Review,
  command: RecordOutcome,
  { actor, now }: CommandMeta,
): Result<ReviewEvent[], ReviewError> => {
  if (!review.policy.endings.includes("outcome")) return err({ type: "not_applicable", verb: "outcome" });
  if (!isOpen(review.status)) return err({ type: "review_closed", status: review.status, wanted: "completed" });
  const judged = judgeOutcome(command);
  if (!judged.ok) return judged;
  if (judged.value.verdict === "approve" && isSelfApproval(review, actor)) return err({ type: "self_approval" });
  const texts = outcomeTexts(command, actor.claimedAgent?.email ?? null);
  return ok([{ type: "completed", at: now, by: actor, data: judged.value, texts }]);
};
