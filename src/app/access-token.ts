// Access tokens of client credentials: derived from what the workspace keeps of the credential, stored nowhere, and so
// dead on the next request once the credential or its secret is another. Says nothing about who may have one.
// Source: alloy.md ruling 12 (OAuth).

import type { Instant } from "../core/time.ts";
import type { FoundCredential } from "./auth-ports.ts";
import { isSameDigest } from "./digest-secrets.ts";

/** What a token says of itself; not yet believed. */
export interface AccessToken {
  readonly workspaceId: string;
  /** Token of the Basic pair that it was issued for: where the credential is found. */
  readonly lookup: string;
  readonly expiresAt: Instant;
  /** The token without its signature. */
  readonly payload: string;
  readonly signature: string;
}

const encoder = new TextEncoder();

/** No JWT has this form, and no JWT's form has this. */
const TOKEN_FORM = /^(cat_[\w-]+)\.([0-9a-f]{64})$/;
const PREFIX = "cat_";

const toBase64Url = (text: string): string =>
  btoa(String.fromCharCode(...encoder.encode(text)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const fromBase64Url = (text: string): string =>
  new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0)),
  );

/** Signed under the workspace's key, over the credential as it is now. */
const sign = async (payload: string, { workspace, name, secretDigest }: FoundCredential): Promise<string> => {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(workspace.signingKey), algorithm, false, ["sign"]);
  const message = `access:${JSON.stringify([workspace.id, name, secretDigest, payload])}`;
  const signature = new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(message)));
  return Array.from(signature, (byte) => byte.toString(16).padStart(2, "0")).join("");
};

/** A token of this credential. `expiresAt` is on the workspace's clock. */
export const accessToken = async (credential: FoundCredential, expiresAt: Instant): Promise<string> => {
  const payload = PREFIX + toBase64Url(JSON.stringify([credential.workspace.id, credential.lookup, expiresAt]));
  return `${payload}.${await sign(payload, credential)}`;
};

/** Null: not of this kind. */
export const readAccessToken = (token: string): AccessToken | null => {
  const [, payload = "", signature = ""] = TOKEN_FORM.exec(token) ?? [];
  if (payload === "") return null;
  try {
    const said: unknown = JSON.parse(fromBase64Url(payload.slice(PREFIX.length)));
    if (!Array.isArray(said)) return null;
    const [workspaceId, lookup, expiresAt]: readonly unknown[] = said;
    if (typeof workspaceId !== "string" || typeof lookup !== "string" || typeof expiresAt !== "number") return null;
    return { workspaceId, lookup, expiresAt, payload, signature };
  } catch {
    return null;
  }
};

/** Whether the token was issued for this very credential. Signatures are compared in constant time. */
export const isTokenOf = async (token: AccessToken, credential: FoundCredential): Promise<boolean> =>
  token.workspaceId === credential.workspace.id &&
  token.lookup === credential.lookup &&
  isSameDigest(await sign(token.payload, credential), token.signature);
