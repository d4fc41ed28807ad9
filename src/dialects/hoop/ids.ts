// Ids in paths. Reviews and sessions have UUIDs: anything else is nobody's id, and is not looked up.
// Source: hoop.md ruling 3 (a malformed id is not found).

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The id that a path segment holds; null when no review or session can have it. */
export const pathId = (segment: string | undefined): string | null => {
  const id = segment?.toLowerCase() ?? "";
  return UUID.test(id) ? id : null;
};
