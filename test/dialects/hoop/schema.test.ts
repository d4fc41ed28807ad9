// Bodies: wrong types and missing fields, in Go's words. Source: hoop.md 1.2, 1.4 rows 2-7, 1.6, ruling 13.

import { describe, expect, test } from "vitest";
import { readProvisionRequest, readReviewRequest, readSessionRequest } from "../../../src/dialects/hoop/schema.ts";

const REQUIRED = "Key: 'ReviewRequest.Status' Error:Field validation for 'Status' failed on the 'required' tag";
const window = (configuration: unknown, type: unknown = "time_range") => ({
  status: "APPROVED",
  time_window: { type, configuration },
});

const reviewProblem = (body: unknown): unknown => {
  const read = readReviewRequest(body);
  return read.ok ? null : read.error;
};
const message = (text: string) => ({ type: "invalid_body", message: text });

describe("the body of a decision", () => {
  test.each([
    ["status missing", {}, REQUIRED],
    ["null, which is an empty struct", null, REQUIRED],
    ["status empty", { status: "" }, REQUIRED],
    ["status null", { status: null }, REQUIRED],
    [
      "a window without type",
      { status: "APPROVED", time_window: { configuration: {} } },
      "Key: 'ReviewRequest.TimeWindow.Type' Error:Field validation for 'Type' failed on the 'required' tag",
    ],
    [
      "a window without configuration",
      { status: "APPROVED", time_window: { type: "time_range" } },
      "Key: 'ReviewRequest.TimeWindow.Configuration' Error:Field validation for 'Configuration' failed on the 'required' tag",
    ],
    ["an empty configuration", window({}), "both from and to time must be provided"],
    ["one time only", window({ start_time: "09:00" }), "both from and to time must be provided"],
    ["an empty time", window({ start_time: "", end_time: "10:00" }), "both from and to time must be provided"],
    [
      "24:00",
      window({ start_time: "24:00", end_time: "10:00" }),
      "invalid start_time format, expected HH:MM in 24-hour format",
    ],
    [
      "one digit of minutes",
      window({ start_time: "09:00", end_time: "10:5" }),
      "invalid end_time format, expected HH:MM in 24-hour format",
    ],
    [
      "a number for status",
      { status: 1 },
      "json: cannot unmarshal number into Go struct field ReviewRequest.status of type string",
    ],
    [
      "a string for force_review",
      { status: "APPROVED", force_review: "yes" },
      "json: cannot unmarshal string into Go struct field ReviewRequest.force_review of type bool",
    ],
    [
      "a number in the configuration",
      window({ start_time: 9, end_time: "10:00" }),
      "json: cannot unmarshal number into Go struct field ReviewRequest.time_window.configuration.start_time of type string",
    ],
    ["an array", [], "json: cannot unmarshal array into Go value of type openapi.ReviewRequest"],
    ["a string", "APPROVED", "json: cannot unmarshal string into Go value of type openapi.ReviewRequest"],
  ])("%s", (_name, body, text) => {
    expect(reviewProblem(body)).toEqual(message(text));
  });

  test("several missing fields are one message, a line each", () => {
    const error = reviewProblem({ time_window: {} });
    expect(error).toMatchObject({ message: expect.stringMatching(/Status.*\n.*TimeWindow\.Type.*\n.*Configuration/) });
  });

  test("a one-digit hour is fine, extra keys of the configuration are kept, unknown fields ignored", () => {
    const configuration = { start_time: "9:00", end_time: "18:00", zone: "UTC" };
    expect(readReviewRequest({ ...window(configuration), color: "red" })).toEqual({
      ok: true,
      value: {
        status: "APPROVED",
        timeWindow: { type: "time_range", configuration },
        force: false,
        rejectionReason: null,
      },
    });
  });

  test("the type of a window may be any word; the status is not judged yet", () => {
    const configuration = { start_time: "9:00", end_time: "18:00" };
    expect(readReviewRequest({ ...window(configuration, "moon"), status: "DENY" })).toMatchObject({
      ok: true,
      value: { status: "DENY", timeWindow: { type: "moon" } },
    });
  });

  test("a rejection reason may have 256 KB and not a byte more", () => {
    const body = (length: number) => ({ status: "REJECTED", rejection_reason: "x".repeat(length) });
    expect(reviewProblem(body(262_144))).toBeNull();
    expect(reviewProblem(body(262_145))).toEqual({ type: "too_large" });
    expect(reviewProblem({ status: "REJECTED", rejection_reason: "é".repeat(131_073) })).toEqual({ type: "too_large" });
  });

  test("an empty reason is none", () => {
    expect(readReviewRequest({ status: "REJECTED", rejection_reason: "" })).toMatchObject({
      value: { rejectionReason: null },
    });
  });

  test("prototype keys are data", () => {
    const body: unknown = JSON.parse(
      '{"status":"APPROVED","__proto__":{"force_review":true},"constructor":{"prototype":{"x":1}},"time_window":{"type":"t","configuration":{"__proto__":"y","start_time":"1:00","end_time":"2:00"}}}',
    );
    expect(readReviewRequest(body)).toMatchObject({ ok: true, value: { force: false } });
    expect(Reflect.get({}, "x")).toBeUndefined();
  });
});

