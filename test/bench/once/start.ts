// From nothing to the first reply: workerd started, the Worker parsed and the database asked once. The floor does the
// same with a Worker of a few lines: what is left between them is our own size.

import { performance } from "node:perf_hooks";
import type { Instance } from "../harness/instance.ts";
import { type Spread, spreadOf } from "../harness/statistics.ts";

export interface Starting {
  /** Milliseconds of this machine. */
  readonly serviceMs: Spread;
  readonly floorMs: Spread;
}

export interface Starter {
  readonly start: () => Promise<Instance>;
  /** The first request. Any answer will do. */
  readonly path: string;
}

const once = async ({ start, path }: Starter): Promise<number> => {
  const begun = performance.now();
  const instance = await start();
  const response = await fetch(instance.url + path);
  await response.arrayBuffer();
  const ms = performance.now() - begun;
  await instance.stop();
  return ms;
};

/** Alternates. */
export const startToFirstReply = async (service: Starter, floor: Starter, rounds: number): Promise<Starting> => {
  const [services, floors]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    floors.push(await once(floor));
    services.push(await once(service));
  }
  return { serviceMs: spreadOf(services), floorMs: spreadOf(floors) };
};
