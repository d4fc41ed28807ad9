// Words and numbers of a finished run: the table on the terminal and results.json.

import type { BenchCase } from "./cases.ts";
import type { Comparison } from "./harness/compare.ts";
import type { Spread } from "./harness/statistics.ts";
import type { Counts } from "./recorder/record.ts";

export interface CaseResult {
  readonly key: string;
  readonly countedAs: string;
  readonly title: string;
  readonly target: number | null;
  readonly isMet: boolean;
  readonly comparison: Comparison;
  /** Of the operation that is measured; null where it was not recorded. */
  readonly counts: Counts | null;
}

export const toResult = (benchCase: BenchCase, comparison: Comparison, counts: Counts | null): CaseResult => ({
  key: benchCase.key,
  countedAs: benchCase.countedAs,
  title: benchCase.title,
  target: benchCase.target,
  isMet: benchCase.target === null || comparison.ratio.median >= benchCase.target,
  comparison,
  counts,
});

const spread = ({ median, min, max }: Spread): string => `${median.toFixed(2)} (${min.toFixed(2)}-${max.toFixed(2)})`;

const HEADER = ["operation | against", "ratio", "A/A", "CPU ms/op", "trips", "read", "written", "target"];

const row = ({ title, target, isMet, comparison, counts }: CaseResult): readonly string[] => [
  title,
  spread(comparison.ratio),
  comparison.control === null ? "-" : spread(comparison.control),
  `${comparison.cpuMsPerOp.subject.toFixed(2)} | ${comparison.cpuMsPerOp.base.toFixed(2)}`,
  String(counts?.roundTrips ?? "-"),
  String(counts?.rowsRead ?? "-"),
  String(counts?.rowsWritten ?? "-"),
  target === null ? "-" : `${target} ${isMet ? "met" : "MISSED"}`,
];

/** A line per case, columns as wide as they need. */
export const table = (results: readonly CaseResult[]): string => {
  const rows = [HEADER, ...results.map(row)];
  const widths = HEADER.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
};

/** An A/A ratio beyond this, and the machine was busy with something else. */
const QUIET = { min: 0.8, max: 1.25 };

/** Whether the controls say that the ratios may be believed. */
export const isQuiet = (results: readonly CaseResult[]): boolean =>
  results.every(
    ({ comparison: { control } }) => control === null || (control.min >= QUIET.min && control.max <= QUIET.max),
  );
