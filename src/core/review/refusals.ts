// Why a command would be refused: the rules of every verb, asked in one place. decide() takes the first that stands in
// the way, eligibility.ts shows them all; nobody else judges.

import { mayWrite } from "./actor.ts";
import { assignRefusals, cancelRefusals } from "./assign.ts";
import type { Command, CommandMeta } from "./commands.ts";
import type { Refusals } from "./errors.ts";
import { escalateRefusals } from "./escalate.ts";
import { executeRefusals, reportRefusals } from "./execution.ts";
import { progressRefusals } from "./findings.ts";
import { outcomeRefusals } from "./outcomes.ts";
import { isVisibleTo } from "./permissions.ts";
import type { Review } from "./review.ts";
import { pauseRefusals, resumeRefusals } from "./sla.ts";
import { voteRefusals } from "./vote.ts";

/** The verbs of people who work here; a report or a tick comes from whoever holds the token, or from time. */
const needsVisibility = (command: Command): boolean => command.type !== "Tick" && command.type !== "ReportExecution";

/** Whether the review does not exist for whoever sends this command. */
export const isHiddenFrom = (review: Review, command: Command, { actor }: CommandMeta): boolean =>
  needsVisibility(command) && !isVisibleTo(review, actor);

function* verbRefusals(review: Review, command: Command, meta: CommandMeta): Refusals {
  switch (command.type) {
    case "Tick":
    case "AddNote":
      return;
    case "CastVote":
      return yield* voteRefusals(review, command, meta);
    case "RecordOutcome":
      return yield* outcomeRefusals(review, command, meta);
    case "Assign":
      return yield* assignRefusals(review);
    case "Progress":
      return yield* progressRefusals(review, command, meta);
    case "Escalate":
      return yield* escalateRefusals(review, command, meta);
    case "Cancel":
      return yield* cancelRefusals(review, meta);
    case "ClaimExecution":
      return yield* executeRefusals(review, meta);
    case "ReportExecution":
      return yield* reportRefusals(review, command);
    case "PauseSla":
      return yield* pauseRefusals(review);
    case "ResumeSla":
      return yield* resumeRefusals(review);
  }
}

/** Of a review on which nothing is due any more and which its sender may see. */
export function* refusalsOf(review: Review, command: Command, meta: CommandMeta): Refusals {
  if (command.type !== "Tick" && !mayWrite(meta.actor.role)) yield { type: "forbidden" };
  yield* verbRefusals(review, command, meta);
}
