// Traces: one that a policy holds opens a review, one that passes does not.

import type { Contestant } from "../harness/compare.ts";
import * as operations from "../operations.ts";
import type { World } from "../world.ts";
import { type BenchCase, CLIENTS, repeat, WARM_UP } from "./bench-case.ts";

export const flaggedTrace = ({ service }: World): BenchCase => {
  const contestant = (name: "held" | "passed"): Contestant => ({
    name,
    instance: service,
    clients: CLIENTS,
    warmUp: WARM_UP,
    prepare: async (from, count) => repeat(from, count, (n) => operations.trace(name, n)),
  });
  return {
    key: "trace",
    title: "trace that is held | that passes",
    subject: contestant("held"),
    base: contestant("passed"),
    isControlled: true,
    target: null,
    countedAs: "trace, held",
  };
};
