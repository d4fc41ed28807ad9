// The `include` parameter: which further blocks the reader wants. Names that nobody knows are ignored.
// Source: authentivoice.md rulings 10, 13 (List).

const BLOCKS = ["analysis", "transcription", "history", "reviewer"] as const;
export type Block = (typeof BLOCKS)[number];

/** A comma-separated list, and the parameter may stand several times. */
export const includesOf = (url: string): ReadonlySet<Block> => {
  const names = new URL(url).searchParams.getAll("include").flatMap((list) => list.split(","));
  return new Set(BLOCKS.filter((block) => names.some((name) => name.trim() === block)));
};
