// Which stretch of time the pictures show: four to choose from, each in steps that a screen has room for. Pure.

import type { Instant } from "../../core/time.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

export const RANGES = [
  { name: "24h", label: "24 hours", width: HOUR_MS, steps: 24 },
  { name: "7d", label: "7 days", width: DAY_MS, steps: 7 },
  { name: "30d", label: "30 days", width: DAY_MS, steps: 30 },
  { name: "90d", label: "90 days", width: DAY_MS, steps: 90 },
] as const;
export type Range = (typeof RANGES)[number];

const DEFAULT: Range = RANGES[1];

/** Null: none of them. */
export const readRange = (text: string | undefined): Range | null =>
  text === undefined ? DEFAULT : (RANGES.find(({ name }) => name === text) ?? null);

const hour = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** `14:00` or `22 Nov`, in UTC. */
export const stepLabel = ({ width }: Range, from: Instant): string =>
  width === HOUR_MS ? hour.format(from) : day.format(from);
