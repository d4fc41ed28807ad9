// Running what was approved: one claim wins, the executor reports, silence makes the outcome unknown.
// Source: hoop.md ruling 10; seed "Update Review Status" § System-Controlled States.

import { type Instant, MS_PER_MINUTE } from "../time.ts";
import type { CommandMeta, ReportExecution } from "./commands.ts";
import type { Refusals, ReviewError } from "./errors.ts";
import type { ReviewEvent } from "./events.ts";
import { mayExecute } from "./permissions.ts";
import type { Review, TimeWindow } from "./review.ts";

const MINUTES_PER_DAY = 1_440;

/** Minute of the day of "H:MM" or "HH:MM" in 24 h; null when it is not one. Source: hoop.md 1.2 (Go layout 15:04). */
export const minuteOfDay = (text: string): number | null => {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text);
  if (match === null) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2])];
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
};

/** Both ends belong to the window, to the minute; an end before the start runs over midnight. */
const isInside = (minute: number, start: number, end: number): boolean =>
  start <= end ? start <= minute && minute <= end : minute >= start || minute <= end;

/** Null when execution is allowed now. The only type that can run is `time_range`. */
const windowError = (window: TimeWindow | null, now: Instant): ReviewError | null => {
  if (window === null) return null;
  if (window.type !== "time_range") return { type: "window_unknown", windowType: window.type };
  const { start_time: start = "", end_time: end = "" } = window.configuration;
  const [from, to] = [minuteOfDay(start), minuteOfDay(end)];
  const minute = Math.floor(now / MS_PER_MINUTE) % MINUTES_PER_DAY;
  const isAllowed = from !== null && to !== null && isInside(minute, from, to);
  return isAllowed ? null : { type: "window_closed", start, end };
};

/** How long a run may take; null where this review runs nothing. */
const runMs = ({ policy: { access } }: Review): number | null => (access?.kind === "once" ? access.deadlineMs : null);

export function* executeRefusals(review: Review, { actor, now }: CommandMeta): Refusals {
  const { subjectEnd } = review.policy;
  if (runMs(review) === null) return yield { type: "not_applicable", verb: "execute" };
  if (!mayExecute(review, actor)) yield { type: "not_executor" };
  if (review.status === "processing") return yield { type: "execution_running" };
  const isSubjectEnded = subjectEnd !== null && review.subject.status === subjectEnd;
  if (review.status !== "approved" || isSubjectEnded) yield { type: "not_executable", status: review.status };
  const closed = windowError(review.timeWindow, now);
  if (closed !== null) yield closed;
}

/** The claim: of any number of concurrent ones, the commit lets exactly one through. */
export const claimExecution = (review: Review, { actor, now }: CommandMeta): readonly ReviewEvent[] => {
  const deadlineAt = now + (runMs(review) ?? 0);
  return [{ type: "execution_started", at: now, by: actor, data: { deadlineAt }, texts: {} }];
};

const isSameReport = ({ execution }: Review, { result, exitCode, output }: ReportExecution): boolean =>
  execution?.result === result && execution.exitCode === exitCode && execution.output === output;

/** The same report again is nothing; another one, or one after the deadline, is kept in the trail and refused by the app. */
export function* reportRefusals(review: Review, command: ReportExecution): Refusals {
  const { execution, status } = review;
  if (execution === null) return yield { type: "not_executable", status };
  const isTaken = status === "processing" || status === "unknown" || isSameReport(review, command);
  if (!isTaken) yield { type: "review_closed", status, wanted: "report" };
}

export const reportExecution = (
  review: Review,
  { result, exitCode, output }: ReportExecution,
  { actor, now }: CommandMeta,
): readonly ReviewEvent[] => {
  const report = { at: now, by: actor, data: { result, exitCode }, texts: output === null ? {} : { output } };
  if (review.status === "processing") return [{ type: "executed", ...report }];
  return review.status === "unknown" ? [{ type: "execution_report_late", ...report }] : [];
};
