// IBANs, compact or in fours with spaces between, of any country: known by ISO 13616's check digits, not by a list
// that would need keeping. Letters are all upper or all lower case.

import { matchAt, type Range, replaceRanges, SPACE, WORD } from "./characters.ts";

const TOKEN = "[REDACTED_IBAN]";

/** Country and check digits; the rest is read from there, at most 34 characters in all. */
const HEAD = new RegExp(String.raw`(?<!${WORD})[A-Za-z]{2}\d{2}`, "gv");
const COMPACT_REST = new RegExp(String.raw`[0-9A-Za-z]{11,30}(?!${WORD})`, "vy");
const NEXT_GROUP = new RegExp(String.raw`[${SPACE}]([0-9A-Za-z]{1,4})(?!${WORD})`, "vy");

const SHORTEST = 15;
const LONGEST = 34;

export const redactIbans = (text: string): string => replaceRanges(text, ibanRanges(text), TOKEN);

function* ibanRanges(text: string): Generator<Range> {
  for (const { 0: head, index: start } of text.matchAll(HEAD)) {
    const end = compactEnd(text, start, head) ?? spacedEnd(text, start, head);
    if (end !== null) yield { start, end };
  }
}

const compactEnd = (text: string, start: number, head: string): number | null => {
  const rest = matchAt(COMPACT_REST, text, start + head.length)?.[0];
  if (rest === undefined || isHexId(head + rest) || !isIban(head + rest)) return null;
  return start + head.length + rest.length;
};

/** The longest run of groups that checks: a word of four letters may follow, and a shorter group is the last. */
const spacedEnd = (text: string, start: number, head: string): number | null => {
  let iban = head;
  let at = start + head.length;
  let end: number | null = null;
  while (iban.length % 4 === 0) {
    const group = matchAt(NEXT_GROUP, text, at)?.[1];
    if (group === undefined || iban.length + group.length > LONGEST) break;
    iban += group;
    at += 1 + group.length;
    if (isIban(iban)) end = at;
  }
  return end;
};

/** Object ids and digests in lower-case hex: one in a hundred that begins like an IBAN would check by chance. */
const isHexId = (candidate: string): boolean => /^(?:[0-9a-f]{24}|[0-9a-f]{32})$/.test(candidate);

/** ISO 7064 mod 97-10, over the text with its first four characters moved to the end and letters read as 10-35. */
const isIban = (candidate: string): boolean => {
  if (candidate.length < SHORTEST) return false;
  if (candidate !== candidate.toUpperCase() && candidate !== candidate.toLowerCase()) return false;
  let remainder = 0;
  for (const character of candidate.slice(4) + candidate.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
};
