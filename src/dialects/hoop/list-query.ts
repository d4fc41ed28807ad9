// The query parameters of the session list. Pure. Source: hoop.md ruling 13 (Sessions).

import type { SeenBy, SessionsQuestion } from "../../app/session-queries.ts";
import type { Member } from "../../app/workspace-document.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { HoopError } from "./errors.ts";
import { statusOf } from "./translate.ts";

/** Assumption: undocumented. More than the maximum is the maximum, as the real list does it. */
const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

export interface SessionFilter {
  readonly limit: number;
  readonly offset: number;
  /** As given; null: any. */
  readonly status: string | null;
  /** E-mail of somebody who may be asked; null: any. */
  readonly approver: string | null;
}

/** A whole number of at least `minimum`; `absent` where the parameter is not given. */
export const readInteger = (
  params: URLSearchParams,
  name: string,
  minimum: number,
  absent: number,
): Result<number, HoopError> => {
  const text = params.get(name);
  if (text === null || text === "") return ok(absent);
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  return number >= minimum ? ok(number) : err({ type: "invalid_body", message: `invalid ${name} parameter` });
};

export const readPage = (params: URLSearchParams): Result<SessionFilter, HoopError> => {
  const limit = readInteger(params, "limit", 1, DEFAULT_LIMIT);
  if (!limit.ok) return limit;
  const offset = readInteger(params, "offset", 0, 0);
  if (!offset.ok) return offset;
  return ok({
    limit: Math.min(limit.value, MAX_LIMIT),
    offset: offset.value,
    status: params.get("review.status") || null,
    approver: params.get("review.approver") || null,
  });
};

/** Null: nothing can match, an unknown status or an approver whom nobody can ask. */
export const toQuestion = (
  { limit, offset, status, approver }: SessionFilter,
  seenBy: SeenBy,
  members: readonly Member[],
): SessionsQuestion | null => {
  const reviewStatus = status === null ? null : statusOf(status);
  if (status !== null && reviewStatus === null) return null;
  const email = approver?.toLowerCase();
  const member = members.find((candidate) => candidate.email.toLowerCase() === email);
  if (approver !== null && member === undefined) return null;
  return { seenBy, reviewStatus, reviewGroups: member?.groups ?? null, limit, offset };
};
