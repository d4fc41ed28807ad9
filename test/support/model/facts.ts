// The model's whole state: the list of what was accepted so far. Nothing is kept beside it; whatever anybody wants to
// know of a review is read off the list again, each time.

import type { Agent, Terms } from "./terms.ts";

/** One accepted thing is one version, one audit row, one message. `by` null: time. */
export type Fact = { readonly at: number; readonly by: Agent | null } & (
  | { readonly what: "opened" }
  | {
      readonly what: "vote";
      readonly verdict: "approve" | "reject" | "revoke";
      /** Names of the rows that it stamps or adds. */
      readonly rows: readonly string[];
      readonly forced: boolean;
    }
  | { readonly what: "started"; readonly assignee: string | null }
  | { readonly what: "saved" }
  | { readonly what: "first completed" }
  | { readonly what: "completed" }
  | { readonly what: "assigned"; readonly to: string | null }
  | { readonly what: "escalated"; readonly to: readonly string[]; readonly level: number; readonly rungs: number }
  | { readonly what: "claimed" }
  | { readonly what: "reported"; readonly result: "succeeded" | "failed"; readonly exitCode: number | null }
  | { readonly what: "ended"; readonly verdict: "approve" | "reject" | "expire" }
  | { readonly what: "note" | "cancelled" | "paused" | "resumed" | "at risk" | "breached" | "lost" | "late report" }
) &
  Extra;

/** What any of them may bring along. */
export interface Extra {
  readonly findings?: Readonly<Record<string, string>>;
  readonly second?: boolean;
}

export interface Story {
  readonly terms: Terms;
  readonly facts: readonly Fact[];
}

export type FactOf<What extends Fact["what"]> = Fact & { readonly what: What };

export const all = <What extends Fact["what"]>({ facts }: Story, ...whats: readonly What[]): readonly FactOf<What>[] =>
  facts.filter((fact): fact is FactOf<What> => whats.some((what) => fact.what === what));

export const last = <What extends Fact["what"]>(story: Story, ...whats: readonly What[]): FactOf<What> | undefined =>
  all(story, ...whats).at(-1);

export interface RowView {
  readonly group: string;
  readonly status: "pending" | "approved" | "rejected" | "revoked";
  readonly by: string | null;
  readonly forced: boolean;
}

const AFTER = { approve: "approved", reject: "rejected", revoke: "revoked" } as const;

/** The votes on that row, back from `latest`, by the same person with the same verdict. */
const saidInARow = (
  votes: readonly FactOf<"vote">[],
  latest: FactOf<"vote">,
  group: string,
): readonly FactOf<"vote">[] => {
  const onRow = votes.filter(({ rows }) => rows.includes(group)).toReversed();
  const end = onRow.findIndex(({ by, verdict }) => by?.id !== latest.by?.id || verdict !== latest.verdict);
  return end < 0 ? onRow : onRow.slice(0, end);
};

/** Each row is what the latest vote on it says; rows that nobody asked for stand behind, in order of their first vote. */
export const rowsOf = (story: Story): readonly RowView[] => {
  if (story.terms.counts === "people") return [];
  const votes = all(story, "vote");
  const names = [...new Set([...story.terms.asked, ...votes.flatMap(({ rows }) => rows)])];
  return names.map((group) => {
    const vote = votes.findLast(({ rows }) => rows.includes(group));
    if (vote === undefined) return { group, status: "pending", by: null, forced: false };
    const row = { group, status: AFTER[vote.verdict], by: vote.by?.id ?? null };
    // Who says the same again changes nothing of the row: what was forced stays forced.
    return { ...row, forced: saidInARow(votes, vote, group).some(({ forced }) => forced) };
  });
};

/** Enough have said yes, or one who may alone has. */
const isApprovedBy = (story: Story): boolean => {
  const yes = all(story, "vote").filter(({ verdict }) => verdict === "approve");
  if (yes.some(({ forced }) => forced)) return true;
  const { counts, needed } = story.terms;
  if (counts === "people") return new Set(yes.map(({ by }) => `${by?.kind} ${by?.id}`)).size >= (needed ?? 1);
  const rows = rowsOf(story);
  const wanted = needed === null || needed <= 0 ? rows.length : Math.min(rows.length, needed);
  return rows.length > 0 && rows.filter(({ status }) => status === "approved").length >= wanted;
};

/** Approved once is approved: later rows do not take it back. */
const wasEverApproved = ({ terms, facts }: Story): boolean =>
  facts.some((_, index) => isApprovedBy({ terms, facts: facts.slice(0, index + 1) }));

export const statusOf = (story: Story): string => {
  const has = (what: Fact["what"]): boolean => story.facts.some((fact) => fact.what === what);
  const voted = (verdict: string): boolean => all(story, "vote").some((vote) => vote.verdict === verdict);
  const ended = last(story, "ended")?.verdict;
  if (has("reported")) return "executed";
  if (has("lost")) return "unknown";
  if (has("claimed")) return "processing";
  if (has("cancelled")) return "cancelled";
  if (has("completed")) return "completed";
  if (voted("revoke")) return "revoked";
  if (voted("reject") || ended === "reject") return "rejected";
  if (ended === "expire") return "expired";
  if (ended === "approve" || wasEverApproved(story)) return "approved";
  return has("started") || has("first completed") ? "in_progress" : "pending";
};

export const isOpen = (story: Story): boolean => ["pending", "in_progress"].includes(statusOf(story));

/** Key by key, later ones win; null where nobody saved any. */
export const findingsOf = ({ facts }: Story): Readonly<Record<string, string>> | null => {
  const saved = facts.flatMap(({ findings }) => (findings === undefined ? [] : [findings]));
  return saved.length === 0 ? null : Object.assign({}, ...saved);
};

export const needsSecond = ({ terms, facts }: Story): boolean =>
  terms.secondReview || facts.some(({ second }) => second === true);

/** Escalated, and nobody has taken it over since; a first completion leaves it in progress. */
export const isEscalated = (story: Story): boolean =>
  last(story, "escalated", "started", "first completed")?.what === "escalated";

/** Whom it waits for: the latest that an act put there. */
export const assigneeOf = (story: Story): string | null => {
  const latest = last(story, "assigned", "started");
  if (latest === undefined) return story.terms.assignedTo;
  return latest.what === "assigned" ? latest.to : latest.assignee;
};

export const isPaused = (story: Story): boolean => last(story, "paused", "resumed")?.what === "paused";

/** What a deadline is called. Decided in time it is met; what merely ended keeps the word it had. */
export const slaOf = (story: Story): string | null => {
  if (story.terms.sla === null) return null;
  if (last(story, "breached") !== undefined) return "breached";
  const isDecided = !isOpen(story) && !["cancelled", "expired"].includes(statusOf(story));
  if (isDecided) return "met";
  return last(story, "at risk") === undefined ? "on_track" : "at_risk";
};
