// The bodies of hoop's requests, parsed once: wrong types and missing fields end here, in Go's words.
// Unknown fields are ignored and null is absent, as the real decoder does it. Source: hoop.md 1.2, 1.4 rows 2-7, 1.6.

import * as z from "zod/mini";
import type { JsonObject } from "../../core/json.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { minuteOfDay } from "../../core/review/execution.ts";
import type { TimeWindow } from "../../core/review/review.ts";
import { anyJson } from "../../http/any-json.ts";
import type { HoopError } from "./errors.ts";
import { decoderMessage, requiredMessage } from "./go-words.ts";

const text = z.nullish(z.string());
const flag = z.nullish(z.boolean());
const texts = z.nullish(z.array(z.string()));
const integer = z.nullish(z.int());
const textMap = z.nullish(z.record(z.string(), z.string()));
const anything = z.nullish(z.record(z.string(), anyJson));
const timeWindow = z.nullish(z.object({ type: text, configuration: textMap }));

export const reviewBody = z.object({
  status: text,
  time_window: timeWindow,
  force_review: flag,
  rejection_reason: text,
});

export const sessionBody = z.object({
  connection: text,
  script: text,
  access_duration_sec: integer,
  env_vars: textMap,
  client_args: texts,
  metadata: anything,
  jira_fields: textMap,
  correlation_id: text,
});

export const provisionBody = z.extend(sessionBody, {
  user_email: text,
  approved_reviewers: texts,
  time_window: timeWindow,
});

/** Source: hoop.md ruling 13; workspace.md 3: what is kept is 413 beyond 256 KB. */
const MAX_KEPT_BYTES = 262_144;

const isTooLong = (text: string): boolean =>
  text.length > MAX_KEPT_BYTES || new TextEncoder().encode(text).byteLength > MAX_KEPT_BYTES;

const invalid = (message: string): { readonly ok: false; readonly error: HoopError } =>
  err({ type: "invalid_body", message });

/** `null` is an empty struct to Go's decoder. */
export const decode = <T>(struct: string, schema: z.ZodMiniType<T>, body: unknown): Result<T, HoopError> => {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return invalid(issue === undefined ? "invalid body" : decoderMessage(struct, issue, body));
};

type WindowBody = z.infer<typeof timeWindow>;

/** Fields of the window that are missing, as the validator names them. */
const missingInWindow = (window: WindowBody): readonly string[] =>
  window == null
    ? []
    : [
        ...(window.type ? [] : ["TimeWindow.Type"]),
        ...(window.configuration == null ? ["TimeWindow.Configuration"] : []),
      ];

const missing = (struct: string, fields: readonly string[]): { readonly ok: false; readonly error: HoopError } =>
  invalid(fields.map((field) => requiredMessage(struct, field)).join("\n"));

/** Both times of the window must be there and readable. Its other keys are kept. */
const readWindow = (window: WindowBody): Result<TimeWindow | null, HoopError> => {
  if (window == null) return ok(null);
  const { type, configuration } = window;
  const { start_time: start, end_time: end } = configuration ?? {};
  if (!start || !end) return invalid("both from and to time must be provided");
  if (minuteOfDay(start) === null) return invalid("invalid start_time format, expected HH:MM in 24-hour format");
  if (minuteOfDay(end) === null) return invalid("invalid end_time format, expected HH:MM in 24-hour format");
  // Its other keys are kept and shown with every state of the review.
  if (isTooLong(JSON.stringify(window))) return err({ type: "too_large" });
  return ok({ type: type ?? "", configuration: configuration ?? {} });
};

export interface ReviewRequest {
  /** As sent: whether it is one that a reviewer may set is judged later. */
  readonly status: string;
  readonly timeWindow: TimeWindow | null;
  readonly force: boolean;
  readonly rejectionReason: string | null;
}

