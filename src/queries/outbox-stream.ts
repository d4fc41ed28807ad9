// What comes next in a workspace's stream of events? Primary keys of outbox and workspaces; the standard body where it was
// rendered before.

import type { MessageFormat } from "../app/webhook-ports.ts";
import { readersOf } from "../core/review/readers.ts";
import type { Instant } from "../core/time.ts";
import { headOf, MESSAGE_SOURCE, type MessageRow, messageColumns, messageOf, readMessage } from "./outbox-messages.ts";

const HEADS_SQL = `SELECT position, review_id AS reviewId, seq FROM outbox
  WHERE workspace_id = ?1 AND position > ?2 ORDER BY position LIMIT ?3`;

const MESSAGES_SQL = `SELECT ${messageColumns(false)},
    (SELECT b.body FROM message_bodies b WHERE b.workspace_id = o.workspace_id AND b.review_id = o.review_id
      AND b.seq = o.seq AND b.format = ?4) AS body,
    (SELECT w.version FROM workspaces w WHERE w.id = o.workspace_id) AS workspace_version
  FROM ${MESSAGE_SOURCE} WHERE o.workspace_id = ?1 AND o.position > ?2 ORDER BY o.position LIMIT ?3`;

/** Source: webhooks.md 9: ids are kept for seven days, by the workspace's clock. */
const KEPT_MS = 7 * 86_400_000;

const KNOWN_SQL = `SELECT 1 AS found FROM outbox o CROSS JOIN workspaces w ON w.id = o.workspace_id
  WHERE o.workspace_id = ?1 AND o.position = ?2 AND o.created_at >= COALESCE(w.test_now, ?3) - ${KEPT_MS}`;

/** The outbox of one workspace, for those who follow it. */
export const createOutboxStream = (db: D1Database, workspaceId: string, format: MessageFormat) => {
  const bodyOf = async (row: MessageRow & { readonly body: string | null }, type: string): Promise<string> => {
    if (row.body !== null) return row.body;
    const message = messageOf(workspaceId, row) ?? (await readMessage(db, workspaceId, row.position));
    if (message === null) throw new Error("the message is no longer kept");
    return format.render(message, type);
  };
  return {
    heads: async (after: number, limit: number) => {
      const rows = await db
        .prepare(HEADS_SQL)
        .bind(workspaceId, after, limit)
        .all<{ position: number; reviewId: string; seq: number }>();
      return rows.results;
    },
    messages: async (after: number, limit: number) => {
      const { results } = await db
        .prepare(MESSAGES_SQL)
        .bind(workspaceId, after, limit, format.name)
        .all<MessageRow & { readonly body: string | null; readonly workspace_version: number }>();
      return Promise.all(
        results.map(async (row) => {
          const head = headOf(workspaceId, row);
          const type = format.typeOf(head) ?? row.event_type;
          const readers = head.review.policy.visibility === "members" ? null : readersOf(head.review);
          const body = await bodyOf(row, type);
          return { position: row.position, type, body, readers, workspaceVersion: row.workspace_version };
        }),
      );
    },
    lastPosition: async () => {
      const row = await db
        .prepare("SELECT MAX(position) AS last FROM outbox WHERE workspace_id = ?1")
        .bind(workspaceId)
        .first<{ last: number | null }>();
      return row?.last ?? 0;
    },
    versionOf: async (reviewId: string) => {
      const row = await db
        .prepare("SELECT version FROM reviews WHERE workspace_id = ?1 AND id = ?2")
        .bind(workspaceId, reviewId)
        .first<{ version: number }>();
      return row?.version ?? 0;
    },
    listenUntil: async (until: Instant) => {
      await db
        .prepare("UPDATE workspaces SET listening_until = MAX(listening_until, ?2) WHERE id = ?1")
        .bind(workspaceId, until)
        .run();
    },
  };
};

/** Whether a stream can go on after this position without a gap. */
export const isKnownPosition = async (
  db: D1Database,
  workspaceId: string,
  position: number,
  now: Instant,
): Promise<boolean> => (await db.prepare(KNOWN_SQL).bind(workspaceId, position, now).first()) !== null;
