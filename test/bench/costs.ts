// What a million operations cost at Cloudflare's published prices, from exact counts and the CPU of this machine.
// Prices of the Workers Paid plan beyond what it includes, in US dollars, as read on 2026-11-22:
// developers.cloudflare.com/workers/platform/pricing, /d1/platform/pricing, /durable-objects/platform/pricing.

import type { Counts } from "./recorder/record.ts";

const PER_MILLION = {
  request: 0.3,
  /** A millisecond of CPU. */
  cpuMs: 0.02,
  objectRequest: 0.15,
  rowRead: 0.001,
  rowWritten: 1,
} as const;

export interface Cost {
  readonly operation: string;
  readonly dollarsPerMillion: number;
}

/**
 * Operations that hop to an object. Its duration is not here: an object that sleeps costs none, and 50 ms awake for a vote
 * add $0.08 a million.
 */
const HOPS = /vote/;

/** `cpuMs`: of one operation, where it was measured. Locally it holds D1's own work, which is not billed as CPU: an upper bound. */
export const costOf = (operation: string, { rowsRead, rowsWritten }: Counts, cpuMs: number | null): Cost => ({
  operation,
  dollarsPerMillion:
    PER_MILLION.request +
    (cpuMs ?? 0) * PER_MILLION.cpuMs +
    (HOPS.test(operation) ? PER_MILLION.objectRequest : 0) +
    rowsRead * PER_MILLION.rowRead +
    rowsWritten * PER_MILLION.rowWritten,
});

export const costTable = (costs: readonly Cost[]): string =>
  costs.map(({ operation, dollarsPerMillion }) => `${operation}: $${dollarsPerMillion.toFixed(2)}`).join("\n");