export const readReviewRequest = (body: unknown): Result<ReviewRequest, HoopError> => {
  const struct = "ReviewRequest";
  const decoded = decode(struct, reviewBody, body);
  if (!decoded.ok) return decoded;
  const { status, time_window, force_review, rejection_reason } = decoded.value;
  const absent = [...(status ? [] : ["Status"]), ...missingInWindow(time_window)];
  if (absent.length > 0 || !status) return missing(struct, absent);
  const window = readWindow(time_window);
  if (!window.ok) return window;
  if (isTooLong(rejection_reason ?? "")) return err({ type: "too_large" });
  return ok({
    status,
    timeWindow: window.value,
    force: force_review ?? false,
    rejectionReason: rejection_reason || null,
  });
};

export interface SessionRequest {
  readonly connection: string;
  readonly script: string;
  /** 0: one run. */
  readonly durationSec: number;
  /** Kept with the session and shown to nobody but its executor. */
  readonly arguments: JsonObject;
}

/** As long as a rule's names of connections may be. Assumption: undocumented. It stands in every list and every message. */
const MAX_CONNECTION_CHARS = 256;

/** Source: hoop.md 1.6. */
const CORRELATION_ID = /^[\x20-\x7e]{0,255}$/;

const readSession = ({
  connection,
  script,
  access_duration_sec,
  ...given
}: z.infer<typeof sessionBody>): Result<SessionRequest, HoopError> => {
  const durationSec = access_duration_sec ?? 0;
  if ((connection ?? "").length > MAX_CONNECTION_CHARS) {
    return invalid(`connection must have at most ${MAX_CONNECTION_CHARS} characters`);
  }
  if (durationSec < 0) return invalid("access_duration_sec must not be negative");
  if (!CORRELATION_ID.test(given.correlation_id ?? "")) {
    return invalid("correlation_id must have at most 255 printable ASCII characters");
  }
  const { env_vars, client_args, metadata, jira_fields, correlation_id } = given;
  const sent = { env_vars, client_args, metadata, jira_fields, correlation_id };
  const present = Object.entries(sent).flatMap(([name, value]) => (value == null ? [] : [[name, value]]));
  return ok({
    connection: connection ?? "",
    script: script ?? "",
    durationSec,
    arguments: Object.fromEntries(present),
  });
};

/** A run needs something to run; access for a while does not. */
export const readSessionRequest = (body: unknown): Result<SessionRequest, HoopError> => {
  const struct = "SessionRequest";
  const decoded = decode(struct, sessionBody, body);
  if (!decoded.ok) return decoded;
  const { connection, script, access_duration_sec } = decoded.value;
  const needsScript = (access_duration_sec ?? 0) === 0;
  const absent = [...(connection ? [] : ["Connection"]), ...(script || !needsScript ? [] : ["Script"])];
  return absent.length > 0 ? missing(struct, absent) : readSession(decoded.value);
};

export interface ProvisionRequest {
  readonly session: SessionRequest;
  readonly userEmail: string;
  /** Groups that have approved already; null: all of them. */
  readonly approvedReviewers: readonly string[] | null;
  readonly timeWindow: TimeWindow | null;
}

export const readProvisionRequest = (body: unknown): Result<ProvisionRequest, HoopError> => {
  const struct = "ProvisionSession";
  const decoded = decode(struct, provisionBody, body);
  if (!decoded.ok) return decoded;
  const { user_email, approved_reviewers, time_window, ...rest } = decoded.value;
  const absent = [
    ...(user_email ? [] : ["UserEmail"]),
    ...(rest.connection ? [] : ["Connection"]),
    ...missingInWindow(time_window),
  ];
  if (absent.length > 0 || !user_email) return missing(struct, absent);
  const window = readWindow(time_window);
  if (!window.ok) return window;
  const session = readSession(rest);
  if (!session.ok) return session;
  const approvedReviewers = approved_reviewers ?? null;
  return ok({ session: session.value, userEmail: user_email, approvedReviewers, timeWindow: window.value });
};
