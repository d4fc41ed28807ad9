// Signs checkpoints of the audit trail with a secret that the database does not hold: whoever can rewrite every row
// still cannot make yesterday's signature. Keys come from AUDIT_SIGNING_KEY, else they are derived from ENCRYPTION_KEY.
// Source: DESIGN § 5 (Audit); docs/storage.md, "Checkpoints".

import { readKeyRing } from "./key-ring.ts";

export interface AuditSigner {
  /** `<key id>:<HMAC-SHA256, hex>`. */
  sign(text: string): Promise<string>;
  /** False for a signature of an unknown key, too. */
  verify(text: string, signature: string): Promise<boolean>;
}

/** What tells a derived key from the key it is derived from, and from everything else that may be derived from it. */
const PURPOSE = "countersign audit checkpoints v1";
const HMAC = { name: "HMAC", hash: "SHA-256" } as const;

interface SigningKey {
  readonly id: string;
  readonly key: Promise<CryptoKey>;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const ownKey = (secret: string): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", bytes(secret), HMAC, false, ["sign", "verify"]);

const derivedKey = async (secret: string): Promise<CryptoKey> => {
  const source = await crypto.subtle.importKey("raw", bytes(secret), "HKDF", false, ["deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: bytes(PURPOSE) };
  return crypto.subtle.deriveKey(derivation, source, { ...HMAC, length: 256 }, false, ["sign", "verify"]);
};

const keysOf = (own: string | undefined, encryption: string | undefined): readonly SigningKey[] => [
  ...readKeyRing(own, "AUDIT_SIGNING_KEY").map(({ id, key }) => ({ id: `own-${id}`, key: ownKey(key) })),
  ...readKeyRing(encryption, "ENCRYPTION_KEY").map(({ id, key }) => ({ id: `derived-${id}`, key: derivedKey(key) })),
];

const toHex = (buffer: ArrayBuffer): string =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

const fromHex = (text: string): Uint8Array | null =>
  /^(?:[0-9a-f]{2})+$/.test(text)
    ? Uint8Array.from({ length: text.length / 2 }, (_, index) =>
        Number.parseInt(text.slice(index * 2, index * 2 + 2), 16),
      )
    : null;

/** Null with neither secret configured: nothing is signed. The first key signs, all of them verify. */
export const auditSigner = (own: string | undefined, encryption: string | undefined): AuditSigner | null => {
  const keys = keysOf(own, encryption);
  const first = keys[0];
  if (first === undefined) return null;
  return {
    sign: async (text) => `${first.id}:${toHex(await crypto.subtle.sign(HMAC, await first.key, bytes(text)))}`,
    verify: async (text, signature) => {
      const colon = signature.lastIndexOf(":");
      const key = keys.find(({ id }) => id === signature.slice(0, colon));
      const mac = fromHex(signature.slice(colon + 1));
      return key !== undefined && mac !== null && crypto.subtle.verify(HMAC, await key.key, mac, bytes(text));
    },
  };
};
