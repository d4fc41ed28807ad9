// Credentials of machines, and the issuers whose tokens are accepted. Source: workspace.md 2, 3.

import * as z from "zod/mini";
import { judgeEndpointUrl } from "../../core/endpoint-url.ts";
import { anyJson } from "../../http/any-json.ts";
import { duplicateProblems, idText, nameText, reportProblems, secretText } from "../../http/document-atoms.ts";
import { ROLES } from "./people.ts";

/** Scopes that some route asks for. Source: adjudon.md 13, authentivoice.md 13. */
const SCOPES = [
  "read:reviews",
  "write:reviews",
  "read:traces",
  "write:traces",
  "read:analyses",
  "write:analyses",
] as const;

const common = {
  name: nameText,
  /** Absent or null: generated the first time, kept afterwards. */
  secret: z.nullish(secretText),
  role: z.optional(z.enum(ROLES)),
  member: z.optional(idText),
  /** External id of the one agent that it may post for. */
  agent: z.optional(nameText),
  /** Absent: all. */
  scopes: z.optional(z.array(z.enum(SCOPES))),
};

const credential = z.discriminatedUnion("type", [
  z.strictObject({ ...common, type: z.literal("bearer") }),
  z.strictObject({ ...common, type: z.literal("basic"), token: secretText, workflow: z.optional(nameText) }),
]);

type Credential = z.infer<typeof credential>;

/** It acts as one thing: as a member, as an agent, or as itself with a role. */
const actsAsProblems = ({ role, member, agent }: Credential, at: number) => {
  const named = Object.entries({ role, member, agent }).filter(([, value]) => value !== undefined);
  return named
    .slice(1)
    .map(([key]) => ({ path: `/${at}/${key}`, message: "only one of role, member and agent can be set" }));
};

export const credentials = z._default(
  z.array(credential).check(
    z.superRefine((list, context) => {
      const bearerSecrets = list.map(({ type, secret }) => (type === "bearer" ? (secret ?? null) : null));
      const tokens = list.map((entry) => (entry.type === "basic" ? entry.token : null));
      reportProblems(context, [
        ...duplicateProblems(
          list.map(({ name }) => name),
          (at) => `/${at}/name`,
          "is the name of another credential",
        ),
        ...duplicateProblems(tokens, (at) => `/${at}/token`, "is the token of another credential"),
        ...duplicateProblems(bearerSecrets, (at) => `/${at}/secret`, "is the secret of another credential"),
        ...list.flatMap(actsAsProblems),
      ]);
    }),
  ),
  [],
);

/** Public keys only: a private one in a document that many may read would be lost. */
const jwk = z.catchall(
  z.looseObject({ kty: z.enum(["RSA", "EC", "OKP"]), d: z.optional(z.undefined("must not carry a private key")) }),
  anyJson,
);

const issuer = z.strictObject({
  issuer: nameText,
  audience: nameText,
  jwksUrl: z.optional(z.string()),
  jwks: z.optional(z.strictObject({ keys: z.array(jwk) })),
  /** Null: kept. */
  hs256Secret: z.optional(z.nullable(secretText)),
  clientId: z.optional(nameText),
});

const keyProblems = (entry: z.infer<typeof issuer>, at: number) => {
  const keys = (["jwksUrl", "jwks", "hs256Secret"] as const).filter((key) => entry[key] !== undefined);
  if (keys.length === 0) return [{ path: `/${at}`, message: "must have one of jwksUrl, jwks and hs256Secret" }];
  return keys.slice(1).map((key) => ({ path: `/${at}/${key}`, message: `cannot stand beside ${keys[0]}` }));
};

/** `allowLoopback`: key sets may be read from this machine. */
export const issuers = (allowLoopback: boolean) =>
  z._default(
    z.array(issuer).check(
      z.superRefine((list, context) => {
        const pairs = list.map((entry) => JSON.stringify([entry.issuer, entry.audience]));
        reportProblems(context, [
          ...duplicateProblems(pairs, (at) => `/${at}/audience`, "is the audience of another entry of this issuer"),
          ...list.flatMap(keyProblems),
          ...list.flatMap(({ jwksUrl }, at) => {
            const judged = jwksUrl === undefined ? null : judgeEndpointUrl(jwksUrl, { allowLoopback });
            return judged === null || judged.ok ? [] : [{ path: `/${at}/jwksUrl`, message: judged.error }];
          }),
        ]);
      }),
    ),
    [],
  );
