// Random stories, told to the kernel and to a model that was written without it: after each command both must say the
// same of the refusal, the state, and the instant of every event. `npm run faults -- --only model` tells more of them,
// to a running service.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kernelCommands, kernelOf, modelOf } from "../support/model/kernel.ts";
import { KINDS } from "../support/model/kinds.ts";
import { aStory } from "../support/model/stories.ts";

const STORIES_OF_EACH_KIND = 60;
const LONGEST = 30;
/** The same stories each time: a failure stays where it is, and chance is left to the long runs. */
const SEED = 20_261_122;

describe("the kernel and the model tell the same story", () => {
  test.each(KINDS.map((kind) => [kind.name, kind] as const))("%s", (_name, kind) => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(aStory(kind), kernelCommands(LONGEST), (terms, commands) => {
        const setup = { model: modelOf(terms, (status) => reached.add(status)), real: kernelOf(terms) };
        fc.modelRun(() => setup, commands);
      }),
      { numRuns: STORIES_OF_EACH_KIND, seed: SEED },
    );
    expect([...reached].toSorted()).toEqual(kind.reaches.toSorted());
  });
});
