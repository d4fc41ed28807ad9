// What is stored of a secret that only has to be recognised: SHA-256, keyed with a pepper where one is configured.
// The pepper's id stands with the digest, so that peppers can be rotated. Source: workspace.md 1, 3.

import type { RingKey } from "./key-ring.ts";

/** `<pepper id>:<hex>`; the id of no pepper is "". */
export type SecretDigest = string;

export interface SecretDigester {
  /** Under the pepper in force. */
  current(secret: string): Promise<SecretDigest>;
  /** Under every pepper that is still understood, and under none: the one in force first. */
  all(secret: string): Promise<readonly SecretDigest[]>;
  /** Under the pepper that made `digest`; null when that pepper is gone. */
  like(digest: SecretDigest, secret: string): Promise<SecretDigest | null>;
}

const encoder = new TextEncoder();

const toHex = (digest: ArrayBuffer): string =>
  Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** SHA-256, hex. */
export const sha256 = async (text: string): Promise<string> =>
  toHex(await crypto.subtle.digest("SHA-256", encoder.encode(text)));

const hmac = async (key: string, text: string): Promise<string> => {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", encoder.encode(key), algorithm, false, ["sign"]);
  return toHex(await crypto.subtle.sign("HMAC", imported, encoder.encode(text)));
};

/** What is stored from before there was a pepper stays understood. */
const NO_PEPPER: RingKey = { id: "", key: "" };

const digestWith = async ({ id, key }: RingKey, secret: string): Promise<SecretDigest> =>
  `${id}:${key === "" ? await sha256(secret) : await hmac(key, secret)}`;

const pepperId = (digest: SecretDigest): string => digest.slice(0, digest.indexOf(":"));

export const createSecretDigester = (peppers: readonly RingKey[]): SecretDigester => {
  const ring = peppers.some(({ id }) => id === NO_PEPPER.id) ? peppers : [...peppers, NO_PEPPER];
  const first = ring[0] ?? NO_PEPPER;
  return {
    current: (secret) => digestWith(first, secret),
    all: (secret) => Promise.all(ring.map((pepper) => digestWith(pepper, secret))),
    like: async (digest, secret) => {
      const pepper = ring.find(({ id }) => id === pepperId(digest));
      return pepper === undefined ? null : digestWith(pepper, secret);
    },
  };
};

/** Digits of a bearer secret's digest that it is found by; the rest is compared in constant time. */
const LOOKUP_DIGITS = 32;

/** Where a bearer credential is found: nothing that the digest itself does not say. */
export const lookupOf = (digest: SecretDigest): string => digest.slice(0, pepperId(digest).length + 1 + LOOKUP_DIGITS);

/** Compares digests in a time that depends on their lengths only. */
export const isSameDigest = (a: string, b: string): boolean => {
  let difference = a.length ^ b.length;
  for (let index = 0; index < a.length; index += 1) difference |= a.charCodeAt(index) ^ b.charCodeAt(index);
  return difference === 0;
};
