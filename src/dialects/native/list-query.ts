// The query string of GET /v2/reviews: filters, order, page. Unknown parameters are refused, like unknown keys of a body.
// Source: workspace.md 4, `GET /v2/reviews`.

import * as z from "zod/mini";
import type { Problem } from "../../app/document-ports.ts";
import type { ListQuery } from "../../app/review-queries.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { PRIORITIES, REVIEW_STATUSES } from "../../core/review/review.ts";
import { safeParse } from "../../http/safe-parse.ts";
import { zodProblems } from "../../http/zod-problems.ts";
import { readListCursor } from "./cursor.ts";
import type { NativeError } from "./errors.ts";

/** Every API whose reviews there are. */
export const DIALECTS = ["hoop", "adjudon", "alloy", "authentivoice", "native"] as const;

const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;

const instant = z.optional(
  z.pipe(
    z.iso.datetime({ offset: true, message: "must be a date and time in ISO 8601, with a zone" }),
    z.transform((value) => Date.parse(value)),
  ),
);

const name = z.optional(
  z.string().check(z.minLength(1, "must not be empty"), z.maxLength(256, "must have at most 256 characters")),
);

const limit = z._default(
  z
    .pipe(z.string().check(z.regex(/^[1-9]\d{0,2}$/, `must be a number from 1 to ${MAX_LIMIT}`)), z.transform(Number))
    .check(z.refine((value) => value <= MAX_LIMIT, `must be at most ${MAX_LIMIT}`)),
  DEFAULT_LIMIT,
);

export const listQuerySchema = z.strictObject({
  status: z._default(z.array(z.enum(REVIEW_STATUSES)), []),
  dialect: z.optional(z.enum(DIALECTS)),
  priority: z.optional(z.enum(PRIORITIES)),
  assignedTo: name,
  group: name,
  sla: z.optional(z.enum(["on_track", "at_risk", "breached"])),
  subjectType: name,
  subjectId: name,
  createdAfter: instant,
  createdBefore: instant,
  dueBefore: instant,
  sort: z._default(z.enum(["createdAt", "dueAt", "priority"]), "createdAt"),
  cursor: z.optional(z.string()),
  limit,
});

/** Parameters by name; only `status` may be given more than once. */
const fieldsOf = (params: URLSearchParams): Result<Readonly<Record<string, unknown>>, readonly Problem[]> => {
  const names = [...new Set(params.keys())];
  const repeated = names.filter((key) => key !== "status" && params.getAll(key).length > 1);
  if (repeated.length > 0) return err(repeated.map((key) => ({ path: `/${key}`, message: "must be given once" })));
  return ok(Object.fromEntries(names.map((key) => [key, key === "status" ? params.getAll(key) : params.get(key)])));
};

type Asked = Pick<ListQuery, "filter" | "sort" | "after" | "limit">;

const invalid = (problems: readonly Problem[]): Result<never, NativeError> => err({ type: "invalid", problems });

export const readListQuery = (params: URLSearchParams): Result<Asked, NativeError> => {
  const fields = fieldsOf(params);
  if (!fields.ok) return invalid(fields.error);
  const parsed = safeParse(listQuerySchema, fields.value);
  if (!parsed.success) return invalid(zodProblems(parsed.error));
  const { status, sort, cursor, limit: size, ...rest } = parsed.data;
  const after = cursor === undefined ? null : readListCursor(cursor, sort);
  if (cursor !== undefined && after === null) {
    return invalid([{ path: "/cursor", message: "is no cursor of a list in this order" }]);
  }
  return ok({
    filter: {
      statuses: [...new Set(status)],
      dialect: rest.dialect ?? null,
      priority: rest.priority ?? null,
      assignedTo: rest.assignedTo ?? null,
      group: rest.group ?? null,
      sla: rest.sla ?? null,
      subjectType: rest.subjectType ?? null,
      subjectId: rest.subjectId ?? null,
      createdAfter: rest.createdAfter ?? null,
      createdBefore: rest.createdBefore ?? null,
      dueBefore: rest.dueBefore ?? null,
    },
    sort,
    after,
    limit: size,
  });
};
