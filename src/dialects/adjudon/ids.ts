// Ids of this API: reviews have 24 lower-case hex digits that sort by the time they were made, traces an opaque string.
// Source: adjudon.md rulings 2, 10.

const OBJECT_ID = /^[0-9a-f]{24}$/;

/** The review id that a path segment or an entry of `ids` holds; null when no review can have it. */
export const itemId = (text: string | undefined): string | null => (OBJECT_ID.test(text ?? "") ? (text ?? null) : null);

/**
 * The 24 hex digits of a review, from its native id (a UUID of version 7): seconds, the milliseconds and the count
 * within them, then randomness. So they sort as the native ids do, and nothing has to be drawn twice.
 */
export const objectIdOf = (reviewId: string): string => {
  const digits = reviewId.replaceAll("-", "");
  const ms = Number.parseInt(digits.slice(0, 12), 16);
  const seconds = Math.floor(ms / 1_000)
    .toString(16)
    .padStart(8, "0");
  const millis = (ms % 1_000).toString(16).padStart(3, "0");
  return seconds + millis + digits.slice(13, 16) + digits.slice(-10);
};

/** `uuid`: fresh, and sorting by time, so that traces of one instant keep their order. */
export const traceIdOf = (uuid: string): string => `trace_${uuid.replaceAll("-", "")}`;
