// Votes of groups: on reviews that their objects know, on reviews that nobody has touched, and on one that all vote on.

import { cloneOf } from "../harness/clone-reviews.ts";
import type { Instance } from "../harness/instance.ts";
import * as operations from "../operations.ts";
import type { World } from "../world.ts";
import { type BenchCase, CLIENTS, FIRST_FLOOR_VERSION, repeat, supply, WARM_UP } from "./bench-case.ts";

export const warmVote = ({ service, floor, voteTemplate }: World): BenchCase => {
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

/** Every vote wakes an object that has to load its review. */
export const coldVote = ({ service, floor, voteTemplate }: World): BenchCase => {
  const poolOf = (instance: Instance) => supply(instance, voteTemplate, operations.COLD_POOL);
  const [onService, onFloor] = [poolOf(service), poolOf(floor)];
  const idOf = (n: number): string => cloneOf(operations.COLD_POOL, n).reviewId;
  const contestant = { clients: CLIENTS, warmUp: WARM_UP };
  return {
    key: "vote-cold",
    title: "group vote, object cold | floor",
    subject: {
      ...contestant,
      name: "service",
      instance: service,
      prepare: async (from, count) => {
        await onService(from + count);
        return repeat(from, count, (n) => operations.poolVote(idOf(n), 0));
      },
    },
    base: {
      ...contestant,
      name: "floor",
      instance: floor,
      prepare: async (from, count) => {
        await onFloor(from + count);
        return repeat(from, count, (n) =>
          operations.onFloor("coldVote", operations.poolVote(idOf(n), 0), [idOf(n), FIRST_FLOOR_VERSION]),
        );
      },
    },
    isControlled: true,
    target: null,
    countedAs: "group vote, cold",
  };
};

/** Versions that the floor writes to the hot review: one counter for all its cases, since they share the row. */
let floorVersion = FIRST_FLOOR_VERSION;

export const hotReview = (
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
