// The flags of `npm run bench -- …`.

import { parseArgs } from "node:util";

export interface Flags {
  readonly rounds: number;
  /** Keys of the cases to run; null: all. */
  readonly only: readonly string[] | null;
  /** Lists of a million reviews too. Takes gigabytes of disk and minutes. */
  readonly large: boolean;
  /** Port of the service's inspector, for a profiler; null: none. */
  readonly inspectorPort: number | null;
}

const DEFAULT_ROUNDS = 7;

export const readFlags = (argv: readonly string[]): Flags => {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      rounds: { type: "string", default: String(DEFAULT_ROUNDS) },
      only: { type: "string" },
      large: { type: "boolean", default: false },
      "inspector-port": { type: "string" },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds takes a number from 1, not ${values.rounds}`);
  const inspectorPort = values["inspector-port"];
  return {
    rounds,
    only: values.only?.split(",") ?? null,
    large: values.large,
    inspectorPort: inspectorPort === undefined ? null : Number(inspectorPort),
  };
};
