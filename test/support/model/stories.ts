// Random openings and intents: what fast-check draws for the kernel and for the service alike.

import fc from "fast-check";
import { CAST, castMember, DIRECTORY } from "./cast.ts";
import { type Kind, LADDERS, SLAS } from "./kinds.ts";
import type { Intent, Terms } from "./terms.ts";

const oneOf = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

/** The rules of one review of that kind. */
export const aStory = (kind: Kind): fc.Arbitrary<Terms> =>
  fc
    .record({
      asked: oneOf(kind.asked),
      needed: oneOf(kind.needed),
      force: oneOf(kind.force),
      access: oneOf(kind.access),
      expiresAt: oneOf(kind.expiresAt),
      requester: oneOf(kind.requesters).map(castMember),
      sla: oneOf(SLAS),
      ladder: oneOf(LADDERS),
      assignedTo: oneOf([null, "ann"]),
      secondReview: kind.endings.includes("completion") ? fc.boolean() : fc.constant(false),
    })
    .map((drawn) => ({
      ...kind,
      ...drawn,
      directory: DIRECTORY,
      // What a counterexample shows: only what was drawn.
      [fc.toStringMethod]: () => JSON.stringify({ ...drawn, requester: drawn.requester.id }),
    }));

const verdict = oneOf(["approve", "approve", "approve", "reject", "revoke"] as const);
const findings = oneOf([{}, { riskAssessment: "high" }, { riskAssessment: "low", notes: "n" }]);

const vote = fc.record({
  verb: fc.constant("vote" as const),
  verdict,
  force: oneOf([false, false, false, true]),
});

/** One thing that somebody asks, whether or not it makes sense. */
export const anIntent: fc.Arbitrary<Intent> = fc.oneof(
  { weight: 8, arbitrary: vote },
  { weight: 2, arbitrary: fc.record({ verb: fc.constant("start" as const), second: oneOf([false, false, true]) }) },
  {
    weight: 2,
    arbitrary: fc.record({ verb: fc.constant("save" as const), findings, second: oneOf([false, false, true]) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      verb: fc.constant("complete" as const),
      findings: fc.option(findings, { nil: null }),
      second: oneOf([false, false, true]),
    }),
  },
  { weight: 1, arbitrary: fc.record({ verb: fc.constant("assign" as const), to: oneOf([null, "bob", "cat"]) }) },
  { weight: 2, arbitrary: fc.record({ verb: fc.constant("escalate" as const), to: oneOf([null, null, "eve"]) }) },
  { weight: 1, arbitrary: fc.constant({ verb: "note" } as const) },
  { weight: 1, arbitrary: fc.constant({ verb: "cancel" } as const) },
  { weight: 3, arbitrary: fc.constant({ verb: "claim" } as const) },
  {
    weight: 2,
    arbitrary: fc.record({
      verb: fc.constant("report" as const),
      result: oneOf(["succeeded", "failed"] as const),
      exitCode: oneOf([null, 0]),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ verb: "pause" } as const) },
  { weight: 1, arbitrary: fc.constant({ verb: "resume" } as const) },
  { weight: 2, arbitrary: fc.constant({ verb: "wait" } as const) },
);

/** Anybody of the cast. */
export const anActor = oneOf(CAST);

/** Minutes between two commands: often none, sometimes past everything. */
export const minutes = oneOf([0, 0, 0, 0, 0, 1, 3, 5, 10, 14, 15, 16, 30, 45, 60, 120]);
