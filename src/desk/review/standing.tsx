// Where a review stands: what it still waits for, who else can decide it, and why the reader may or may not. In words;
// every answer is the kernel's own (app/eligibility.ts).

import type { Child } from "hono/jsx";
import type { Decider } from "../../core/review/deciders.ts";
import type { Standing } from "../../core/review/eligibility.ts";
import type { Missing } from "../../core/review/missing.ts";
import { isOpen } from "../../core/review/review.ts";
import type { Verb } from "../../core/review/verbs.ts";
import { STATUS_WORDS } from "../components/badge.tsx";
import { List } from "../components/event-words.tsx";
import { Foreign } from "../components/foreign-text.tsx";
import { whyNot } from "../components/why-not.ts";
import type { ReviewView } from "./read-review.ts";

const names = (words: readonly string[]): Child => <List items={words.map((word) => <Foreign text={word} />)} />;

const approvalsWords = ({ needed, given, groups }: Extract<Missing, { type: "approvals" }>): Child => {
  const isAll = groups.length === needed - given;
  return (
    <>
      {given} of {needed} approvals
      {groups.length === 0 ? (
        "."
      ) : (
        <>
          , {isAll ? "missing: " : `${needed - given} more of: `}
          {names(groups)}.
        </>
      )}
    </>
  );
};

const missingWords = (missing: Missing): Child => {
  switch (missing.type) {
    case "approvals":
      return approvalsWords(missing);
    case "findings":
      return "Findings have to be written.";
    case "outcome":
      return "Somebody has to choose the outcome.";
    case "second_reviewer":
      return missing.notBy === null ? (
        "Two people have to complete it."
      ) : (
        <>
          A second person has to complete it, after <Foreign text={missing.notBy.name} />.
        </>
      );
  }
};

/** What an open review still waits for. */
export const StillNeeded = ({ view }: { readonly view: ReviewView }) => {
  const { missing, review } = view.eligibility;
  if (!isOpen(review.status) || missing.length === 0) return null;
  return (
    <ul class="plain still-needed" aria-label="Still needed">
      {missing.map((one) => (
        <li>{missingWords(one)}</li>
      ))}
    </ul>
  );
};

/** Verbs that decide; the others stand with their forms. */
const DECIDING = ["approve", "force", "reject", "revoke", "outcome", "complete"] as const satisfies readonly Verb[];

const VERB_WORDS = {
  approve: "Approve",
  force: "Approve by force",
  reject: "Reject",
  revoke: "Revoke",
  outcome: "Choose an outcome",
  complete: "Complete",
} as const satisfies Record<(typeof DECIDING)[number], string>;

export const isAllowed = ({ reasons, isChange }: Standing): boolean => reasons.length === 0 && isChange;

/** A verb that this kind of review does not have is no question of who asks. */
const isKnown = ({ reasons }: Standing): boolean => reasons[0]?.type !== "not_applicable";

/** Verbs that were offered to nobody at this status are no news either: that the review is settled says it. */
const isAboutStatus = ({ reasons }: Standing): boolean => reasons[0]?.type === "review_closed";

interface Obstacle {
  readonly verbs: readonly string[];
  readonly why: string;
}

/** Why not, each reason once, with the verbs that it stands in the way of. */
const obstaclesOf = (view: ReviewView): readonly Obstacle[] => {
  const { verbs } = view.eligibility;
  const byReason = new Map<string, string[]>();
  for (const verb of DECIDING) {
    const standing = verbs[verb];
    const first = standing.reasons[0];
    if (first === undefined || !isKnown(standing) || isAboutStatus(standing)) continue;
    // Whoever sits in no force group misses nothing that the page would have to explain.
    if (verb === "force") continue;
    const why = whyNot(first);
    byReason.set(why, [...(byReason.get(why) ?? []), VERB_WORDS[verb]]);
  }
  return [...byReason].map(([why, words]) => ({ verbs: words, why }));
};

const VOTE_WORDS = {
  approve: "You have approved this.",
  reject: "You have rejected this.",
  revoke: "You have revoked this.",
};

/** What the reader may do, and why not the rest. */
export const YourStanding = ({ view }: { readonly view: ReviewView }) => {
  const { eligibility } = view;
  const { you, verbs, review } = eligibility;
  const canDecide = DECIDING.some((verb) => isAllowed(verbs[verb]));
  const obstacles = obstaclesOf(view);
  return (
    <div class="your-standing">
      {you.vote === null ? null : <p>{VOTE_WORDS[you.vote]}</p>}
      {you.isRequester ? <p>You asked for this.</p> : null}
      {isOpen(review.status) ? null : <p>The review is {STATUS_WORDS[review.status]}.</p>}
      {canDecide || !isOpen(review.status) ? null : (
        <p>
          <strong>You cannot decide this review.</strong>
        </p>
      )}
      {obstacles.length === 0 ? null : (
        <ul class="plain why-not">
          {obstacles.map(({ verbs: words, why }) => (
            <li>
              <span class="muted">{words.join(", ")}:</span> {why}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};

const decider = ({ member, groups }: Decider): Child => (
  <>
    <Foreign text={member.name} />
    {groups.length === 0 ? null : <> ({names(groups)})</>}
  </>
);

/** Who else could decide it now. */
export const Others = ({ view }: { readonly view: ReviewView }) => {
  const { others, review } = view.eligibility;
  if (!isOpen(review.status)) return null;
  if (others.members.length === 0) return <p class="muted">Nobody else can decide it now.</p>;
  return (
    <p>
      <span class="muted">Others who can decide it:</span> <List items={others.members.map(decider)} />
      {others.isTruncated ? ", and more people" : ""}.
    </p>
  );
};
