// src/core in pieces: each is a run of its own, so that one that is cut off costs no other its results.

const state = ["audit-chain", "audit-event", "checkpoint", "evolve", "readers", "texts"];
const timers = ["ladder", "sla", "timers"];
const calendar = ["calendar", "calendar-problems", "time", "time-zone"];
const metrics = ["metric-counts", "metric-figures", "metric-spans", "metrics"];

const review = (name: string): string => `src/core/review/${name}.ts`;
const core = (name: string): string => `src/core/${name}.ts`;
const but = (path: string): string => `!${path}`;

/** What each group mutates, from the top of the repository; a new file falls into `verbs` or `values` by itself. */
export const GROUPS: Readonly<Record<string, readonly string[]>> = {
  verbs: ["src/core/review/*.ts", ...[...state, ...timers].map(review).map(but)],
  state: state.map(review),
  timers: timers.map(review),
  calendar: calendar.map(core),
  metrics: metrics.map(core),
  scrub: [core("scrub"), "src/core/scrub/*.ts"],
  values: ["src/core/*.ts", ...[...calendar, ...metrics, "scrub"].map(core).map(but)],
};
