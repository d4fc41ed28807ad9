// What one caller does alone: decide, decide a hundred, open.

import { cloneOf } from "../harness/clone-reviews.ts";
import type { Instance } from "../harness/instance.ts";
import * as operations from "../operations.ts";
import type { World } from "../world.ts";
import { type BenchCase, CLIENTS, repeat, supply, WARM_UP } from "./bench-case.ts";

export const singleDecision = ({ service, floor, decisionTemplate }: World): BenchCase => {
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

/** Of a bulk: what the API takes at most. */
const BULK = 100;
const BULK_CLIENTS = 2;
const BULK_WARM_UP = 10;
/** Requests a second: a hundred decisions each. */
const BULK_GUESS = 120;

/** Decisions, each a request of its own, beside a hundred in one: what a second costs in either. */
export const bulkDecision = ({ service, decisionTemplate }: World): BenchCase => {
  const [many, single] = [operations.BULK_POOL, operations.SINGLE_POOL];
  const supplyMany = supply(service, decisionTemplate, many);
  const supplySingle = supply(service, decisionTemplate, single);
  const hundred = (n: number): readonly string[] =>
    Array.from({ length: BULK }, (_, index) => cloneOf(many, n * BULK + index).reviewId);
  return {
    key: "bulk-100",
    title: "decision in a bulk of 100 | alone",
    subject: {
      name: "bulk",
      instance: service,
      clients: BULK_CLIENTS,
      warmUp: BULK_WARM_UP,
      itemsPerRequest: BULK,
      firstGuess: BULK_GUESS,
      prepare: async (from, count) => {
        await supplyMany((from + count) * BULK);
        return repeat(from, count, (n) => operations.bulkDecision(hundred(n)));
      },
    },
    base: {
      name: "alone",
      instance: service,
      clients: CLIENTS,
      warmUp: WARM_UP,
      prepare: async (from, count) => {
        await supplySingle(from + count);
        return repeat(from, count, (n) => operations.decision(cloneOf(single, n).reviewId));
      },
    },
    isControlled: true,
    target: null,
    countedAs: "bulk of 100",
  };
};

export const opening = ({ service, floor }: World): BenchCase => {
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
