// Named counts that add up, and how a duration is counted: in buckets that keep the sum of what fell into them, so that
// the percentile of few or equal durations is exact. Source: time.md 9.

/** How often each named thing happened. The sum of two is counts again; what is absent is nought. */
export type Counts = Readonly<Record<string, number>>;

export const addCounts = (a: Counts, b: Counts): Counts => {
  const sum: Record<string, number> = { ...a };
  for (const [name, value] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + value;
  // A name that comes to nought goes, or counts that only pass by would grow for ever.
  return Object.fromEntries(Object.entries(sum).filter(([, value]) => value !== 0));
};

/** The value of every name `<prefix>:<rest>`, by its rest. */
export const countsOf = (counts: Counts, prefix: string): Counts =>
  Object.fromEntries(
    Object.entries(counts).flatMap(([name, value]) =>
      name.startsWith(`${prefix}:`) ? [[name.slice(prefix.length + 1), value]] : [],
    ),
  );

export const total = (counts: Counts): number => Object.values(counts).reduce((sum, value) => sum + value, 0);

/**
 * Lower edge of a duration's bucket, in whole seconds: its first two digits, the rest noughts. So the edges are every
 * second up to 100, every 10 s up to 1,000, every 100 s up to 10,000, and so on: no bucket is wider than a tenth.
 */
export const bucketOf = (seconds: number): number => {
  const step = 10 ** Math.max(0, String(seconds).length - 2);
  return Math.floor(seconds / step) * step;
};

const sumName = (name: string): string => `${name}Seconds`;

/** One duration, counted. */
export const timed = (name: string, durationMs: number): Counts => {
  const seconds = Math.max(0, Math.floor(durationMs / 1_000));
  const bucket = bucketOf(seconds);
  return { [`${name}:${bucket}`]: 1, [`${sumName(name)}:${bucket}`]: seconds };
};

export interface Percentiles {
  /** Whole seconds; null where nothing was counted. */
  readonly p50: number | null;
  readonly p90: number | null;
  readonly count: number;
}

/** By nearest rank: the mean of the bucket that holds it. */
const percentile = (buckets: Counts, sums: Counts, share: number): number | null => {
  const rank = Math.ceil(total(buckets) * share);
  let seen = 0;
  for (const bucket of Object.keys(buckets).toSorted((a, b) => Number(a) - Number(b))) {
    const count = buckets[bucket] ?? 0;
    seen += count;
    if (seen >= rank) return Math.round((sums[bucket] ?? 0) / count);
  }
  return null;
};

export const percentilesOf = (counts: Counts, name: string): Percentiles => {
  const buckets = countsOf(counts, name);
  const sums = countsOf(counts, sumName(name));
  return {
    p50: percentile(buckets, sums, 0.5),
    p90: percentile(buckets, sums, 0.9),
    count: total(buckets),
  };
};
