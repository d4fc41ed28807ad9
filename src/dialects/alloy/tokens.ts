// Tokens as callers see them: a prefix that tells the kind, and 20 base62 characters that grow with time, so that
// tokens made later sort later. Pure. Source: alloy.md ruling 13.

/** Person, business, group, review, evaluation. */
export type TokenPrefix = "P" | "B" | "G" | "R" | "S";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const LENGTH = 20;

/** 20 base62 characters hold 119 bits: 60 of time and sequence, 59 of randomness. */
const RANDOM_BITS = 59n;

/** `uuid` is of version 7: twelve digits of time, the version, three of sequence, the variant, randomness. */
const toNumber = (uuid: string): bigint => {
  const hex = uuid.replaceAll("-", "");
  const time = BigInt(`0x${hex.slice(0, 12)}${hex.slice(13, 16)}`);
  return (time << RANDOM_BITS) | BigInt.asUintN(Number(RANDOM_BITS), BigInt(`0x${hex.slice(16)}`));
};

/** One token for each id, and always the same one. */
export const toToken = (prefix: TokenPrefix, uuid: string): string => {
  let rest = toNumber(uuid);
  let text = "";
  for (let place = 0; place < LENGTH; place += 1) {
    text = ALPHABET.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return `${prefix}-${text}`;
};
