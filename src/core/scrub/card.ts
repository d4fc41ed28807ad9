// Payment card numbers: 13-19 digits, bare or in groups with one kind of separator, spaces or dashes, Luhn valid.
// Groups are judged as people write them on cards, so rows of small numbers are none. Never a compact timestamp,
// a row of years, the decimals of a number, or digits that touch a letter.

import { DASH, matchAt, type Range, replaceRanges, SPACE, WORD } from "./characters.ts";

const TOKEN = "[REDACTED_CREDIT_CARD]";

const SHORTEST = 13;
const LONGEST = 19;

/** Digits that nothing continues: neither a letter nor a decimal point with more of them. */
const END_OF_GROUP = String.raw`(?!${WORD}|\.\d)`;

/** At least four digits begin a card (4-4-4-4, 4-6-5, 6-13, bare), at least three go on, any number ends it. */
const FIRST_GROUP = new RegExp(String.raw`(?<!${WORD}|\d\.)\d{4,${LONGEST}}${END_OF_GROUP}`, "gv");
const FIRST_GROUP_HERE = new RegExp(FIRST_GROUP.source, "vy");
const SPACED_GROUP = new RegExp(String.raw`[${SPACE}](\d{1,${LONGEST}})${END_OF_GROUP}`, "vy");
const DASHED_GROUP = new RegExp(String.raw`[${DASH}](\d{1,${LONGEST}})${END_OF_GROUP}`, "vy");
const SHORTEST_GROUP_BETWEEN = 3;

export const redactCards = (text: string): string => replaceRanges(text, cardRanges(text), TOKEN);

/** Overlapping ones are all told: whichever of them is the card, nothing of it stays. */
function* cardRanges(text: string): Generator<Range> {
  for (const { index: start } of text.matchAll(FIRST_GROUP)) {
    const end = cardEnd(text, start);
    if (end !== null) yield { start, end };
  }
}

/** Where the longest card that begins at `start` ends; null when none begins there. */
export const cardEnd = (text: string, start: number): number | null => {
  const first = matchAt(FIRST_GROUP_HERE, text, start)?.[0];
  if (first === undefined) return null;
  let at = start + first.length;
  let digits = first;
  let end = isCard(digits, text.slice(start, at)) ? at : null;
  const sticky = matchAt(SPACED_GROUP, text, at) === null ? DASHED_GROUP : SPACED_GROUP;
  for (let lastLength = first.length; lastLength >= SHORTEST_GROUP_BETWEEN; ) {
    const group = matchAt(sticky, text, at)?.[1];
    if (group === undefined || digits.length + group.length > LONGEST) break;
    at += 1 + group.length;
    digits += group;
    lastLength = group.length;
    if (isCard(digits, text.slice(start, at))) end = at;
  }
  return end;
};

/** `YYYYMMDD` as the first of several groups, or with a time of day (and milliseconds) as the only one. */
const TIMESTAMP =
  /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\D|(?:[01]\d|2[0-3])[0-5]\d[0-5]\d(?:\d{3})?$)/;
/** No issuer's numbers begin with 19 or 20. */
const YEARS = /^(?:(?:19|20)\d\d\D?)+$/;

const isCard = (digits: string, spelled: string): boolean =>
  digits.length >= SHORTEST && !TIMESTAMP.test(spelled) && !YEARS.test(spelled) && isLuhnValid(digits);

/** ISO/IEC 7812-1 annex B: every second digit from the right counts twice, as the sum of its own digits. */
const isLuhnValid = (digits: string): boolean => {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]);
    const counted = place % 2 === 0 ? digit : digit * 2;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return sum % 10 === 0;
};
