// Whatever is sent: never a 5xx, and every refusal parses as this API's error. Source: authentivoice.md ruling 2; issue "Bad input".

import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import type { Answer, TestWorkspace } from "../../support/workspace-builder.ts";
import { aVoiceDesk, aVoiceReview, type OpenReview } from "./voice-desk.ts";

const errorBody = z.strictObject({
  error: z.strictObject({
    code: z.string().regex(/^[A-Z_]+$/),
    message: z.string().min(1),
    details: z.strictObject({ field: z.string(), issue: z.string() }).optional(),
    existingReviewId: z.string().optional(),
  }),
});

let desk: TestWorkspace;
let review: OpenReview;
beforeAll(async () => {
  desk = await aVoiceDesk();
  review = await aVoiceReview(desk);
});

const isSound = ({ status, body }: Answer): boolean =>
  status < 300 || (status < 500 && errorBody.safeParse(body).success);

const KEYS = [
  "status",
  "findings",
  "escalationReason",
  "additionalReviewRequired",
  "analysisId",
  "riskScore",
  "riskLevel",
];
const MORE_KEYS = [
  "reviewIds",
  "assignmentStrategy",
  "type",
  "pool",
  "deadline",
  "priority",
  "transcription",
  "__proto__",
];
const words = fc.constantFrom("in_progress", "completed", "escalated", "round_robin", "high", "2030-01-01T00:00:00Z");
const value = fc.oneof(
  words,
  fc.jsonValue(),
  fc.dictionary(fc.constantFrom("type", "pool", "notes", "confidence"), fc.jsonValue()),
);
const body = fc.oneof(
  fc.dictionary(fc.constantFrom(...KEYS, ...MORE_KEYS), value, { maxKeys: 6 }).map((fields) => JSON.stringify(fields)),
  fc.jsonValue().map((json) => JSON.stringify(json)),
  fc.string(),
);

describe("bodies", () => {
  test.each([
    ["PUT", "a review"],
    ["POST", "/v1/reviews"],
    ["POST", "/v1/reviews/assign"],
    ["POST", "/v1/analyses"],
  ])("%s %s", async (method, path) => {
    const target = path.startsWith("/") ? path : review.path;
    await fc.assert(
      fc.asyncProperty(body, async (text) => {
        expect(isSound(await desk.as("rita").send(method, target, text))).toBe(true);
      }),
      { numRuns: 75 },
    );
  });
});

describe("queries and ids", () => {
  test("any query, any id", async () => {
    const text = fc.string({ unit: "binary" });
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.constantFrom("limit", "status", "sort", "assignedTo", "include"),
        async (given, key) => {
          const encoded = encodeURIComponent(given.toWellFormed());
          for (const path of [`/v1/reviews?${key}=${encoded}`, `/v1/reviews/${encoded}`, `/v1/analyses/${encoded}`]) {
            expect(isSound(await desk.as("rita").get(path))).toBe(true);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
