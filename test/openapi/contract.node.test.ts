// What holds every exchange of the conformance tests to the documents, shown exchanges that break them: a check that
// cannot fail proves nothing.

import { describe, expect, test } from "vitest";
import { contractProblems, type Exchange } from "../support/contract.ts";

const refusal = { success: false, error: "Review item not found", code: "NOT_FOUND" };

const an = (changes: Partial<Exchange> & { readonly json?: unknown } = {}): Exchange => {
  const { json = refusal, ...rest } = changes;
  return {
    method: "POST",
    path: "/api/v1/review-queue/65b1f2c4/decision",
    headers: {},
    body: '{"decision": "approve"}',
    status: 404,
    answerHeaders: new Headers({
      "content-type": "application/json",
      "x-request-id": "1",
      "x-adjudon-api-version": "v1",
    }),
    text: JSON.stringify(json),
    ...rest,
  };
};

const bulk = { success: true, data: { updated: 1, skipped: 0, ids: ["a"] }, count: 1 };
const aBulk = (changes: Parameters<typeof an>[0] = {}): Exchange =>
  an({
    path: "/api/v1/review-queue/bulk-decision",
    body: '{"ids": ["a"], "decision": "approve"}',
    status: 200,
    json: bulk,
    ...changes,
  });

test("an exchange as published is one", () => {
  expect(contractProblems(an())).toEqual([]);
  expect(contractProblems(aBulk())).toEqual([]);
});

describe("an exchange is not as published when", () => {
  test.each<[string, Exchange]>([
    ["the status is none of the operation's", an({ status: 418 })],
    ["a key of the answer is missing", an({ json: { success: false, error: "x" } })],
    ["a key of the answer has another type", an({ json: { ...refusal, code: 4 } })],
    ["the answer has a key that nobody published", an({ json: { ...refusal, stack: "at x" } })],
    ["an inner key of the answer is not published", aBulk({ json: { ...bulk, data: { ...bulk.data, more: 1 } } })],
    ["the answer is not JSON", an({ text: "<html>" })],
    [
      "a header is missing",
      an({ answerHeaders: new Headers({ "content-type": "application/json", "x-request-id": "1" }) }),
    ],
    [
      "the media type is another",
      an({
        answerHeaders: new Headers({ "content-type": "text/html", "x-request-id": "1", "x-adjudon-api-version": "v1" }),
      }),
    ],
    ["a body was accepted that the document refuses", aBulk({ body: '{"ids": [], "decision": "approve"}' })],
    ["no body was accepted where one is needed", aBulk({ body: null })],
    ["a parameter was accepted that the document refuses", aBulk({ headers: { "x-adjudon-version": "2020-01-01" } })],
    ["an operation answers that nobody published", an({ method: "PUT", status: 200 })],
    ["a path answers that nobody published", an({ path: "/api/v1/secret", status: 200 })],
  ])("%s", (_, exchange) => {
    expect(contractProblems(exchange)).not.toEqual([]);
  });
});

test("what is refused may have any body, and paths that nobody published are refused", () => {
  expect(contractProblems(an({ body: "{" }))).toEqual([]);
  expect(contractProblems(an({ path: "/api/v1/secret" }))).toEqual([]);
});
