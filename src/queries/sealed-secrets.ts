// Every sealed secret, page by page along the primary keys, and replacing them. Primary keys of workspace_secrets and
// webhook_endpoints.

import type { ResealQueries, SealedPlace, SealedSecret } from "../app/reseal-queries.ts";

/** Whether a column holds a text of another key than ?3; null holds none. */
const isOther = (column: string): string => `substr(${column}, 1, instr(${column}, '.') - 1) <> ?3`;

const PAGES = {
  workspace_secrets: `SELECT workspace_id, name AS key, sealed, NULL AS secret, NULL AS old_secret, NULL AS password
    FROM workspace_secrets WHERE (workspace_id, name) > (?1, ?2) AND ${isOther("sealed")}
    ORDER BY workspace_id, name LIMIT ?4`,
  webhook_endpoints: `SELECT workspace_id, id AS key, NULL AS sealed, secret, old_secret, password
    FROM webhook_endpoints WHERE (workspace_id, id) > (?1, ?2)
      AND (${isOther("secret")} OR ${isOther("old_secret")} OR ${isOther("password")})
    ORDER BY workspace_id, id LIMIT ?4`,
} as const;

/** ?1 workspace, ?2 key, ?3 the text that was read, ?4 the new one. Only what is still the same is replaced. */
const REPLACE = {
  sealed: "UPDATE workspace_secrets SET sealed = ?4 WHERE workspace_id = ?1 AND name = ?2 AND sealed = ?3",
  secret: "UPDATE webhook_endpoints SET secret = ?4 WHERE workspace_id = ?1 AND id = ?2 AND secret = ?3",
  old_secret: "UPDATE webhook_endpoints SET old_secret = ?4 WHERE workspace_id = ?1 AND id = ?2 AND old_secret = ?3",
  password: "UPDATE webhook_endpoints SET password = ?4 WHERE workspace_id = ?1 AND id = ?2 AND password = ?3",
} as const;

interface Row {
  readonly workspace_id: string;
  readonly key: string;
  readonly sealed: string | null;
  readonly secret: string | null;
  readonly old_secret: string | null;
  readonly password: string | null;
}

/** What each column's text is bound to: an old secret was bound when it was the new one. */
const NAMES: Readonly<Record<SealedPlace["column"], (key: string) => string>> = {
  sealed: (key) => key,
  secret: (key) => `webhook:${key}:secret`,
  old_secret: (key) => `webhook:${key}:secret`,
  password: (key) => `webhook:${key}:password`,
};

const COLUMNS = ["sealed", "secret", "old_secret", "password"] as const;

const secretsOf = (table: SealedPlace["table"], row: Row, keyId: string): readonly SealedSecret[] =>
  COLUMNS.flatMap((column) => {
    const sealed = row[column];
    if (sealed === null || sealed.startsWith(`${keyId}.`)) return [];
    return [{ table, column, workspaceId: row.workspace_id, key: row.key, name: NAMES[column](row.key), sealed }];
  });

export const createResealQueries = (db: D1Database): ResealQueries => ({
  page: async (table, keyId, after, limit) => {
    const bound = db.prepare(PAGES[table]).bind(after?.workspaceId ?? "", after?.key ?? "", keyId, limit);
    const { results } = await bound.all<Row>();
    const last = results.at(-1);
    return {
      secrets: results.flatMap((row) => secretsOf(table, row, keyId)),
      next: results.length < limit || last === undefined ? null : { workspaceId: last.workspace_id, key: last.key },
    };
  },
  replace: async (changes) => {
    await db.batch(
      changes.map(({ from: { column, workspaceId, key, sealed }, to }) =>
        db.prepare(REPLACE[column]).bind(workspaceId, key, sealed, to),
      ),
    );
  },
});
