// The webhook figures at full size: `node test/faults/webhook-figures.ts`. Prints one line of JSON for each case and
// fails where one does not hold. Source: issue "Figures".

import { run as down } from "./webhook-down.ts";
import { run as hang } from "./webhook-hang.ts";
import { run as kill } from "./webhook-kill.ts";

/** All cases; `scale` 1 is the full size. Answers what does not hold. */
export const run = async ({ scale = 1 }: { readonly scale?: number }): Promise<readonly string[]> => {
  const size = (full: number): number => Math.max(1, Math.round(full * scale));
  const recovered = await down({ reviews: size(1_000), eventsEach: 10, patienceMs: 600_000 });
  console.log(JSON.stringify({ case: "receiver down, then up", ...recovered }));
  const killed = await kill({ rounds: size(10), reviewsEach: 40, eventsEach: 5 });
  console.log(JSON.stringify({ case: "kill -9 during draining", ...killed }));
  const hung = await hang({ healthy: 10, reviews: size(20) });
  console.log(JSON.stringify({ case: "one receiver hangs", ...hung }));
  return [
    ...(recovered.lost + recovered.inversions > 0 ? ["down: lost or out of order"] : []),
    ...(recovered.duplicates > 0 ? ["down: duplicates without a crash"] : []),
    ...(killed.lost + killed.inversions > 0 ? ["kill: lost or out of order"] : []),
    ...(killed.worst > 1 + killed.rounds ? ["kill: more duplicates of a message than crashes"] : []),
    ...(hung.p95WithMs - hung.p95WithoutMs >= 1_000 ? ["hang: healthy receivers wait"] : []),
  ];
};

if (process.argv[1]?.endsWith("webhook-figures.ts") === true) {
  const problems = await run({});
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length > 0 ? 1 : 0;
}
