// The query string of GET /v2/reviews: filters, order, page. Unknown parameters are refused, like unknown keys of a body.
// Source: workspace.md 4, `GET /v2/reviews`.

import * as z from "zod";
import type { Problem } from "../../app/document-ports.ts";
import type { ListQuery } from "../../app/review-queries.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { PRIORITIES, REVIEW_STATUSES } from "../../core/review/review.ts";
import { zodProblems } from "../../http/zod-problems.ts";
import { readListCursor } from "./cursor.ts";
import type { NativeError } from "./errors.ts";

/** Every API whose reviews there are. */
export const DIALECTS = ["hoop", "adjudon", "alloy", "authentivoice", "native"] as const;

const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;

const instant = z.iso
  .datetime({ offset: true, message: "must be a date and time in ISO 8601, with a zone" })
  .transform((value) => Date.parse(value))
  .optional();

const name = z.string().min(1, "must not be empty").max(256, "must have at most 256 characters").optional();

const limit = z
  .string()
  .regex(/^[1-9]\d{0,2}$/, `must be a number from 1 to ${MAX_LIMIT}`)
  .transform(Number)
  .refine((value) => value <= MAX_LIMIT, `must be at most ${MAX_LIMIT}`)
  .default(DEFAULT_LIMIT);

const querySchema = z.strictObject({
  status: z.array(z.enum(REVIEW_STATUSES)).default([]),
  dialect: z.enum(DIALECTS).optional(),
  priority: z.enum(PRIORITIES).optional(),
  assignedTo: name,
  group: name,
  sla: z.enum(["on_track", "at_risk", "breached"]).optional(),
  subjectType: name,
  subjectId: name,
  createdAfter: instant,
  createdBefore: instant,
  dueBefore: instant,
  sort: z.enum(["createdAt", "dueAt", "priority"]).default("createdAt"),
  cursor: z.string().optional(),
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
  const parsed = querySchema.safeParse(fields.value);
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
