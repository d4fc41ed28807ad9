// Short texts that leave the service and come back unaltered: signed with a key that is derived from ENCRYPTION_KEY for
// this purpose alone. Says nothing about what the text means, or until when it counts.

import { isSameDigest } from "./digest-secrets.ts";
import type { RingKey } from "./key-ring.ts";

export interface TextSigner {
  /** Without a key nothing can be signed. */
  readonly canSign: boolean;
  /** `<text>.<key id>.<HMAC-SHA256, hex>`. Throws when {@link canSign} is false. */
  sign(text: string): Promise<string>;
  /** The text; null where another key, or nobody's, made the signature. The first key signs, all of them are understood. */
  open(signed: string): Promise<string | null>;
}

const HMAC = { name: "HMAC", hash: "SHA-256" } as const;
const FORM = /^([\w.~-]*)\.([\w-]*)\.([0-9a-f]{64})$/;

const encoder = new TextEncoder();

const derivedKey = async (secret: string, purpose: string): Promise<CryptoKey> => {
  const source = await crypto.subtle.importKey("raw", encoder.encode(secret), "HKDF", false, ["deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: encoder.encode(purpose) };
  return crypto.subtle.deriveKey(derivation, source, { ...HMAC, length: 256 }, false, ["sign"]);
};

const toHex = (buffer: ArrayBuffer): string =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** `purpose` tells these signatures from every other use of the ring. Texts: letters, digits and `._~-`. */
export const createTextSigner = (ring: readonly RingKey[], purpose: string): TextSigner => {
  /** Derived at the first use: most isolates never serve a page. */
  const derived = new Map<string, Promise<CryptoKey>>();
  const signatureOf = async ({ id, key }: RingKey, text: string): Promise<string> => {
    const signingKey = derived.get(id) ?? derivedKey(key, purpose);
    derived.set(id, signingKey);
    return toHex(await crypto.subtle.sign(HMAC, await signingKey, encoder.encode(text)));
  };
  const [current] = ring;
  return {
    canSign: current !== undefined,
    sign: async (text) => {
      if (current === undefined) throw new Error("ENCRYPTION_KEY is not configured");
      return `${text}.${current.id}.${await signatureOf(current, text)}`;
    },
    open: async (signed) => {
      const [, text = "", keyId = "", signature = ""] = FORM.exec(signed) ?? [];
      const key = signature === "" ? undefined : ring.find(({ id }) => id === keyId);
      if (key === undefined) return null;
      return isSameDigest(await signatureOf(key, text), signature) ? text : null;
    },
  };
};
