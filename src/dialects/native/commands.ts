// Bodies of the native writes to commands of the kernel. Whom a body names is looked up; nothing else is judged here.
// Source: workspace.md 4 (Native writes); time.md 5, 11.

import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { CastVote, Command } from "../../core/review/commands.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Verdict } from "../../core/review/review.ts";
import { isAssignable, lastResort, membersNamed } from "./document.ts";
import type { NativeError } from "./errors.ts";
import type { DecisionBody } from "./schema.ts";

/** A command, or what is wrong with the body that should have become one. */
export type Planned = Result<Command, NativeError>;

const invalid = (path: string, message: string): Planned => err({ type: "invalid", problems: [{ path, message }] });

export const toVote = (
  verdict: Verdict,
  reason: string | null,
  notes: string | null = null,
  force = false,
): CastVote => ({
  type: "CastVote",
  verdict,
  reason,
  notes,
  force,
  timeWindow: null,
});

/** A verdict is a vote; an outcome ends what ends by outcomes, by the workspace's rules of now. */
export const toDecision = async (body: DecisionBody, load: () => Promise<WorkspaceDocument>): Promise<Planned> => {
  const { verdict, reason, notes, outcome, reasons, force } = body;
  if (outcome == null) {
    return verdict === undefined ? invalid("/verdict", "is required") : ok(toVote(verdict, reason, notes, force));
  }
  const { outcomes: rules } = await load();
  const meant = rules.find((rule) => rule.outcome === outcome)?.verdict ?? "none";
  if (verdict !== undefined && meant !== "none" && meant !== verdict) {
    return invalid("/verdict", "contradicts the outcome");
  }
  return ok({ type: "RecordOutcome", outcome, reasons, rules, reason, notes });
};

export const toAssignment = (body: { readonly assignedTo: string | null }, document: WorkspaceDocument): Planned => {
  const { assignedTo } = body;
  if (assignedTo !== null && !isAssignable(document, assignedTo)) return invalid("/assignedTo", "is no active member");
  return ok({ type: "Assign", assignedTo, priority: null, dueAt: null });
};

export const toEscalation = (
  body: { readonly reason: string | null; readonly to?: string | null | undefined },
  document: WorkspaceDocument,
): Planned => {
  const to = body.to == null ? null : membersNamed(document, body.to);
  if (to !== null && to.length === 0) return invalid("/to", "names no active member");
  const fallback = lastResort(document);
  return ok({ type: "Escalate", reason: body.reason, to, fallback, findings: null, secondReview: false });
};

/** Saving findings merges them key by key. */
export const toFindings = (findings: JsonObject): Planned =>
  ok({ type: "Progress", to: null, findings, secondReview: false });

export const toCompletion = (body: { readonly findings?: JsonObject | null | undefined }): Planned =>
  ok({ type: "Progress", to: "completed", findings: body.findings ?? null, secondReview: false });

export const toNote = (body: { readonly text: string }): Planned =>
  ok({ type: "AddNote", text: body.text, claimedEmail: null });

export const toCancellation = (body: { readonly reason: string | null }): Planned =>
  ok({ type: "Cancel", reason: body.reason });
