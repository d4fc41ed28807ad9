// What the pictures share: what they are made from, numbers and durations in short, the ends of their axis. Pure.

import type { Series } from "../../app/metrics-series.ts";
import type { MetricStep } from "../../core/metric-series.ts";
import { durationWords } from "../components/time-words.ts";
import type { Tick } from "./chart.tsx";
import { type Range, stepLabel } from "./range.ts";

export interface PicturesProps {
  readonly series: Series;
  readonly range: Range;
}

const number = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
export const count = (value: number): string => number.format(value);
export const percent = (share: number | null): string => (share === null ? "–" : `${Math.round(share * 100)} %`);
export const seconds = (value: number | null): string =>
  value === null ? "–" : value < 60 ? `${value} s` : durationWords(value * 1_000);

/** First, middle and last step. */
export const ticksOf = ({ series: { steps }, range }: PicturesProps): readonly Tick[] => {
  const at = (index: number): string => stepLabel(range, steps[index]?.from ?? 0);
  const last = steps.length - 1;
  const middle = Math.floor(steps.length / 2);
  return [
    { at: 0, label: at(0), anchor: "start" },
    { at: (middle + 0.5) / steps.length, label: at(middle), anchor: "middle" },
    { at: 1, label: at(last), anchor: "end" },
  ];
};

export const stepHead = ({ width }: Range): string => (width < 86_400_000 ? "Hour (UTC)" : "Day (UTC)");

/** The latest first: what somebody looks for in a long table. */
export const stepRows = <T>(steps: readonly MetricStep[], row: (step: MetricStep) => T): readonly T[] =>
  steps.map(row).toReversed();
