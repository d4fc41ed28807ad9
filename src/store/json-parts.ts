// Lists that travel as one JSON parameter, in parts: D1 takes texts and rows of 2 MB and no larger.

/** Half of what D1 takes, so that one more row of ordinary size always fits. */
const MAX_PART_BYTES = 1_000_000;

/** The rows as JSON arrays, in order, each as many rows as fit; a row that is larger stands alone. */
export const jsonParts = (rows: readonly unknown[], maxBytes = MAX_PART_BYTES): readonly string[] => {
  const encoder = new TextEncoder();
  const parts: string[] = [];
  let open: string[] = [];
  let size = 0;
  for (const row of rows) {
    const text = JSON.stringify(row);
    const bytes = encoder.encode(text).byteLength + 1;
    if (open.length > 0 && size + bytes > maxBytes) {
      parts.push(`[${open.join(",")}]`);
      open = [];
      size = 0;
    }
    open.push(text);
    size += bytes;
  }
  if (open.length > 0) parts.push(`[${open.join(",")}]`);
  return parts;
};
