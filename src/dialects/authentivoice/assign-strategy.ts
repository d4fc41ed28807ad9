// Who gets which review of a bulk assignment. Pure: people in the order of the pool, what each has to do now, and one
// strategy. Whoever is full is passed over; where everybody is, the review stays where it was.
// Source: authentivoice.md ruling 13 (Bulk assignment) and section 5.

import type { AssignableReview, Loads } from "../../app/workload-queries.ts";
import type { Member } from "../../app/workspace-document.ts";

export interface Strategy {
  readonly type: "specific" | "round_robin" | "load_balanced" | "expertise_based";
  /** At most so many of this call; null: no bound. */
  readonly maxPerReviewer: number | null;
  /** False: `load_balanced` counts only what this call gives. */
  readonly considerWorkload: boolean;
}

/** Review id -> whom it goes to. A review that nobody can take is not in it. */
export type Assignment = ReadonlyMap<string, string>;

interface Tally {
  /** Open reviews that a member has, this call's changes included. */
  readonly open: Map<string, number>;
  /** What this call has given. */
  readonly given: Map<string, number>;
}

const add = (counts: Map<string, number>, id: string, by: number): void => {
  counts.set(id, (counts.get(id) ?? 0) + by);
};

/** The first of those with the fewest. */
const fewest = (people: readonly Member[], loadOf: (id: string) => number): Member | undefined =>
  people.reduce<Member | undefined>(
    (best, person) => (best === undefined || loadOf(person.id) < loadOf(best.id) ? person : best),
    undefined,
  );

/** Whoever has least to do; ties in the order given. Undefined: there is nobody. */
export const leastLoaded = (people: readonly Member[], loads: Loads): Member | undefined =>
  fewest(people, (id) => loads.get(id) ?? 0);

const isExpertIn =
  (topics: readonly string[]) =>
  ({ groups }: Member): boolean =>
    groups.some((group) => topics.includes(group));

/** A review that somebody has already is no load to that person while it is being given away. */
const byLoad = (
  review: AssignableReview,
  people: readonly Member[],
  { type, considerWorkload }: Strategy,
  tally: Tally,
) => {
  const countsAll = considerWorkload || type === "expertise_based";
  const loadOf = (id: string): number =>
    countsAll ? (tally.open.get(id) ?? 0) - (review.assignedTo === id ? 1 : 0) : (tally.given.get(id) ?? 0);
  const experts = type === "expertise_based" ? people.filter(isExpertIn(review.topics)) : [];
  return fewest(experts.length > 0 ? experts : people, loadOf);
};

/** The next of the round from `turn` on who is not full. */
const inTurn = (people: readonly Member[], turn: number, isFree: (person: Member) => boolean) => {
  const round = people.map((_, step) => people[(turn + step) % people.length]);
  return round.find((person) => person !== undefined && isFree(person));
};

export const assign = (
  reviews: readonly AssignableReview[],
  people: readonly Member[],
  strategy: Strategy,
  loads: Loads,
): Assignment => {
  const tally: Tally = { open: new Map(loads), given: new Map() };
  const most = strategy.maxPerReviewer ?? Number.POSITIVE_INFINITY;
  const isFree = ({ id }: Member): boolean => (tally.given.get(id) ?? 0) < most;
  const takesTurns = strategy.type === "specific" || strategy.type === "round_robin";
  const assignment = new Map<string, string>();
  let turn = 0;
  for (const review of reviews) {
    const person = takesTurns ? inTurn(people, turn, isFree) : byLoad(review, people.filter(isFree), strategy, tally);
    if (person === undefined) continue;
    turn = people.indexOf(person) + 1;
    assignment.set(review.reviewId, person.id);
    add(tally.given, person.id, 1);
    add(tally.open, person.id, 1);
    if (review.assignedTo !== null) add(tally.open, review.assignedTo, -1);
  }
  return assignment;
};
