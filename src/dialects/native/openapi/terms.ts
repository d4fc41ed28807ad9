// Terms that the operations of the native API share: headers, and which refusals belong to which kind of call.

import type { Answer, Header, Operation } from "../../../openapi/describe.ts";
import { IDEMPOTENCY_KEY, ORGANIZATION, RATE_LIMIT_HEADERS, WORKSPACE } from "../../../openapi/parts.ts";
import { PROBLEM_TYPE, problems } from "./problem.ts";
import { outgrown, review } from "./reviews.ts";

export const CALLER = { "x-workspace-id": WORKSPACE, "x-orgid": ORGANIZATION } as const;

const IF_MATCH = {
  description: 'The version that the caller has seen, such as `"3"`: another one is 412, and nothing is written.',
  schema: { type: "string" },
} as const;

export const KEYED = { ...CALLER, "Idempotency-Key": IDEMPOTENCY_KEY } as const;
export const WRITE_HEADERS = { ...KEYED, "If-Match": IF_MATCH } as const;

export const ETAG: Header = {
  description: "The version, in quotes.",
  schema: { type: "string", pattern: '^"[1-9][0-9]*"$' },
  isAlwaysThere: true,
};

export const LOCATION: Header = {
  description: "Path of what was made.",
  schema: { type: "string" },
  isAlwaysThere: true,
};

export const REVIEW_ID =
  "Id of the review: its own, or any id that another API gave it (session, trace's review, `R-` token, `rev_…`).";

/** Headers that any answer to a known caller may carry. */
export const limited = (answer: Answer): Answer => ({
  ...answer,
  headers: { ...RATE_LIMIT_HEADERS, ...answer.headers },
});

/** 404 also where the operator names a workspace that is not there. */
export const READ = problems(400, 401, 403, 404, 429, 500, 503);
export const WRITE = problems(400, 401, 403, 404, 409, 413, 422, 429, 500, 503);

const precondition: Answer = {
  description: "`precondition_failed`: `current` is the review as it is.",
  body: outgrown,
  type: PROBLEM_TYPE,
  headers: { ETag: ETAG },
};

export const WRITE_ONE = { ...WRITE, "412": precondition } as const;

export const theReview: Answer = limited({
  description: "The review as it now stands.",
  body: review,
  headers: { ETag: ETAG },
});

/** A write on one review. */
export const verb = (
  { path, ...rest }: Pick<Operation, "id" | "summary" | "description" | "body"> & { readonly path: string },
  method: Operation["method"] = "post",
): Operation => ({
  ...rest,
  method,
  path: `/v2/reviews/{id}${path}`,
  tag: "Decisions",
  segments: { id: REVIEW_ID },
  headers: WRITE_HEADERS,
  answers: { "200": theReview, ...WRITE_ONE },
});
