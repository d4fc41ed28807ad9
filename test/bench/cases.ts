// The comparisons, with the targets of the design. Source: DESIGN § 8.

import { cloneOf, cloneReviews, type Pool, type Template } from "./harness/clone-reviews.ts";
import type { Contestant } from "./harness/compare.ts";
import type { Instance } from "./harness/instance.ts";
import type { PreparedRequest } from "./harness/load.ts";
import * as operations from "./operations.ts";
import type { World } from "./world.ts";

export interface BenchCase {
  /** As `--only` names it. */
  readonly key: string;
  readonly title: string;
  readonly subject: Contestant;
  readonly base: Contestant;
  /** Whether the base runs twice a round, as a control. */
  readonly isControlled: boolean;
  /** Smallest median ratio that is good enough; null: only shown. */
  readonly target: number | null;
  /** Which of the world's counts belong to it. */
  readonly countedAs: string;
}

const CLIENTS = 16;
const WARM_UP = 300;
/** An answer of five hundred reviews takes a slice's good part: more clients would only wait longer. */
const LIST_CLIENTS = 2;
const LIST_WARM_UP = 20;
/** Above every version that a copied review has. */
const FIRST_FLOOR_VERSION = 1_000;

const repeat = (from: number, count: number, request: (n: number) => PreparedRequest): readonly PreparedRequest[] =>
  Array.from({ length: count }, (_, index) => request(from + index));

/** Makes the clones that an operation consumes, a little ahead of it. */
const supply = (instance: Instance, template: Template, pool: Pool): ((upTo: number) => Promise<void>) => {
  let made = 0;
  return async (upTo) => {
    if (upTo <= made) return;
    await cloneReviews(instance.db, template, pool, made, upTo - made);
    made = upTo;
  };
};

const warmVote = ({ service, floor, voteTemplate }: World): BenchCase => {
  const poolOf = (instance: Instance) => supply(instance, voteTemplate, operations.VOTE_POOL);
  const [onService, onFloor] = [poolOf(service), poolOf(floor)];
  return {
    key: "vote",
    title: "group vote, object warm | floor",
    subject: {
      name: "service",
      instance: service,
      clients: CLIENTS,
      warmUp: WARM_UP,
      prepare: async (from, count) => {
        await onService(operations.POOL_SIZE);
        return repeat(from, count, operations.nthPoolVote);
      },
    },
    base: {
      name: "floor",
      instance: floor,
      clients: CLIENTS,
      warmUp: WARM_UP,
      prepare: async (from, count) => {
        await onFloor(operations.POOL_SIZE);
        return repeat(from, count, (n) => {
          const { reviewId } = cloneOf(operations.VOTE_POOL, n % operations.POOL_SIZE);
          return operations.onFloor("vote", operations.nthPoolVote(n), [reviewId, FIRST_FLOOR_VERSION + n]);
        });
      },
    },
    isControlled: true,
    target: 0.75,
    countedAs: "group vote, warm",
  };
};

/** Versions that the floor writes to the hot review: one counter for all its cases, since they share the row. */
let floorVersion = FIRST_FLOOR_VERSION;

const hotReview = (
  { service, floor, hotReviewId }: World,
  clients: number,
  plan: "hotDirect" | "hotBatchOnly",
  target: number | null,
): BenchCase => ({
  key: plan === "hotDirect" ? `hot-${clients}` : `hot-${clients}-unauthenticated`,
  title: `hot review, ${clients} clients | ${plan === "hotDirect" ? "plain batches" : "plain batches, nobody authenticated"}`,
  subject: {
    name: "service",
    instance: service,
    clients,
    warmUp: WARM_UP,
    prepare: async (from, count) => repeat(from, count, (n) => operations.nthHotVote(hotReviewId, n)),
  },
  base: {
    name: plan,
    instance: floor,
    clients,
    warmUp: WARM_UP,
    prepare: async (from, count) =>
      repeat(from, count, (n) => {
        floorVersion += 1;
        return operations.onFloor(plan, operations.nthHotVote(hotReviewId, n), [hotReviewId, floorVersion]);
      }),
  },
  isControlled: target !== null,
  target,
  countedAs: "hot review, one vote",
});

const singleDecision = ({ service, floor, decisionTemplate }: World): BenchCase => {
  const poolOf = (instance: Instance) => supply(instance, decisionTemplate, operations.DECISION_POOL);
  const [onService, onFloor] = [poolOf(service), poolOf(floor)];
  const idOf = (n: number): string => cloneOf(operations.DECISION_POOL, n).reviewId;
  return {
    key: "decision",
    title: "native decision of one person | floor",
    subject: {
      name: "service",
      instance: service,
      clients: CLIENTS,
      warmUp: WARM_UP,
      prepare: async (from, count) => {
        await onService(from + count);
        return repeat(from, count, (n) => operations.decision(idOf(n)));
      },
    },
    base: {
      name: "floor",
      instance: floor,
      clients: CLIENTS,
      warmUp: WARM_UP,
      prepare: async (from, count) => {
        await onFloor(from + count);
        return repeat(from, count, (n) => {
          const { reviewId, subjectId } = cloneOf(operations.DECISION_POOL, n);
          return operations.onFloor("decision", operations.decision(reviewId), [reviewId, subjectId]);
        });
      },
    },
    isControlled: true,
    target: null,
    countedAs: "decision",
  };
};

const opening = ({ service, floor }: World): BenchCase => {
  const request = operations.openSession(operations.WORKSPACE, "pool-pg");
  return {
    key: "opening",
    title: "opening a session that is held | floor",
    subject: {
      name: "service",
      instance: service,
      clients: CLIENTS,
      warmUp: WARM_UP,
      prepare: async (from, count) => repeat(from, count, () => request),
    },
    base: {
      name: "floor",
      instance: floor,
      clients: CLIENTS,
      warmUp: WARM_UP,
      prepare: async (from, count) => repeat(from, count, () => operations.onFloor("opening", request, [])),
    },
    isControlled: true,
    target: null,
    countedAs: "opening",
  };
};

const list = (
  { service, lists }: World,
  key: string,
  title: (size: number) => string,
  request: (workspaceId: string) => PreparedRequest,
): readonly BenchCase[] => {
  const [smallest, ...larger] = lists;
  if (smallest === undefined) return [];
  const of = ({ workspaceId }: World["lists"][number]): Contestant => ({
    name: workspaceId,
    instance: service,
    clients: LIST_CLIENTS,
    warmUp: LIST_WARM_UP,
    prepare: async (from, count) => repeat(from, count, () => request(workspaceId)),
  });
  return larger.map((one) => ({
    key: `${key}-${one.size}`,
    title: `${title(one.size)} | of ${smallest.size}`,
    subject: of(one),
    base: of(smallest),
    isControlled: true,
    target: null,
    countedAs: title(one.size),
  }));
};

export const allCases = (world: World): readonly BenchCase[] => [
  warmVote(world),
  hotReview(world, 16, "hotDirect", 1.2),
  hotReview(world, 16, "hotBatchOnly", null),
  hotReview(world, 1, "hotDirect", null),
  hotReview(world, 64, "hotDirect", null),
  singleDecision(world),
  opening(world),
  ...list(world, "native-list", (size) => `native list of 50 of ${size}`, operations.nativeList),
  ...list(world, "hoop-list", (size) => `hoop list of ${size}`, operations.sessionApiList),
];
