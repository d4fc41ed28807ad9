// Votes in the model. Source: hoop.md rulings 5-9, 13 and sections 2.2-2.5; adjudon.md 3, 6, 13.

import { all, isOpen, rowsOf, type RowView, type Story, statusOf } from "./facts.ts";
import { type Agent, type Intent, isSame } from "./terms.ts";
import { accepted, isAdministrator, refused, type Verdict } from "./verdict.ts";

type Vote = Extract<Intent, { readonly verb: "vote" }>;

const AFTER = { approve: "approved", reject: "rejected", revoke: "revoked" } as const;

/** Nobody approves their own; an administrator whom a row asks is the one exception. */
const isOwnApproval = ({ terms }: Story, rows: readonly RowView[], actor: Agent, { verdict }: Vote): boolean => {
  if (verdict !== "approve" || !isSame(actor, terms.requester)) return false;
  if (terms.selfApproval === "refused_to_people") return actor.kind !== "service";
  return !(isAdministrator(actor) && rows.some(({ group }) => actor.groups.includes(group)));
};

/** Rows that this vote puts its stamp on; null: this actor has no say. */
const stamped = (
  story: Story,
  rows: readonly RowView[],
  actor: Agent,
  { verdict, force }: Vote,
): readonly string[] | null => {
  if (force) {
    const group = story.terms.force.find((name) => actor.groups.includes(name));
    return group === undefined ? null : [group];
  }
  const own = rows.filter(({ group }) => actor.groups.includes(group)).map(({ group }) => group);
  if (own.length > 0) return own;
  if (verdict === "approve") return null;
  if (isAdministrator(actor)) return ["admin"];
  return isSame(actor, story.terms.requester) ? [actor.groups[0] ?? ""] : null;
};

const judgeRows = (story: Story, actor: Agent, at: number, vote: Vote): Verdict => {
  const rows = rowsOf(story);
  const names = stamped(story, rows, actor, vote);
  if (names === null) return refused("not_eligible");
  const says = AFTER[vote.verdict];
  const isIdentical = names.every((name) =>
    rows.some(
      ({ group, status, by, forced }) =>
        group === name && status === says && by === actor.id && (forced || !vote.force),
    ),
  );
  // What the same person says again moves only the end of access that runs from the latest approval.
  if (isIdentical && !(statusOf(story) === "approved" && isRenewal(story, at))) return accepted();
  return accepted({ at, by: actor, what: "vote", verdict: vote.verdict, rows: names, forced: vote.force });
};

const isRenewal = (story: Story, at: number): boolean => {
  const latest = all(story, "vote").findLast(({ verdict }) => verdict === "approve");
  return story.terms.access?.kind === "timed" && latest?.at !== at;
};

const judgePeople = (story: Story, actor: Agent, at: number, { verdict, force }: Vote): Verdict => {
  if (force) return refused("not_eligible");
  if (story.terms.voters === "administrators" && !isAdministrator(actor)) return refused("not_eligible");
  const own = all(story, "vote").filter(({ by }) => by !== null && isSame(by, actor));
  if (own.length > 0 && story.terms.repeatedVote === "refused") return refused("already_voted");
  if (own.some((vote) => vote.verdict === verdict)) return accepted();
  return accepted({ at, by: actor, what: "vote", verdict, rows: [], forced: false });
};

export const judgeVote = (story: Story, actor: Agent, at: number, vote: Vote): Verdict => {
  const { terms } = story;
  if (!terms.endings.includes("vote")) return refused("not_applicable");
  const isTaken = isOpen(story) || (statusOf(story) === "approved" && terms.afterApproval.includes(vote.verdict));
  if (!isTaken) return refused("review_closed");
  if (isOwnApproval(story, rowsOf(story), actor, vote)) return refused("self_approval");
  if (vote.verdict === "revoke" && statusOf(story) !== "approved") return refused("review_closed");
  return terms.counts === "rows" ? judgeRows(story, actor, at, vote) : judgePeople(story, actor, at, vote);
};
