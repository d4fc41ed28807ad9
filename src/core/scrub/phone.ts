// Phone numbers: `+` and 8-15 digits with separators, or the North American 3-3-4 with separators.
// An international number grows group by group. Until it has enough digits anything that may stand in a phone number
// is taken; after that a group behind a space is left alone when it reads as a number of its own.

import { cardEnd } from "./card.ts";
import { DASH, INSIDE_IDENTIFIER, matchAt, type Range, replaceRanges, SPACE, WORD } from "./characters.ts";

const TOKEN = "[REDACTED_PHONE]";

/** E.164, with its country code; shorter ones are service numbers or no numbers at all. */
const FEWEST_DIGITS = 8;
const MOST_DIGITS = 15;

/** An extension may touch a number, other letters may not. */
const END = String.raw`(?!(?!(?:x|ext)\.?\d)${WORD})`;

const FIRST_GROUP = new RegExp(String.raw`(?<!${WORD}|[+$€£¥])\+[1-9]\d{0,${MOST_DIGITS}}${END}`, "gv");

/** Up to three characters lie between groups at first, as in `+49 (0)30` or `+49 / 30`; later only one. */
const EARLY_GROUP = new RegExp(String.raw`([${SPACE}${DASH}.\/\(\)]{1,3})(\d{1,${MOST_DIGITS + 1}})${END}`, "vy");
const LATE_GROUP = new RegExp(String.raw`([${SPACE}${DASH}.\/])(\d{1,${MOST_DIGITS + 1}})${END}`, "vy");

export const redactInternationalPhones = (text: string): string =>
  replaceRanges(text, internationalRanges(text), TOKEN);

function* internationalRanges(text: string): Generator<Range> {
  for (const { 0: first, index: start } of text.matchAll(FIRST_GROUP)) {
    const end = isAmountAt(text, start) ? null : internationalEnd(text, start, first);
    if (end !== null) yield { start, end };
  }
}

/** Null when there are too few digits, or when too many hang together without a space. */
const internationalEnd = (text: string, start: number, first: string): number | null => {
  let at = start + first.length;
  let digits = first.length - 1;
  const isWhole = digits >= FEWEST_DIGITS;
  while (digits <= MOST_DIGITS) {
    const next = matchAt(digits < FEWEST_DIGITS ? EARLY_GROUP : LATE_GROUP, text, at);
    if (next === null) break;
    const [spelled, separator = "", group = ""] = next;
    if (HAS_SPACE.test(separator)) {
      const isOptional = digits >= FEWEST_DIGITS;
      const groupStart = at + separator.length;
      if (isOptional && (isWhole || digits + group.length > MOST_DIGITS)) break;
      if (isOptional && isNumberOfItsOwn(text, groupStart)) break;
      if (isCardInTheWay(text, groupStart, MOST_DIGITS - digits)) break;
    }
    at += spelled.length;
    digits += group.length;
  }
  return FEWEST_DIGITS <= digits && digits <= MOST_DIGITS ? at : null;
};

const HAS_SPACE = new RegExp(`[${SPACE}]`, "v");

/** A card that begins here and has more digits than the phone number may still take. */
const isCardInTheWay = (text: string, at: number, digitsLeft: number): boolean => {
  const end = cardEnd(text, at);
  return end !== null && text.slice(at, end).replace(/\D/g, "").length > digitsLeft;
};

const CURRENCY = String.raw`[${SPACE}]?(?:[€$£¥%]|(?:EUR|USD|GBP|CHF|JPY)(?!${WORD}))(?![${SPACE}]?\d)`;

/** A social security or North American number, a decimal, a clock time, an amount. */
const NUMBER_OF_ITS_OWN = new RegExp(
  String.raw`\d{3}[${DASH}]\d{2}[${DASH}]\d{4}|\d{3}([${DASH}.])\d{3}\1\d{4}|\d{1,16}(?!\d)(?:[.,:]\d|${CURRENCY})`,
  "vy",
);
const isNumberOfItsOwn = (text: string, at: number): boolean => matchAt(NUMBER_OF_ITS_OWN, text, at) !== null;

/** Signed amounts: in thousands with decimals or a currency, bare with a currency, bare with cents. */
const AMOUNT = new RegExp(
  String.raw`\+(?:\d{1,3}(?:[${SPACE}.]\d{3}){1,5}(?!\d)(?:,\d{1,2}(?!\d)|${CURRENCY})|\d{1,16}(?!\d)(?:${CURRENCY}|\.\d{1,2}(?![${DASH}.\d])))`,
  "vy",
);
const isAmountAt = (text: string, at: number): boolean => matchAt(AMOUNT, text, at) !== null;

/** With dashes or dots the number must be all there is; spaces separate words, so more numbers may lie around. */
const BEFORE = String.raw`(?<!${INSIDE_IDENTIFIER}|\d[.])`;
const AFTER = String.raw`${END}(?![${DASH}.]\d)`;
const SPACE_OR_DASH = `[${SPACE}${DASH}]`;
const NORTH_AMERICAN = new RegExp(
  [
    String.raw`(?:${BEFORE}1[${SPACE}${DASH}.]?)?\(\d{3}\)[${SPACE}${DASH}.]?\d{3}[${SPACE}${DASH}.]\d{4}${AFTER}`,
    String.raw`${BEFORE}(?:1${SPACE_OR_DASH})?\d{3}${SPACE_OR_DASH}\d{3}${SPACE_OR_DASH}\d{4}${AFTER}`,
    String.raw`${BEFORE}(?:1\.)?\d{3}\.\d{3}\.\d{4}${AFTER}`,
  ].join("|"),
  "gv",
);

/** The area code may stand in parentheses, a 1 before it. Its digits are not judged: `123-456-7890` is one, too. */
export const redactNorthAmericanPhones = (text: string): string => text.replace(NORTH_AMERICAN, TOKEN);
