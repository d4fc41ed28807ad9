// Endpoints of the workspace document. Each format knows its own types and which secrets it can sign with.
// Source: workspace.md 2 (Details); webhooks.md 3, 5, 10.

import * as z from "zod/mini";
import { endpointProblems } from "../../app/judge-endpoint.ts";
import { EVENT_TYPES } from "../../core/review/events.ts";
import { duplicateProblems, idText, nameText, reportProblems, secretText } from "../../http/document-atoms.ts";

/** Types of the standard format. */
export const STANDARD_TYPES: readonly string[] = [
  ...EVENT_TYPES.map((type) => `review.${type}`),
  "webhook.test",
  "endpoint.disabled",
];

/** Formats that sign with the decoded bytes of a `whsec_` secret, and take no other. */
const WHSEC_FORMATS: readonly string[] = ["standard", "authentivoice"];

export const needsWhsec = (format: string): boolean => WHSEC_FORMATS.includes(format);

/** Formats whose receivers may ask for a user and a password instead of a signature. */
const BASIC_FORMATS: readonly string[] = ["alloy"];

const auth = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("hmac") }),
  z.strictObject({ type: z.literal("basic"), username: nameText, password: z.nullish(secretText) }),
]);

const endpoint = (formats: readonly string[]) =>
  z.strictObject({
    id: idText,
    url: z.string(),
    events: z.array(z.string()).check(z.minLength(1, "must name at least one type")),
    format: z._default(z.enum(formats), "standard"),
    description: z.optional(z.string().check(z.maxLength(1_000))),
    secret: z.nullish(secretText),
    active: z._default(z.boolean(), true),
    auth: z._default(auth, { type: "hmac" }),
  });

type Endpoint = z.infer<ReturnType<typeof endpoint>>;

/** The questions that every endpoint is asked, wherever it comes from. */
const problemsOf = ({ auth: chosen, ...entry }: Endpoint, types: readonly string[], allowLoopback: boolean) => {
  const { format, secret = null } = entry;
  const basic = chosen.type === "basic" ? { username: chosen.username, password: chosen.password ?? "" } : null;
  const rules = { types, needsWhsec: needsWhsec(format), takesBasic: BASIC_FORMATS.includes(format) };
  return endpointProblems({ ...entry, secret, basic }, rules, allowLoopback);
};

/** `typesOf`: format -> the types that it knows. */
export const webhooks = (typesOf: ReadonlyMap<string, readonly string[]>, allowLoopback: boolean) =>
  z._default(
    z.array(endpoint([...typesOf.keys()])).check(
      z.superRefine((list, context) => {
        reportProblems(context, [
          ...duplicateProblems(
            list.map(({ id }) => id),
            (at) => `/${at}/id`,
            "is the id of another webhook",
          ),
          ...list.flatMap((entry, at) =>
            problemsOf(entry, typesOf.get(entry.format) ?? [], allowLoopback).map(({ path, message }) => ({
              path: `/${at}${path}`,
              message,
            })),
          ),
        ]);
      }),
    ),
    [],
  );
