// Finds the characters of a foreign text that nobody would see, or that would turn the text around: control characters,
// bidi overrides, zero-width and tag characters, halves of characters. Who decides on a text must see what is in it. Pure.

export type TextPart =
  | { readonly type: "plain"; readonly text: string }
  /** `code`: as in U+202E; `count`: so many of it in a row. */
  | { readonly type: "hidden"; readonly code: string; readonly count: number };

/**
 * A subdivision flag (black flag and tags) is one visible character, and so is everything that joiners (U+200C, U+200D)
 * and marks of direction (U+200E, U+200F) hold together: those stay. Line breaks and tabs are layout.
 */
const FLAG_OR_HIDDEN =
  /\u{1F3F4}[\u{E0020}-\u{E007F}]+|\r\n|([^\P{Cc}\n\t]|\p{Cs}|[\u00AD\u061C\u200B\u2028\u2029\u202A-\u202E\u2060-\u2069\uFEFF\u{E0000}-\u{E007F}])\1*/gu;

/** Marks of one text; what comes after them is replaced without a mark, so that a flood stays small. */
const MAX_MARKS = 100;

const REPLACEMENT = "\uFFFD";

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/** The text in order: what can be seen as it is, and what cannot by its code. */
export const partsOf = (text: string): readonly TextPart[] => {
  const parts: TextPart[] = [];
  let plain = "";
  let end = 0;
  let marks = 0;
  for (const match of text.matchAll(FLAG_OR_HIDDEN)) {
    const [run, hidden] = match;
    plain += text.slice(end, match.index);
    end = match.index + run.length;
    if (hidden === undefined) plain += run;
    else if (marks >= MAX_MARKS) plain += REPLACEMENT;
    else {
      if (plain !== "") parts.push({ type: "plain", text: plain });
      plain = "";
      marks += 1;
      parts.push({ type: "hidden", code: codeOf(hidden), count: run.length / hidden.length });
    }
  }
  plain += text.slice(end);
  if (plain !== "") parts.push({ type: "plain", text: plain });
  return parts;
};

/** The same for places that take no markup, such as titles and attributes. */
export const visibleText = (text: string): string =>
  partsOf(text)
    .map((part) => (part.type === "plain" ? part.text : REPLACEMENT))
    .join("");
