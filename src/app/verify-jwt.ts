// Whether a JWT is good under one issuer entry: signature, algorithm, issuer, audience and real time.
// The kind of key decides the algorithms, never the token. Source: workspace.md 2, 3, 5 (JWTs are judged by real time).

import { createLocalJWKSet, decodeJwt, errors, type JSONWebKeySet, jwtVerify } from "jose";
import type { JsonObject } from "../core/json.ts";
import type { Instant } from "../core/time.ts";
import type { IssuerFacts } from "./auth-ports.ts";
import type { KeySets } from "./key-sets.ts";
import type { Vault } from "./seal-secrets.ts";

/** What a token says of itself; not yet believed. */
export interface Claims {
  readonly issuer: string;
  readonly subject: string;
  /** Lower case; null unless the token says that it was verified. */
  readonly email: string | null;
}

const JWT_FORM = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** Null: not a JWT at all. Claims that are missing or no text are "", which names nobody. */
export const readClaims = (token: string): Claims | null => {
  if (!JWT_FORM.test(token)) return null;
  try {
    const { iss, sub, email, email_verified: isVerified } = decodeJwt(token);
    return {
      issuer: typeof iss === "string" ? iss : "",
      subject: typeof sub === "string" ? sub : "",
      email: isVerified === true && typeof email === "string" ? email.toLowerCase() : null,
    };
  } catch {
    return null;
  }
};

const SHARED_KEY_ALGORITHMS = ["HS256"];
const PUBLIC_KEY_ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];

export interface VerifyDeps {
  readonly vault: Vault;
  readonly keySets: KeySets;
}

const isKeySet = (jwks: JsonObject): jwks is JsonObject & JSONWebKeySet => Array.isArray(jwks["keys"]);

const keyOf = async ({ workspaceId, key }: IssuerFacts, { vault, keySets }: VerifyDeps) => {
  switch (key.type) {
    case "hs256": {
      const secret = new TextEncoder().encode(await vault.open(workspaceId, key.name, key.sealed));
      return { getKey: async () => secret, algorithms: SHARED_KEY_ALGORITHMS };
    }
    case "jwks_url":
      return { getKey: keySets(key.url), algorithms: PUBLIC_KEY_ALGORITHMS };
    case "jwks":
      return {
        getKey: createLocalJWKSet(isKeySet(key.jwks) ? key.jwks : { keys: [] }),
        algorithms: PUBLIC_KEY_ALGORITHMS,
      };
  }
};

export type TokenVerdict = "good" | "expired" | "bad";

/** `expired`: good in every other respect. Throws only for what is no fault of the token's. */
export const verifyJwt = async (
  token: string,
  entry: IssuerFacts,
  now: Instant,
  deps: VerifyDeps,
): Promise<TokenVerdict> => {
  const { getKey, algorithms } = await keyOf(entry, deps);
  try {
    await jwtVerify(token, getKey, {
      issuer: entry.issuer,
      audience: entry.audience,
      algorithms,
      // A token that never ends could not be taken back but with its issuer. The contract is silent: docs/security.md.
      requiredClaims: ["exp"],
      currentDate: new Date(now),
    });
    return "good";
  } catch (error) {
    if (error instanceof errors.JWTExpired) return "expired";
    if (error instanceof errors.JOSEError || error instanceof TypeError || error instanceof DOMException) return "bad";
    throw error;
  }
};
