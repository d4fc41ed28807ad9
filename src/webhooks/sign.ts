// HMAC-SHA256 under the live secrets of an endpoint. What is signed and how the result is spelled is the format's.
// Source: workspace.md 2 (Details): a `whsec_` secret means its decoded bytes where the format says so, else UTF-8 bytes.

import { isWhsec } from "../core/webhook-secret.ts";

const encoder = new TextEncoder();
const PREFIX = "whsec_";

const bytesOf = (secret: string, decodesWhsec: boolean): Uint8Array<ArrayBuffer> =>
  decodesWhsec && isWhsec(secret)
    ? Uint8Array.from(atob(secret.slice(PREFIX.length)), (char) => char.charCodeAt(0))
    : new Uint8Array(encoder.encode(secret));

/** Signs a text under each secret, in their order. Keys are imported once. */
export const signerOf = (
  secrets: readonly string[],
  decodesWhsec: boolean,
): ((text: string) => Promise<readonly Uint8Array[]>) => {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const keys = Promise.all(
    secrets.map((secret) => crypto.subtle.importKey("raw", bytesOf(secret, decodesWhsec), algorithm, false, ["sign"])),
  );
  return async (text) =>
    Promise.all(
      (await keys).map(async (key) => new Uint8Array(await crypto.subtle.sign("HMAC", key, encoder.encode(text)))),
    );
};
