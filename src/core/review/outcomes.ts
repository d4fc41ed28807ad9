// Ending by outcome: the outcome and each of its reasons must be linked in the workspace, exact case.
// Source: alloy.md rulings 3-5; seed "How to Change the Status of an Evaluation".

import { err, ok, type Result } from "../result.ts";
import type { CommandMeta, RecordOutcome } from "./commands.ts";
import type { Refusals, ReviewError } from "./errors.ts";
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

export function* outcomeRefusals(review: Review, command: RecordOutcome, { actor }: CommandMeta): Refusals {
  const { policy, status } = review;
  if (!policy.endings.includes("outcome")) return yield { type: "not_applicable", verb: "outcome" };
  if (!isOpen(status)) yield { type: "review_closed", status, wanted: "completed" };
  const judged = judgeOutcome(command);
  if (!judged.ok) return yield judged.error;
  if (judged.value.verdict === "approve" && isSelfApproval(review, actor)) yield { type: "self_approval" };
}

export const recordOutcome = (command: RecordOutcome, { actor, now }: CommandMeta): readonly ReviewEvent[] => {
  const judged = judgeOutcome(command);
  const texts = outcomeTexts(command, actor.claimedAgent?.email ?? null);
  return judged.ok ? [{ type: "completed", at: now, by: actor, data: judged.value, texts }] : [];
};