describe("the body of a new session", () => {
  const problem = (body: unknown): unknown => {
    const read = readSessionRequest(body);
    return read.ok ? null : read.error;
  };

  test("needs a connection, and a script unless access for a while is asked", () => {
    expect(problem({ connection: "c" })).toMatchObject({ message: expect.stringContaining("'Script'") });
    expect(problem({ script: "s" })).toMatchObject({ message: expect.stringContaining("'Connection'") });
    expect(problem({ connection: "c", access_duration_sec: 60 })).toBeNull();
    expect(problem({ connection: "c", script: "s" })).toBeNull();
  });

  test.each([
    ["a number as connection", { connection: 1, script: "s" }],
    ["a text as duration", { connection: "c", script: "s", access_duration_sec: "60" }],
    ["a fraction of a second", { connection: "c", script: "s", access_duration_sec: 0.5 }],
    ["less than no time", { connection: "c", script: "s", access_duration_sec: -1 }],
    ["a list as env_vars", { connection: "c", script: "s", env_vars: [] }],
    ["a number in client_args", { connection: "c", script: "s", client_args: [1] }],
    ["a correlation id beyond ASCII", { connection: "c", script: "s", correlation_id: "é" }],
    ["a correlation id of 256 characters", { connection: "c", script: "s", correlation_id: "x".repeat(256) }],
  ])("refuses %s", (_name, body) => {
    expect(problem(body)).toMatchObject({ type: "invalid_body" });
  });

  test("keeps what belongs to the run and drops what it does not know", () => {
    const read = readSessionRequest({ connection: "c", script: "s", env_vars: { A: "1" }, metadata: { b: [1] }, x: 1 });
    expect(read).toMatchObject({ value: { arguments: { env_vars: { A: "1" }, metadata: { b: [1] } } } });
    expect(read.ok && Object.keys(read.value.arguments)).toEqual(["env_vars", "metadata"]);
  });
});

describe("the body of a provisioned session", () => {
  const base = { user_email: "a@b.c", connection: "c" };

  test("needs a user and a connection; the script may be missing", () => {
    expect(readProvisionRequest({})).toMatchObject({
      error: { message: expect.stringMatching(/'UserEmail'.*\n.*'Connection'/) },
    });
    expect(readProvisionRequest(base)).toMatchObject({
      ok: true,
      value: { approvedReviewers: null, timeWindow: null },
    });
  });

  test("no approved reviewers and an empty list are two things", () => {
    expect(readProvisionRequest({ ...base, approved_reviewers: null })).toMatchObject({
      value: { approvedReviewers: null },
    });
    expect(readProvisionRequest({ ...base, approved_reviewers: [] })).toMatchObject({
      value: { approvedReviewers: [] },
    });
  });

  test("takes a window as a decision does", () => {
    const time_window = { type: "time_range", configuration: { start_time: "nope", end_time: "10:00" } };
    expect(readProvisionRequest({ ...base, time_window })).toMatchObject({
      error: { message: "invalid start_time format, expected HH:MM in 24-hour format" },
    });
  });
});
