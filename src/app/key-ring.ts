// Keys of the service itself, as its configuration spells them: `id:key`, several comma-separated, the first in force
// and the others still understood. Refuses a ring that could not be what its owner meant.

export interface RingKey {
  /** Stored beside what the key made; "" for a key that was configured without one. */
  readonly id: string;
  readonly key: string;
}

const KEY_ID = /^[A-Za-z0-9_-]{1,32}$/;

const readEntry = (entry: string, variable: string): RingKey => {
  const colon = entry.indexOf(":");
  const id = entry.slice(0, Math.max(0, colon));
  const key = entry.slice(colon + 1);
  if (key === "" || (colon >= 0 && !KEY_ID.test(id))) throw new Error(`${variable} is not a list of id:key`);
  return { id, key };
};

/** Throws for a ring that cannot be read, naming the variable and never a key. Absent or empty: no keys. */
export const readKeyRing = (value: string | undefined, variable: string): readonly RingKey[] => {
  if (value === undefined || value === "") return [];
  const keys = value.split(",").map((entry) => readEntry(entry.trim(), variable));
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new Error(`${variable} names a key id twice`);
  return keys;
};
