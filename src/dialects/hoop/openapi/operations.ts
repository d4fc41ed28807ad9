// hoop's operations. Source: seed "Update Review Status"; hoop.md ruling 1 and sections 1.1-1.8.

import type { Answer, Operation } from "../../../openapi/describe.ts";
import { IDEMPOTENCY_KEY, ORGANIZATION, RATE_LIMIT_HEADERS, refusals, WORKSPACE } from "../../../openapi/parts.ts";
import { ruleBody } from "../rule-wire.ts";
import { provisionBody, reviewBody, sessionBody } from "../schema.ts";
import * as bodies from "./bodies.ts";

const CALLER = { "x-workspace-id": WORKSPACE, "x-orgid": ORGANIZATION } as const;
const WRITE = { ...CALLER, "Idempotency-Key": IDEMPOTENCY_KEY } as const;

const WORDS = {
  400: "The body, a parameter or the state of the review: the message says which.",
  401: "Nobody, or nobody known.",
  403: "The role may not do this, or the execution is not allowed.",
  404: "Not there, or hidden from the caller.",
  409: "Already being processed.",
  413: "The body is too large.",
  422: "A value that makes no rule, or an `Idempotency-Key` with another body.",
  429: "Too many calls.",
  500: "Something went wrong here.",
  503: "Busy; nothing was written.",
} as const;

const says = (...statuses: readonly (keyof typeof WORDS)[]): Readonly<Record<string, Answer>> =>
  refusals(bodies.refusal, Object.fromEntries(statuses.map((status) => [status, WORDS[status]])));

const READ = says(400, 401, 403, 404, 429, 500, 503);
const WRITES = says(400, 401, 403, 404, 409, 413, 422, 429, 500, 503);

const ok = (description: string, body?: Answer["body"]): Answer => ({
  description,
  headers: RATE_LIMIT_HEADERS,
  ...(body === undefined ? {} : { body }),
});

const number = (description: string, least: number, absent: number) => ({
  description,
  schema: { type: "integer", minimum: least, default: absent },
});

const UPDATE = {
  method: "put",
  tag: "Reviews",
  summary: "Approve, reject or revoke",
  description:
    "Sets the rows of every group that the caller is in. All rows APPROVED (or as many as the rule says) make the review APPROVED; one REJECTED or REVOKED row settles it. Nobody approves their own.",
  headers: WRITE,
  body: { schema: reviewBody, isRequired: true },
  answers: { "200": ok("The review.", bodies.review), ...WRITES },
} as const;

const reviews: readonly Operation[] = [
  {
    id: "listReviews",
    method: "get",
    path: "/api/reviews",
    tag: "Reviews",
    summary: "List reviews",
    description:
      "The newest 500 that the caller may see: their own, their groups', for administrators and auditors all.",
    headers: CALLER,
    answers: { "200": ok("Newest first.", bodies.reviews), ...READ },
  },
  {
    id: "getReview",
    method: "get",
    path: "/api/reviews/{id}",
    tag: "Reviews",
    summary: "Read a review",
    description: "By the review's id or its session's.",
    segments: { id: "Id of the review or of its session." },
    headers: CALLER,
    answers: { "200": ok("The review.", bodies.review), ...READ },
  },
  { ...UPDATE, id: "updateReview", path: "/api/reviews/{id}", segments: { id: "Id of the review or of its session." } },
  { ...UPDATE, id: "updateSessionReview", path: "/api/sessions/{id}/review", segments: { id: "Id of the session." } },
];

