// The flags of `npm run faults -- …`.

import { parseArgs } from "node:util";

/** In the order in which they run. */
export const CASES = [
  "fuzz",
  "webhooks",
  "d1",
  "objects",
  "sweeps",
  "clock",
  "sockets",
  "texts",
  "model",
  "kill",
] as const;

export interface Flags {
  readonly rounds: number;
  readonly clients: number;
  /** Of everything that is left to chance, so that a run can be had again as far as processes allow. */
  readonly seed: number;
  /** Damaged bodies that are sent to each public API. */
  readonly bodies: number;
  /** Commands that are sent beside the model. */
  readonly commands: number;
  /** Null: everything. */
  readonly only: (typeof CASES)[number] | null;
}

const positive = (name: string, text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} takes a number from 1, not ${text}`);
  return value;
};

const caseNamed = (name: string | undefined): Flags["only"] => {
  const found = CASES.find((one) => one === name);
  if (name === undefined || found !== undefined) return found ?? null;
  throw new Error(`--only takes one of ${CASES.join(", ")}, not ${name}`);
};

export const readFlags = (argv: readonly string[]): Flags => {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      rounds: { type: "string", default: "20" },
      clients: { type: "string", default: "8" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      bodies: { type: "string", default: "10000" },
      commands: { type: "string", default: "10000" },
      only: { type: "string" },
    },
  });
  return {
    rounds: positive("rounds", values.rounds),
    clients: positive("clients", values.clients),
    seed: positive("seed", values.seed),
    bodies: positive("bodies", values.bodies),
    commands: positive("commands", values.commands),
    only: caseNamed(values.only),
  };
};
