// Workspace documents by version, kept in the isolate: a version never changes, so nothing here can be stale.
// Who may still enter is asked of D1 with every request; only what a version says is remembered.

import type { Documents, DocumentSchema, WorkspaceDocument } from "../app/document-ports.ts";
import type { JsonObject } from "../core/json.ts";
import { loadRegularExpressions, mayHoldPattern } from "../core/regular-expressions.ts";

/** Characters of stored JSON that one isolate keeps parsed: a parsed document is several times its text. */
const MAX_CHARS = 4_000_000;

interface Kept {
  readonly document: WorkspaceDocument;
  readonly chars: number;
}

/** Throws for a version that is not there: whoever asks has just read its number. */
export const createDocuments = (db: D1Database, schema: Pick<DocumentSchema, "read">): Documents => {
  const kept = new Map<string, Kept>();
  let chars = 0;
  const keep = (key: string, entry: Kept): void => {
    chars += entry.chars - (kept.get(key)?.chars ?? 0);
    kept.delete(key);
    kept.set(key, entry);
    // Oldest first; the newest stays whatever its size.
    for (const [oldKey, old] of kept) {
      if (chars <= MAX_CHARS || oldKey === key) return;
      kept.delete(oldKey);
      chars -= old.chars;
    }
  };
  return {
    load: async (workspaceId, version) => {
      const key = `${workspaceId}\n${version}`;
      const known = kept.get(key);
      if (known !== undefined) {
        keep(key, known);
        return known.document;
      }
      const row = await db
        .prepare("SELECT document FROM workspace_versions WHERE workspace_id = ?1 AND version = ?2")
        .bind(workspaceId, version)
        .first<{ document: string }>();
      if (row === null) throw new Error(`workspace ${workspaceId} has no version ${version}`);
      if (mayHoldPattern(row.document)) await loadRegularExpressions();
      const json: JsonObject | null = JSON.parse(row.document);
      // The tombstone of a deleted workspace says nothing.
      const document = schema.read(workspaceId, version, json ?? {});
      keep(key, { document, chars: row.document.length });
      return document;
    },
  };
};
