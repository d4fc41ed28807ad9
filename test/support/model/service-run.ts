// Random stories against a running service, until so many commands were sent. Each story has a workspace of its own.

import fc from "fast-check";
import { LADDERS, SLAS } from "./kinds.ts";
import { type Ask, ServiceWorld } from "./service.ts";
import { native, type Opening, session, trace, voice } from "./service-openings.ts";
import { RULES, type Send } from "./service-world.ts";
import { anActor, anIntent, minutes } from "./stories.ts";

export interface ModelFlags {
  readonly send: Send;
  readonly operatorToken: string;
  /** At least so many are sent. */
  readonly commands: number;
  /** The longest story. */
  readonly longest: number;
  /** Stories that are told at the same time; each is told in order. */
  readonly parallel: number;
  readonly seed: number;
  /** Hears after each story how many have begun, and how many commands were sent. */
  readonly onStory?: (stories: number, sent: number) => void;
}

export interface ModelReport {
  readonly stories: number;
  readonly sent: number;
  readonly accepted: number;
  /** Pairs that were sent at once. */
  readonly pairs: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** How the service and the model differed; empty: nowhere. */
  readonly divergences: readonly string[];
}

type Step = fc.AsyncCommand<object, ServiceWorld>;

const asker = fc.constantFrom("olga", "cat", "ada", "will", "bot");
const person = fc.constantFrom("olga", "cat", "adam");

const anOpening: fc.Arbitrary<Opening> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.nat({ max: RULES.length - 1 }), fc.constantFrom(0, 0, 60), asker)
      .map((drawn) => session(...drawn)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(["a"], ["a", "b"]), fc.constantFrom(null, 1, 9), fc.constantFrom(null, "ann"), asker)
      .map((drawn) => native(...drawn)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constant([]), fc.constantFrom(null, 2), fc.constantFrom(null, "ann"), asker)
      .map((drawn) => native(...drawn)),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(0, 1), fc.constantFrom("olga", "adam", "desk")).map((drawn) => trace(...drawn)),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.boolean(), fc.constantFrom("ann", "cat"), person).map((drawn) => voice(...drawn)),
  },
);

const anAsk: fc.Arbitrary<Ask> = fc.record({
  review: fc.nat({ max: 3 }),
  actor: anActor,
  intent: anIntent,
  isOwn: fc.boolean(),
});

const shown = ({ review, actor, intent, isOwn }: Ask): string =>
  `${review} ${actor.id} ${JSON.stringify(intent)}${isOwn ? " own" : ""}`;

const step = (text: string, run: (world: ServiceWorld) => Promise<void>): Step => ({
  check: () => true,
  run: (_, world) => run(world),
  toString: () => text,
});

/** Runs the stories one after the other; the first that differs ends it. */
export const runStories = async ({
  send,
  operatorToken,
  commands,
  longest,
  parallel,
  seed,
  onStory,
}: ModelFlags): Promise<ModelReport> => {
  const total = { stories: 0, sent: 0, accepted: 0, pairs: 0 };
  const statuses: Record<string, number> = {};
  const steps = fc.commands<object, ServiceWorld, false>(
    [
      fc.tuple(anAsk).map(([ask]) => step(shown(ask), (world) => world.ask(ask))),
      fc.tuple(anAsk).map(([ask]) => step(shown(ask), (world) => world.ask(ask))),
      // Two at once are about one review more often than not: that is where they meet.
      fc.tuple(anAsk, anAsk, fc.boolean()).map(([one, other, isSame]) => {
        const pair = [one, isSame ? { ...other, review: one.review } : other] as const;
        return step(pair.map(shown).join(" & "), async (world) => {
          total.pairs += 1;
          await world.ask(...pair);
        });
      }),
      minutes.map((later) => step(`+${later}`, (world) => world.advance(later))),
    ],
    { maxCommands: longest, size: "max" },
  );
  const story = fc.asyncProperty(
    fc.record({ sla: fc.constantFrom(...SLAS), ladder: fc.constantFrom(...LADDERS) }),
    fc.array(anOpening, { minLength: 4, maxLength: 4 }),
    steps,
    async (terms, openings, drawn) => {
      const world = new ServiceWorld({ send, operatorToken, terms, workspaceId: `story-${crypto.randomUUID()}` });
      await world.begin(openings);
      try {
        await fc.asyncModelRun(() => ({ model: {}, real: world }), drawn);
        await world.end();
      } finally {
        total.sent += world.sent;
        total.accepted += world.accepted;
        for (const status of world.statuses()) statuses[status] = (statuses[status] ?? 0) + 1;
      }
    },
  );
  const divergences: string[] = [];
  const tell = async (): Promise<void> => {
    while (total.sent < commands && divergences.length === 0) {
      const own = seed + total.stories;
      total.stories += 1;
      const told = await fc.check(story, { seed: own, numRuns: 1, endOnFailure: true });
      const { errorInstance } = told;
      const reason = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
      onStory?.(total.stories, total.sent);
      if (told.failed) divergences.push(`seed ${own}: ${reason}`);
    }
  };
  await Promise.all(Array.from({ length: parallel }, tell));
  return { ...total, statuses, divergences };
};
