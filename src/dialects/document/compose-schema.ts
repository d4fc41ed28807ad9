// The one strict schema of the whole workspace document: the neutral part here, and one part for each dialect.
// It judges what is submitted and reads what is stored; it decides nothing. Source: workspace.md 2.

import * as z from "zod/mini";
import type { DocumentSchema, Problem, SubmittedDocument } from "../../app/document-ports.ts";
import type { OutcomeRule } from "../../core/review/policy.ts";
import type { JsonObject } from "../../core/json.ts";
import { err, ok } from "../../core/result.ts";
import { nameText } from "../../http/document-atoms.ts";
import { safeParse } from "../../http/safe-parse.ts";
import { zodProblems } from "../../http/zod-problems.ts";
import type { DocumentPart } from "../dialect.ts";
import { crossProblems, type References } from "./cross-checks.ts";
import { escalation, execution, rateLimits, sla } from "./deadlines.ts";
import { credentials, issuers } from "./machines.ts";
import { members } from "./people.ts";
import { needsWhsec, STANDARD_TYPES, webhooks } from "./webhooks.ts";

export interface SchemaOptions {
  /** Dialects' parts; the native API's, which has none, is known here. */
  readonly parts: readonly DocumentPart[];
  /** Webhooks and key sets may live on loopback. */
  readonly allowLoopback: boolean;
  /** What the dialects' parts of a valid document refer to. */
  readonly references: (json: JsonObject) => References;
  readonly outcomesOf: (json: JsonObject) => readonly OutcomeRule[];
}

/** The keys that every reader of a stored document needs. */
const neutralShape = (dialectNames: readonly string[]) => ({
  organizationId: z.optional(nameText),
  name: z.optional(z.string().check(z.maxLength(256))),
  members,
  sla: sla(dialectNames),
  escalation,
  execution,
  rateLimits,
  testClock: z._default(z.boolean(), false),
});

const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const NOT_AN_OBJECT: Problem = { path: "", message: "must be a JSON object" };

/** Every key of the document, as it is submitted. */
export const wholeDocument = ({ parts, allowLoopback }: Pick<SchemaOptions, "parts" | "allowLoopback">) => {
  const neutral = neutralShape(["native", ...parts.map(({ name }) => name)]);
  const typesOf = new Map([
    ["standard", STANDARD_TYPES],
    ...parts.map((part) => [part.name, part.webhookTypes] as const),
  ]);
  const machines = { credentials, issuers: issuers(allowLoopback), webhooks: webhooks(typesOf, allowLoopback) };
  const dialectShapes = Object.fromEntries(parts.flatMap(({ documentShape }) => Object.entries(documentShape)));
  return { whole: z.strictObject({ ...dialectShapes, ...neutral, ...machines }), stored: z.object(neutral) };
};

export const composeSchema = ({ parts, allowLoopback, references, outcomesOf }: SchemaOptions): DocumentSchema => {
  const { whole, stored } = wholeDocument({ parts, allowLoopback });

  return {
    validate: (json) => {
      if (!isJsonObject(json)) return err([NOT_AN_OBJECT]);
      const parsed = safeParse(whole, json);
      if (!parsed.success) return err(zodProblems(parsed.error));
      const problems = crossProblems(parsed.data, references(json));
      return problems.length > 0 ? err(problems) : ok(toSubmitted(parsed.data, json));
    },
    read: (workspaceId, version, json) => {
      const { sla: deadlines, ...document } = stored.parse(json);
      return {
        workspaceId,
        version,
        organizationId: document.organizationId ?? null,
        name: document.name ?? null,
        members: document.members,
        outcomes: outcomesOf(json),
        slaPolicies: deadlines.policies,
        calendars: Object.fromEntries(deadlines.calendars.map((calendar) => [calendar.name, calendar])),
        ladder: document.escalation.ladder,
        executionDeadlineMinutes: document.execution.deadlineMinutes,
        rateLimits: document.rateLimits,
        testClock: document.testClock,
        json,
      };
    },
  };
};

interface Parsed {
  readonly organizationId?: string | undefined;
  readonly members: z.infer<typeof members>;
  readonly credentials: z.infer<typeof credentials>;
  readonly issuers: z.infer<ReturnType<typeof issuers>>;
  readonly webhooks: z.infer<ReturnType<typeof webhooks>>;
  readonly testClock: boolean;
}

const toSubmitted = (parsed: Parsed, json: JsonObject): SubmittedDocument => ({
  organizationId: parsed.organizationId ?? null,
  members: parsed.members,
  credentials: parsed.credentials.map((entry) => ({
    name: entry.name,
    type: entry.type,
    token: entry.type === "basic" ? entry.token : null,
    secret: entry.secret ?? null,
    role: entry.role ?? null,
    member: entry.member ?? null,
    agent: entry.agent ?? null,
    workflow: entry.type === "basic" ? (entry.workflow ?? null) : null,
    scopes: entry.scopes ?? null,
  })),
  issuers: parsed.issuers.map(({ issuer, audience, jwksUrl, jwks, hs256Secret = null }) => {
    if (jwksUrl !== undefined) return { issuer, audience, key: { type: "jwks_url", url: jwksUrl } };
    if (jwks !== undefined) return { issuer, audience, key: { type: "jwks", jwks: toJson(jwks) } };
    return { issuer, audience, key: { type: "hs256", secret: hs256Secret } };
  }),
  webhooks: parsed.webhooks.map(({ id, format, secret, auth }) => ({
    id,
    needsWhsec: needsWhsec(format),
    secret: secret ?? null,
    basic: auth.type === "hmac" ? null : { username: auth.username, password: auth.password ?? null },
  })),
  testClock: parsed.testClock,
  json,
});

/** Keys that a set does not know are absent, not undefined. */
const toJson = (jwks: { readonly keys: readonly object[] }): JsonObject => {
  const copy: unknown = JSON.parse(JSON.stringify(jwks));
  return isJsonObject(copy) ? copy : {};
};
