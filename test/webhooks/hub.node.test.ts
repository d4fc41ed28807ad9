// The hub when storage fails: whoever waited is told, and the next one who waits is served.

import { expect, test } from "vitest";
import { Hub, type HubDeps } from "../../src/webhooks/hub.ts";

const aHub = (failing: { lease: boolean; position: boolean }) => {
  const heads = [{ position: 1, reviewId: "r", seq: 2 }];
  const deps: HubDeps = {
    heads: async (after) => heads.filter(({ position }) => position > after),
    messages: async () => [],
    lastPosition: async () => {
      if (failing.position) throw new Error("D1_ERROR: Network connection lost.");
      return 0;
    },
    versionOf: async () => 1,
    listenUntil: async () => {
      if (failing.lease) throw new Error("D1_ERROR: Network connection lost.");
    },
    now: () => 0,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 2_000))),
  };
  return new Hub(deps);
};

test.each(["lease", "position"] as const)(
  "a beginning that failed (%s) does not keep the next one waiting",
  async (what) => {
    const failing = { lease: false, position: false, [what]: true };
    const hub = aHub(failing);
    // Both share the beginning, and its failure.
    const first = await Promise.allSettled([hub.waitFor("r", 1, 2_000), hub.waitFor("r", 1, 2_000)]);
    expect(first.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    failing[what] = false;
    const startedAt = Date.now();
    await hub.waitFor("r", 1, 2_000);
    expect(Date.now() - startedAt).toBeLessThan(1_500);
  },
);
