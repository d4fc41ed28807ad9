// Classes of characters that the patterns of this folder share. All patterns have the `v` flag.
// Each is bounded, or repeats one class up to a character outside of it: none can backtrack more than linearly.

/**
 * Letters, digits and `_`: a number that touches one is part of something longer. Not so in scripts that write no
 * spaces or glue particles to a word, where a neighbour says nothing.
 */
export const WORD = String.raw`[[\p{L}\p{M}\p{N}_]--[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]]`;

/** One space, also of the kinds that do not break a line: typography puts those into numbers. For use within `[…]`. */
export const SPACE = String.raw` \u00a0\u2007\u2009\u202f`;

/** One dash: hyphens, the minus sign, figure and other dashes. For use within `[…]`. */
export const DASH = String.raw`\-\u2010-\u2015\u2212`;

/**
 * For use within `(?<!…)`: what stands before the middle of something longer. A hyphen behind a letter is an order
 * number's (`AB-123-…`); a long dash there is punctuation.
 */
export const INSIDE_IDENTIFIER = String.raw`${WORD}|${WORD}[\-\u2010\u2011]|\d[${DASH}]`;

/** The match of a sticky pattern at a position. */
export const matchAt = (sticky: RegExp, text: string, at: number): RegExpExecArray | null => {
  sticky.lastIndex = at;
  return sticky.exec(text);
};

/** From `start` up to, not including, `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Replaces ranges that come in the order of their starts; overlapping ones become one token. */
export const replaceRanges = (text: string, ranges: Iterable<Range>, token: string): string => {
  const parts: string[] = [];
  let done = 0;
  for (const { start, end } of ranges) {
    if (start >= done) parts.push(text.slice(done, start), token);
    done = Math.max(done, end);
  }
  parts.push(text.slice(done));
  return parts.join("");
};
