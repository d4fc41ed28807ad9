// Ids in paths, headers and bodies: tokens, or any text that somebody outside gave. Decoded once, never normalised.
// Source: alloy.md ruling 12 (Errors, External ids, Details).

const MIN_CHARACTERS = 1;
const MAX_CHARACTERS = 255;

/** Characters are code points; half a character is none, and the database could not keep it. */
export const isId = (text: string): boolean => {
  const { length } = Array.from(text);
  return length >= MIN_CHARACTERS && length <= MAX_CHARACTERS && text.isWellFormed();
};

/** The id that a path segment holds (0 is the first); null when it cannot be decoded or is nobody's. */
export const pathId = (url: string, segment: number): string | null => {
  const encoded = new URL(url).pathname.split("/")[segment + 1] ?? "";
  try {
    const id = decodeURIComponent(encoded);
    return isId(id) ? id : null;
  } catch {
    return null;
  }
};
