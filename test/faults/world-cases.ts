// The cases of `npm run faults` that run the service in a world which fails on request, at their full size.

import { runClock } from "./clock.ts";
import { runD1 } from "./d1.ts";
import type { Flags } from "./flags.ts";
import { HOSTILE_TEXTS } from "./hostile-texts.ts";
import { runModel } from "./model.ts";
import { runObjects } from "./objects.ts";
import { runSockets } from "./sockets-service.ts";
import { runSweeps } from "./sweeps.ts";
import { runTexts } from "./texts.ts";

/** Each prints what it did and answers what was lost, doubled or misanswered: one line each, empty is what is wanted. */
export const WORLD_CASES = {
  d1: ({ clients, seed }) => runD1({ stories: 100, clients, seed }),
  objects: ({ clients, seed }) => runObjects({ stories: 100, clients, seed }),
  sweeps: () => runSweeps({ reviews: 200 }),
  clock: () => runClock({ reviews: 40, stepMinutes: 5 }),
  sockets: () => runSockets({ rounds: 5 }),
  texts: () => runTexts({ texts: HOSTILE_TEXTS }),
  model: ({ commands, seed }) => runModel({ commands, seed }),
} as const satisfies Partial<Record<NonNullable<Flags["only"]>, (flags: Flags) => Promise<readonly string[]>>>;
