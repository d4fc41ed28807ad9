// Secrets that must be used in the clear, sealed for storage: AES-GCM, bound to the workspace and to what they are for,
// so that a sealed text opens nowhere else. Source: workspace.md 1.

import type { RingKey } from "./key-ring.ts";

export interface Vault {
  /** Without a key nothing can be sealed. */
  readonly canSeal: boolean;
  /** Id of the key in force, with which every new sealed text begins; null without one. */
  readonly keyId: string | null;
  /** Keys beside the one in force are still understood: what they sealed is to be sealed anew. */
  readonly hasOldKeys: boolean;
  /** `<key id>.<base64url of IV and ciphertext>`. Throws when {@link canSeal} is false. */
  seal(workspaceId: string, name: string, secret: string): Promise<string>;
  /** Throws for a text of another place, of a key that is gone, or that was altered. */
  open(workspaceId: string, name: string, sealed: string): Promise<string>;
  /** Sealed with an older key than the one in force. */
  isOutdated(sealed: string): boolean;
}

const KEY_BYTES = 32;
const IV_BYTES = 12;

const encoder = new TextEncoder();

const toBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));

const rawKey = ({ key }: RingKey): Uint8Array<ArrayBuffer> => {
  const wrong = new Error("ENCRYPTION_KEY is not base64 of 32 bytes");
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = fromBase64(key);
  } catch {
    throw wrong;
  }
  if (bytes.byteLength !== KEY_BYTES) throw wrong;
  return bytes;
};

const importKey = (key: Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);

const parametersOf = (iv: Uint8Array<ArrayBuffer>, workspaceId: string, name: string) => ({
  name: "AES-GCM",
  iv,
  additionalData: encoder.encode(JSON.stringify([workspaceId, name])),
});

const keyIdOf = (sealed: string): string => sealed.slice(0, sealed.indexOf("."));

/** Throws for a ring whose keys are no AES-256 keys. */
export const createVault = (ring: readonly RingKey[]): Vault => {
  const keys = ring.map((entry) => ({ id: entry.id, bytes: rawKey(entry) }));
  const current = keys[0];
  return {
    canSeal: current !== undefined,
    keyId: current?.id ?? null,
    hasOldKeys: keys.length > 1,
    seal: async (workspaceId, name, secret) => {
      if (current === undefined) throw new Error("ENCRYPTION_KEY is not configured");
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const parameters = parametersOf(iv, workspaceId, name);
      const text = encoder.encode(secret);
      const sealed = new Uint8Array(await crypto.subtle.encrypt(parameters, await importKey(current.bytes), text));
      const joined = new Uint8Array(IV_BYTES + sealed.byteLength);
      joined.set(iv);
      joined.set(sealed, IV_BYTES);
      return `${current.id}.${toBase64Url(joined)}`;
    },
    open: async (workspaceId, name, sealed) => {
      const key = keys.find(({ id }) => id === keyIdOf(sealed));
      if (key === undefined) throw new Error("a sealed secret's key is not configured");
      const joined = fromBase64(sealed.slice(keyIdOf(sealed).length + 1));
      const parameters = parametersOf(joined.slice(0, IV_BYTES), workspaceId, name);
      const text = await crypto.subtle.decrypt(parameters, await importKey(key.bytes), joined.slice(IV_BYTES));
      return new TextDecoder().decode(text);
    },
    isOutdated: (sealed) => current !== undefined && keyIdOf(sealed) !== current.id,
  };
};
