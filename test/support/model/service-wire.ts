// One intent as a request at one of the API's entrances, and its answer as a refusal in the native API's codes.
// Source: workspace.md 4; hoop.md 1.4, 1.5, ruling 10; authentivoice.md rulings 2, 6.

import type { JsonObject } from "../../../src/core/json.ts";
import { LATE } from "./judge.ts";
import type { Api } from "./service-openings.ts";
import type { Intent } from "./terms.ts";

/** A review as the driver knows it. */
export interface Target {
  readonly api: Api;
  /** The native id. */
  readonly id: string;
  /** What the API calls it: a session, or a voice review. */
  readonly name: string;
  /** Of the claim that won; null before. */
  readonly token: string | null;
}

export type Entrance = "native" | "hoop" | "exec" | "voice";

export interface Asked {
  readonly entrance: Entrance;
  readonly method: string;
  readonly path: string;
  readonly body: JsonObject | null;
}

const STATUS = { approve: "APPROVED", reject: "REJECTED", revoke: "REVOKED" } as const;

const atVoice = ({ name }: Target, body: JsonObject, second: boolean): Asked => ({
  entrance: "voice",
  method: "PUT",
  path: `/v1/reviews/${name}`,
  body: { ...body, ...(second ? { additionalReviewRequired: true } : {}) },
});

/** Null: this review's APIs have no such call. `isOwn`: through the review's own API where that has the verb, too. */
export const toRequest = (target: Target, intent: Intent, isOwn: boolean): Asked | null => {
  const { api, id, name, token } = target;
  const native = (verb: string, body: JsonObject | null): Asked => ({
    entrance: "native",
    method: "POST",
    path: `/v2/reviews/${id}/${verb}`,
    body,
  });
  switch (intent.verb) {
    case "vote": {
      const { verdict, force } = intent;
      if (api !== "hoop" || !isOwn) return native("decisions", { verdict, force });
      const body = { status: STATUS[verdict], force_review: force };
      return { entrance: "hoop", method: "PUT", path: `/api/reviews/${name}`, body };
    }
    case "start":
      return api === "authentivoice" ? atVoice(target, { status: "in_progress" }, intent.second) : null;
    case "save":
      if (api === "authentivoice" && (isOwn || intent.second)) {
        return atVoice(target, { findings: intent.findings }, intent.second);
      }
      return intent.second ? null : native("findings", intent.findings);
    case "complete": {
      const findings = intent.findings === null ? {} : { findings: intent.findings };
      if (api === "authentivoice" && (isOwn || intent.second)) {
        return atVoice(target, { status: "completed", ...findings }, intent.second);
      }
      return intent.second ? null : native("complete", findings);
    }
    case "assign":
      return native("assign", { assignedTo: intent.to });
    case "escalate":
      return native("escalate", intent.to === null ? {} : { to: intent.to });
    case "note":
      return native("notes", { text: "a note" });
    case "cancel":
      return native("cancel", {});
    case "claim":
      return api === "hoop"
        ? { entrance: "exec", method: "POST", path: `/api/sessions/${name}/exec`, body: null }
        : null;
    case "report": {
      if (token === null) return null;
      const { result, exitCode } = intent;
      const body = { executionToken: token, result, exitCode };
      return { entrance: "native", method: "PUT", path: `/v2/reviews/${id}/execution`, body };
    }
    case "pause":
      return native("sla/pause", null);
    case "resume":
      return native("sla/resume", null);
    case "wait":
      return null;
  }
};

const NATIVE_CODES: Readonly<Record<string, string>> = {
  not_applicable: "conflict",
  already_voted: "conflict",
  sla_paused: "conflict",
  sla_not_paused: "conflict",
  execution_running: "conflict",
  same_reviewer: "not_eligible",
  not_executable: "review_closed",
  not_executor: "forbidden",
  [LATE]: "review_closed",
};

/** The model's refusal as that entrance tells it. */
export const toCode = (refusal: string | null, entrance: Entrance): string | null => {
  if (refusal === null) return null;
  if (refusal === "same_reviewer" && entrance === "voice") return "forbidden";
  return NATIVE_CODES[refusal] ?? refusal;
};

const HOOP_CODES: Readonly<Record<string, string>> = {
  "review is in wrong state": "review_closed",
  "unable to self approve review": "self_approval",
  "not eligible for review": "not_eligible",
  "resource not found": "not_found",
  "access denied": "forbidden",
  "session not found": "conflict",
  "unable to execute session": "forbidden",
  "review not approved or already executed": "review_closed",
};

const VOICE_CODES: Readonly<Record<string, string>> = {
  REVIEW_NOT_FOUND: "not_found",
  FORBIDDEN: "forbidden",
  INVALID_STATUS_TRANSITION: "review_closed",
  MISSING_FINDINGS: "findings_missing",
};

/** The refusal of an answer; null: accepted. An answer that no entrance may give comes back whole. */
export const codeOf = (entrance: Entrance, status: number, text: string): string | null => {
  if (status < 300) return null;
  const unknown = `${status} ${text}`;
  const body: unknown = JSON.parse(text);
  if (status >= 500 || typeof body !== "object" || body === null) return unknown;
  if (entrance === "native") return "code" in body && typeof body.code === "string" ? body.code : unknown;
  if (entrance === "voice") {
    const { error } = body as { readonly error?: { readonly code?: string } };
    return VOICE_CODES[error?.code ?? ""] ?? unknown;
  }
  const { message = "" } = body as { readonly message?: string };
  if (status === 409) return "conflict";
  return HOOP_CODES[message] ?? unknown;
};
