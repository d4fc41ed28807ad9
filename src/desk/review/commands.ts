// Forms of the review page to commands of the kernel. Whom a form names is looked up, words are read; nothing is judged.

import { isAssignable, lastResort, membersNamed } from "../../app/named-members.ts";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import type { JsonObject } from "../../core/json.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { Command } from "../../core/review/commands.ts";
import type { Review } from "../../core/review/review.ts";
import { readJson } from "../../http/read-json.ts";
import type { FieldProblem } from "../components/form.tsx";
import { textField } from "../form.tsx";
import { JSON_FIELD, readFindings } from "./findings-fields.ts";

/** What stands on the page and may be posted: the last part of the form's address. */
export const ACTIONS = [
  "decide",
  "outcome",
  "start",
  "findings",
  "complete",
  "assign",
  "escalate",
  "note",
  "pause",
  "resume",
  "cancel",
] as const;
export type Action = (typeof ACTIONS)[number];

export const isAction = (text: string): text is Action => ACTIONS.some((action) => action === text);

export type Planned = Result<Command, readonly FieldProblem[]>;

/** What a form is read with. */
export interface Reading {
  readonly form: URLSearchParams;
  readonly document: WorkspaceDocument;
}

const wrong = (field: string | null, message: string): Planned => err([{ field, message }]);

const toVote = ({ form }: Reading): Planned => {
  const said = form.get("verdict");
  const verdict = said === "force" ? "approve" : said;
  if (verdict !== "approve" && verdict !== "reject" && verdict !== "revoke") {
    return wrong("decide-reason", "Choose one of the buttons.");
  }
  return ok({
    type: "CastVote",
    verdict,
    reason: textField(form, "reason"),
    notes: textField(form, "notes"),
    force: said === "force",
    timeWindow: null,
  });
};

/** Reasons stand under their outcome: those of the others were not meant. */
export const reasonsField = (index: number): string => `reasons_${index + 1}`;

const toOutcome = ({ form, document: { outcomes: rules } }: Reading): Planned => {
  const outcome = form.get("outcome");
  const index = rules.findIndex((rule) => rule.outcome === outcome);
  if (outcome === null || index < 0) return wrong("outcome_1", "Choose an outcome.");
  const reasons = form.getAll(reasonsField(index));
  const [reason, notes] = [textField(form, "reason"), textField(form, "notes")];
  return ok({ type: "RecordOutcome", outcome, reasons, rules, reason, notes });
};

/** Nobody nests findings deeper; as the API. */
const MAX_DEPTH = 100;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const readAnyFindings = async (form: URLSearchParams): Promise<Result<JsonObject, readonly FieldProblem[]>> => {
  const text = textField(form, JSON_FIELD);
  if (text === null) return ok({});
  const read = await readJson(new Request("https://desk.invalid", { method: "POST", body: text }), {
    maxDepth: MAX_DEPTH,
  });
  if (read.ok && isObject(read.value.value)) return ok(read.value.value);
  return err([{ field: JSON_FIELD, message: 'Findings must be a JSON object, such as {"risk": "high"}.' }]);
};

/** Source: workspace.md 3: what is stored has at most 256 KB. */
const MAX_STORED_BYTES = 262_144;

/** Of a form with findings, which the review's own rules say how to read. */
export const toProgress = async (
  action: "findings" | "complete",
  form: URLSearchParams,
  review: Review,
): Promise<Planned> => {
  const { findingsShape, findings: use } = review.policy;
  const findings =
    use === "none"
      ? ok(null)
      : findingsShape == null
        ? await readAnyFindings(form)
        : readFindings(form, findingsShape, review.findings);
  if (!findings.ok) return findings;
  const size = new TextEncoder().encode(JSON.stringify(findings.value)).byteLength;
  if (size > MAX_STORED_BYTES) return wrong(JSON_FIELD, "Findings have at most 256 KiB.");
  const to = action === "complete" ? "completed" : null;
  return ok({ type: "Progress", to, findings: findings.value, secondReview: form.get("second_review") === "yes" });
};

const toAssignment = ({ form, document }: Reading): Planned => {
  const chosen = form.get("assigned_to") ?? "";
  const assignedTo = chosen === "" ? null : chosen;
  if (assignedTo !== null && !isAssignable(document, assignedTo)) {
    return wrong("assigned_to", "Choose an active member.");
  }
  return ok({ type: "Assign", assignedTo, priority: null, dueAt: null });
};

const toEscalation = ({ form, document }: Reading): Planned => {
  const target = textField(form, "to");
  const to = target === null ? null : membersNamed(document, target);
  if (to !== null && to.length === 0) return wrong("to", "Choose somebody who can be told.");
  const reason = textField(form, "reason");
  return ok({ type: "Escalate", reason, to, fallback: lastResort(document), findings: null, secondReview: false });
};

const toNote = ({ form }: Reading): Planned => {
  const text = textField(form, "note");
  return text === null ? wrong("note", "Write something first.") : ok({ type: "AddNote", text, claimedEmail: null });
};

/** What any other form asks for; else what is wrong with its fields. */
export const toCommand = (action: Exclude<Action, "findings" | "complete">, reading: Reading): Planned => {
  const reason = textField(reading.form, "reason");
  switch (action) {
    case "decide":
      return toVote(reading);
    case "outcome":
      return toOutcome(reading);
    case "start":
      return ok({ type: "Progress", to: "in_progress", findings: null, secondReview: false });
    case "assign":
      return toAssignment(reading);
    case "escalate":
      return toEscalation(reading);
    case "note":
      return toNote(reading);
    case "pause":
      return ok({ type: "PauseSla", reason });
    case "resume":
      return ok({ type: "ResumeSla" });
    case "cancel":
      return ok({ type: "Cancel", reason });
  }
};