const sessions: readonly Operation[] = [
  {
    id: "listSessions",
    method: "get",
    path: "/api/sessions",
    tag: "Sessions",
    summary: "List sessions",
    description: "Newest first, a page at a time. More than 100 rows are 100.",
    query: {
      limit: number("Rows of a page.", 1, 20),
      offset: number("Rows to skip.", 0, 0),
      "review.status": { description: "Status of the review, in any case.", schema: { type: "string" } },
      "review.approver": { description: "E-mail of somebody who may be asked.", schema: { type: "string" } },
    },
    headers: CALLER,
    answers: { "200": ok("A page.", bodies.sessionPage), ...READ },
  },
  {
    id: "createSession",
    method: "post",
    path: "/api/sessions",
    tag: "Sessions",
    summary: "Ask for a session",
    description:
      "A run of a script, or access for a while. It waits where an access rule guards the connection: then the answer is 202 and `output` says where to look.",
    headers: WRITE,
    body: { schema: sessionBody, isRequired: true },
    answers: {
      "200": ok("Nobody has to approve.", bodies.sessionOpened),
      "202": ok("It waits for its review.", bodies.sessionOpened),
      ...WRITES,
    },
  },
  {
    id: "provisionSession",
    method: "post",
    path: "/api/sessions/provision",
    tag: "Sessions",
    summary: "Provision a session for somebody",
    description: "Administrators open a session for a user, with approvals that were given elsewhere.",
    headers: WRITE,
    body: { schema: provisionBody, isRequired: true },
    answers: { "202": ok("The session.", bodies.sessionProvisioned), ...WRITES },
  },
  {
    id: "getSession",
    method: "get",
    path: "/api/sessions/{id}",
    tag: "Sessions",
    summary: "Read a session",
    description: "With its review, if it has one.",
    segments: { id: "Id of the session." },
    headers: CALLER,
    answers: { "200": ok("The session.", bodies.session), ...READ },
  },
  {
    id: "killSession",
    method: "post",
    path: "/api/sessions/{id}/kill",
    tag: "Sessions",
    summary: "End a session",
    description: "Its owner or an administrator. Its review is cancelled by nobody: it only has nothing to run.",
    segments: { id: "Id of the session." },
    headers: WRITE,
    answers: { "204": ok("Ended."), ...WRITES },
  },
  {
    id: "executeSession",
    method: "post",
    path: "/api/sessions/{id}/exec",
    tag: "Sessions",
    summary: "Claim the run of an approved session",
    description: "One claim wins. Its `execution_token` is needed to report how the run went.",
    segments: { id: "Id of the session." },
    headers: WRITE,
    answers: { "202": ok("The claim.", bodies.claim), ...WRITES },
  },
];

const NAME = { name: "Name of the rule." } as const;

const rules: readonly Operation[] = [
  {
    id: "listRules",
    method: "get",
    path: "/api/access-requests/rules",
    tag: "Access rules",
    summary: "List access rules",
    description: "A page, or with a size of 0 all.",
    query: { page: number("From 1; 0 is the first.", 0, 1), page_size: number("Rules of a page; 0: all.", 0, 0) },
    headers: CALLER,
    answers: { "200": ok("A page.", bodies.rulePage), ...READ },
  },
  {
    id: "createRule",
    method: "post",
    path: "/api/access-requests/rules",
    tag: "Access rules",
    summary: "Make an access rule",
    description: "A change of the workspace document: the next apply replaces it.",
    headers: WRITE,
    body: { schema: ruleBody, isRequired: true },
    answers: { "201": ok("The rule.", bodies.rule), ...WRITES },
  },
  {
    id: "getRule",
    method: "get",
    path: "/api/access-requests/rules/{name}",
    tag: "Access rules",
    summary: "Read an access rule",
    description: "By its name.",
    segments: NAME,
    headers: CALLER,
    answers: { "200": ok("The rule.", bodies.rule), ...READ },
  },
  {
    id: "replaceRule",
    method: "put",
    path: "/api/access-requests/rules/{name}",
    tag: "Access rules",
    summary: "Replace an access rule",
    description: "Reviews that are open keep the rule under which they were opened.",
    segments: NAME,
    headers: WRITE,
    body: { schema: ruleBody, isRequired: true },
    answers: { "200": ok("The rule.", bodies.rule), ...WRITES },
  },
  {
    id: "deleteRule",
    method: "delete",
    path: "/api/access-requests/rules/{name}",
    tag: "Access rules",
    summary: "Remove an access rule",
    description: "Reviews that are open keep the rule under which they were opened.",
    segments: NAME,
    headers: WRITE,
    answers: { "204": ok("Removed."), ...WRITES },
  },
];

export const operations: readonly Operation[] = [...reviews, ...sessions, ...rules];
