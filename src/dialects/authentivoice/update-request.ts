// The body of an update, parsed once. What is wrong with its parts is said only after the review has been asked whether
// it takes them at all: 404 and 400 come before 422.
// Source: seed "Update Review" § Request; authentivoice.md rulings 2, 4-6, 13 (Bodies, Details).

import type { JsonObject } from "../../core/json.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { Command } from "../../core/review/commands.ts";
import { type Fields, invalidRequest, isTooLargeToKeep } from "./body.ts";
import type { VoiceError } from "./errors.ts";
import { readFindings } from "./findings.ts";

export const TARGETS = ["in_progress", "completed", "escalated"] as const;
type Target = (typeof TARGETS)[number];

export interface UpdateRequest {
  readonly status: Target | null;
  /** Null: none sent. */
  readonly findings: JsonObject | null;
  /** Null unless the status is escalated. */
  readonly escalationReason: string | null;
  readonly secondReview: boolean;
}

/** `asked`: what the update would do; null when that cannot even be told. */
export interface UpdateProblem {
  readonly error: VoiceError;
  readonly asked: UpdateRequest | null;
}

/** A reason alone asks for nothing. */
export const UPDATE_KEYS = ["status", "findings", "additionalReviewRequired"] as const;

const readStatus = (fields: Fields): Result<Target | null, VoiceError> => {
  if (!("status" in fields)) return ok(null);
  const status = TARGETS.find((target) => target === fields["status"]);
  return status === undefined ? err(invalidRequest(400, "status", `must be one of ${TARGETS.join(", ")}`)) : ok(status);
};

const readReason = ({ escalationReason: reason }: Fields, status: Target | null): Result<string | null, VoiceError> => {
  if (reason != null && typeof reason !== "string") {
    return err(invalidRequest(422, "escalationReason", "must be a string"));
  }
  if (status !== "escalated") return ok(null);
  return reason ? ok(reason) : err({ type: "missing_escalation_reason" });
};

const readFlag = ({ additionalReviewRequired: flag = false }: Fields): Result<boolean, VoiceError> =>
  typeof flag === "boolean" ? ok(flag) : err(invalidRequest(422, "additionalReviewRequired", "must be a boolean"));

export const readUpdate = (fields: Fields): Result<UpdateRequest, UpdateProblem> => {
  const status = readStatus(fields);
  if (!status.ok) return err({ error: status.error, asked: null });
  const asked = { status: status.value, findings: {}, escalationReason: null, secondReview: false };
  const findings = "findings" in fields ? readFindings(fields["findings"]) : ok(null);
  if (!findings.ok) return err({ error: findings.error, asked });
  const flag = readFlag(fields);
  if (!flag.ok) return err({ error: flag.error, asked });
  const reason = readReason(fields, status.value);
  if (!reason.ok) return err({ error: reason.error, asked });
  if (isTooLargeToKeep([findings.value, reason.value])) return err({ error: { type: "payload_too_large" }, asked });
  const request = { ...asked, findings: findings.value, escalationReason: reason.value, secondReview: flag.value };
  return ok(request);
};

/** One command, so one change and one event, whatever parts the body has. `seniors`: whom to tell without a ladder. */
export const toCommand = (request: UpdateRequest, seniors: readonly string[]): Command => {
  const { status, findings, escalationReason, secondReview } = request;
  return status === "escalated"
    ? { type: "Escalate", reason: escalationReason, to: null, fallback: seniors, findings, secondReview }
    : { type: "Progress", to: status, findings, secondReview };
};
