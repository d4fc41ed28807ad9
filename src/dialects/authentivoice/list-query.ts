// The query parameters of the review list. Pure. Source: authentivoice.md rulings 1, 13 (List, Details).

import type { OffsetFilter, OffsetQuestion, OffsetSort } from "../../app/workload-queries.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { isOpen, PRIORITIES, REVIEW_STATUSES } from "../../core/review/review.ts";
import { invalidRequest } from "./body.ts";
import type { VoiceError } from "./errors.ts";
import { PRIORITY, PRIORITY_WORDS, type PriorityWord, STATUS, STATUS_WORDS, type StatusWord } from "./translate.ts";

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

const SORTS = { createdAt: "createdAt", deadline: "dueAt", priority: "priority" } as const;

/** One of the words; null without the parameter. */
const readWord = <T extends string>(
  params: URLSearchParams,
  name: string,
  words: readonly T[],
): Result<T | null, VoiceError> => {
  const given = params.get(name);
  if (given === null) return ok(null);
  const word = words.find((candidate) => candidate === given);
  return word === undefined ? err(invalidRequest(400, name, `must be one of ${words.join(", ")}`)) : ok(word);
};

const readInteger = (
  params: URLSearchParams,
  name: string,
  { absent, least, most }: { readonly absent: number; readonly least: number; readonly most: number },
): Result<number, VoiceError> => {
  const given = params.get(name);
  if (given === null) return ok(absent);
  const number = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
  const isInRange = number >= least && number <= most;
  return isInRange ? ok(number) : err(invalidRequest(400, name, `must be a whole number from ${least} to ${most}`));
};

const readSort = (params: URLSearchParams): Result<OffsetSort, VoiceError> => {
  const given = params.get("sort");
  if (given === null) return ok({ by: "createdAt", isDescending: true });
  const isDescending = given.startsWith("-");
  const name = isDescending ? given.slice(1) : given;
  switch (name) {
    case "createdAt":
    case "deadline":
    case "priority":
      return ok({ by: SORTS[name], isDescending });
    default:
      return err(invalidRequest(400, "sort", "must be createdAt, deadline or priority, with - for descending"));
  }
};

/** Escalated reviews are pending or in progress to the kernel. */
const statusFilter = (word: StatusWord | null): Pick<OffsetFilter, "statuses" | "isEscalated"> => {
  switch (word) {
    case null:
      return { statuses: REVIEW_STATUSES, isEscalated: null };
    case "escalated":
      return { statuses: REVIEW_STATUSES.filter(isOpen), isEscalated: true };
    case "completed":
      return { statuses: REVIEW_STATUSES.filter((status) => STATUS[status] === word), isEscalated: null };
    case "pending":
    case "in_progress":
      return { statuses: REVIEW_STATUSES.filter((status) => STATUS[status] === word), isEscalated: false };
  }
};

/** Places in the kernel's order of the priorities that show as this word. */
const ranksOf = (word: PriorityWord | null): readonly number[] | null =>
  word === null ? null : PRIORITIES.flatMap((priority, rank) => (PRIORITY[priority] === word ? [rank] : []));

export const readListQuery = (params: URLSearchParams): Result<OffsetQuestion, VoiceError> => {
  const limit = readInteger(params, "limit", { absent: DEFAULT_LIMIT, least: 1, most: MAX_LIMIT });
  if (!limit.ok) return limit;
  const offset = readInteger(params, "offset", { absent: 0, least: 0, most: Number.MAX_SAFE_INTEGER });
  if (!offset.ok) return offset;
  const status = readWord(params, "status", STATUS_WORDS);
  if (!status.ok) return status;
  const priority = readWord(params, "priority", PRIORITY_WORDS);
  if (!priority.ok) return priority;
  const sort = readSort(params);
  if (!sort.ok) return sort;
  const filter = {
    ...statusFilter(status.value),
    priorityRanks: ranksOf(priority.value),
    assignedTo: params.get("assignedTo"),
  };
  return ok({ filter, sort: sort.value, limit: limit.value, offset: offset.value });
};
