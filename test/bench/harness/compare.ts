// Alternates slices of the things compared, so that whatever else the machine does falls on all of them alike.
// Every round loads the base, then what is measured, then the base again: the mean of the two takes a drift out, and
// their ratio (A/A) says how much a ratio of nothing but noise would have been.

import type { Instance } from "./instance.ts";
import { type PreparedRequest, runSlice, sendAll, type SliceResult } from "./load.ts";
import { type Spread, spreadOf } from "./statistics.ts";

/** One of the things compared. */
export interface Contestant {
  readonly name: string;
  readonly instance: Pick<Instance, "url" | "cpuMs" | "complaints">;
  readonly clients: number;
  /** Items that one request handles: throughput and CPU are counted in items. Absent: 1. */
  readonly itemsPerRequest?: number;
  /** Requests prepared for the first slice: more than it can send. Absent: 3,000. */
  readonly firstGuess?: number;
  /** Operations before the first slice: enough to have met every row and object that comes again. */
  readonly warmUp: number;
  /** Makes ready for operations `from` to `from + count - 1`, which no slice has had: their rows, then one request each. */
  readonly prepare: (from: number, count: number) => Promise<readonly PreparedRequest[]>;
}

interface Measured extends SliceResult {
  readonly perSecond: number;
  readonly cpuMsPerOp: number;
}

export interface Comparison {
  readonly ratio: Spread;
  /** Null where the base ran once a round. */
  readonly control: Spread | null;
  readonly cpuMsPerOp: { readonly subject: number; readonly base: number };
  readonly perSecond: { readonly subject: number; readonly base: number };
  readonly p99Ms: { readonly subject: number; readonly base: number };
}

/** Enough for a slice that runs this much faster than the last one. */
const HEADROOM = 1.6;
const LEAST = 3_000;

/** A slice without a single answer says nothing of anybody: the machine was elsewhere. It is run again, so many times. */
const MAX_VOID_SLICES = 3;

const contestantRunner = async (contestant: Contestant): Promise<() => Promise<Measured>> => {
  const { instance, clients, warmUp, itemsPerRequest = 1, firstGuess = LEAST } = contestant;
  const explain = (error: unknown): never => {
    throw new Error(`${contestant.name}: ${instance.complaints().slice(0, 3).join("; ")}`, { cause: error });
  };
  await sendAll({ url: instance.url, clients, requests: await contestant.prepare(0, warmUp) }).catch(explain);
  let next = warmUp;
  let guess = firstGuess;
  const runOnce = async (): Promise<Measured | null> => {
    const requests = await contestant.prepare(next, guess);
    const cpuBefore = instance.cpuMs();
    const result = await runSlice({ url: instance.url, clients, requests }).catch(explain);
    next += result.sent;
    if (result.ops === 0) return null;
    guess = Math.ceil(Math.max(firstGuess, result.sent * HEADROOM));
    const items = result.ops * itemsPerRequest;
    const cpuMsPerOp = (instance.cpuMs() - cpuBefore) / items;
    return { ...result, perSecond: items / result.seconds, cpuMsPerOp };
  };
  return async () => {
    for (let attempt = 1; attempt <= MAX_VOID_SLICES; attempt += 1) {
      const measured = await runOnce();
      if (measured !== null) return measured;
    }
    throw new Error(`${contestant.name}: not one answer in ${MAX_VOID_SLICES} slices`);
  };
};

const medianOf = (slices: readonly Measured[], field: (slice: Measured) => number): number =>
  spreadOf(slices.map(field)).median;

/** `isControlled`: the base runs twice a round. */
export const compare = async (
  subject: Contestant,
  base: Contestant,
  rounds: number,
  isControlled: boolean,
): Promise<Comparison> => {
  const runSubject = await contestantRunner(subject);
  const runBase = await contestantRunner(base);
  // Not counted: the compiler is still at work.
  await runBase();
  await runSubject();
  const bases: Measured[] = [];
  const subjects: Measured[] = [];
  const ratios: number[] = [];
  const controls: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = await runBase();
    const measured = await runSubject();
    const after = isControlled ? await runBase() : before;
    ratios.push(measured.perSecond / ((before.perSecond + after.perSecond) / 2));
    if (isControlled) controls.push(after.perSecond / before.perSecond);
    subjects.push(measured);
    bases.push(before, ...(isControlled ? [after] : []));
  }
  const pair = (field: (slice: Measured) => number) => ({
    subject: medianOf(subjects, field),
    base: medianOf(bases, field),
  });
  return {
    ratio: spreadOf(ratios),
    control: isControlled ? spreadOf(controls) : null,
    cpuMsPerOp: pair(({ cpuMsPerOp }) => cpuMsPerOp),
    perSecond: pair(({ perSecond }) => perSecond),
    p99Ms: pair(({ p99Ms }) => p99Ms),
  };
};
