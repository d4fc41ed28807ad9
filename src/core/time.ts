// Instants and durations. No clock here: `now` is an argument everywhere.

/** Milliseconds since 1970-01-01T00:00:00Z. Names that end in `At` hold one. */
export type Instant = number;

export const MS_PER_SECOND = 1_000;
export const MS_PER_MINUTE = 60_000;

/** ISO 8601 UTC with milliseconds, the native spelling of an instant. */
export const toIso = (at: Instant): string => new Date(at).toISOString();

/** As {@link toIso}, with null for "has not happened". */
export const toIsoOrNull = (at: Instant | null): string | null => (at === null ? null : toIso(at));
