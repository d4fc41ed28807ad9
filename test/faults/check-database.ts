// What stands in the database after a crash, read without the service: a copy of its file, opened by another SQLite.
// Versions, audit rows and outbox rows must agree, every chain must verify, nothing may be half there.

import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type AuditEvent, auditHash, textsDigest } from "../../src/core/review/audit-event.ts";
import { toIso } from "../../src/core/time.ts";
import { type Entry, type Journal, retryOf } from "./journal.ts";

export interface DatabaseReport {
  readonly reviews: number;
  readonly events: number;
  /** Empty: everything holds. */
  readonly violations: readonly string[];
}

/** Where `wrangler dev` keeps local D1 databases, below its folder of state. */
const D1_FOLDER = "v3/d1/miniflare-D1DatabaseObject";

/** Questions that only a checker asks. The copy is its own, so it may have indexes that the service has no use for. */
const CHECKER_INDEXES = `CREATE INDEX check_requests ON audit (request_id);
  CREATE INDEX check_messages ON outbox (workspace_id, review_id, seq, type);
  CREATE INDEX check_aliases ON review_aliases (workspace_id, review_id);
  ANALYZE`;

/** Opens a copy, with the write-ahead log that the crash left behind, and indexes it. */
export const openCopy = (persistTo: string): { readonly db: DatabaseSync; readonly close: () => void } => {
  const folder = join(persistTo, D1_FOLDER);
  const file = readdirSync(folder).find((name) => name.endsWith(".sqlite") && name !== "metadata.sqlite");
  if (file === undefined) throw new Error(`no database in ${folder}`);
  const directory = mkdtempSync(join(tmpdir(), "countersign-check-"));
  for (const name of [file, `${file}-wal`]) {
    if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(directory, name));
  }
  const db = new DatabaseSync(join(directory, file));
  db.exec(CHECKER_INDEXES);
  return {
    db,
    close: () => {
      db.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};

/** Each query names what must not be there; a row is one violation. */
const INVARIANTS: readonly { readonly claim: string; readonly sql: string }[] = [
  {
    claim: "the version is the number of audit rows",
    sql: `SELECT r.id AS what FROM reviews r
      WHERE r.version <> (SELECT count(*) FROM audit a WHERE a.workspace_id = r.workspace_id AND a.review_id = r.id)
        OR r.version <> (SELECT max(seq) FROM audit a WHERE a.workspace_id = r.workspace_id AND a.review_id = r.id)`,
  },
  {
    claim: "every event has its message",
    sql: `SELECT a.review_id || ':' || a.seq AS what FROM audit a LEFT JOIN outbox o
      ON o.workspace_id = a.workspace_id AND o.review_id = a.review_id AND o.seq = a.seq AND o.type = a.type
      GROUP BY a.workspace_id, a.review_id, a.seq HAVING count(o.position) <> 1`,
  },
  {
    claim: "every message has its event",
    sql: `SELECT o.review_id || ':' || o.seq AS what FROM outbox o LEFT JOIN audit a
      ON o.workspace_id = a.workspace_id AND o.review_id = a.review_id AND o.seq = a.seq WHERE a.seq IS NULL`,
  },
  {
    claim: "positions of a workspace have no gap",
    sql: `SELECT workspace_id AS what FROM outbox GROUP BY workspace_id HAVING count(*) <> max(position)`,
  },
  {
    claim: "every event has its review",
    sql: `SELECT a.review_id AS what FROM audit a LEFT JOIN reviews r
      ON r.workspace_id = a.workspace_id AND r.id = a.review_id WHERE r.id IS NULL`,
  },
  {
    claim: "the row, its state and its head agree",
    sql: `SELECT r.id AS what FROM reviews r
      WHERE r.state->>'$.version' <> r.version OR r.state->>'$.status' <> r.status OR r.head_hash <>
        (SELECT a.hash FROM audit a WHERE a.workspace_id = r.workspace_id AND a.review_id = r.id AND a.seq = r.version)`,
  },
  {
    claim: "free text stands where the chain says so",
    sql: `SELECT a.review_id || ':' || a.seq AS what FROM audit a LEFT JOIN event_texts t
      ON t.workspace_id = a.workspace_id AND t.review_id = a.review_id AND t.seq = a.seq
      WHERE (a.texts_digest IS NULL) <> (t.seq IS NULL)`,
  },
  {
    claim: "every review can be found by all its names",
    sql: `SELECT r.id AS what FROM reviews r WHERE json_array_length(r.state, '$.aliases') <>
      (SELECT count(*) FROM review_aliases x WHERE x.workspace_id = r.workspace_id AND x.review_id = r.id)`,
  },
  {
    claim: "every held session has its subject and its body",
    sql: `SELECT r.id AS what FROM reviews r WHERE r.subject_type = 'session' AND NOT EXISTS
      (SELECT 1 FROM subjects s JOIN subject_bodies b ON b.workspace_id = s.workspace_id AND b.type = s.type AND b.id = s.id
       WHERE s.workspace_id = r.workspace_id AND s.type = r.subject_type AND s.id = r.subject_id)`,
  },
  {
    claim: "counters are the counts",
    sql: `SELECT 'reviews:' || dialect || ':' || status AS what FROM reviews r GROUP BY workspace_id, dialect, status
      HAVING count(*) IS NOT (SELECT value FROM counters c WHERE c.workspace_id = r.workspace_id
        AND c.name = 'reviews:' || r.dialect || ':' || r.status)`,
  },
  {
    claim: "one execution is claimed once",
    sql: `SELECT review_id AS what FROM audit WHERE type = 'execution_started' GROUP BY workspace_id, review_id
      HAVING count(*) > 1`,
  },
];

const brokenInvariants = (db: DatabaseSync): readonly string[] =>
  INVARIANTS.flatMap(({ claim, sql }) =>
    db
      .prepare(sql)
      .all()
      .map(({ what }) => `not so: ${claim}: ${String(what)}`),
  );

interface AuditRow {
  readonly workspace_id: string;
  readonly review_id: string;
  readonly seq: number;
  readonly type: string;
  readonly at: number;
  readonly recorded_at: number;
  readonly actor: string;
  readonly entrance: string;
  readonly request_id: string;
  readonly workspace_version: number;
  readonly clock: string | null;
  readonly data: string;
  readonly texts_digest: string | null;
  readonly hash: string;
  readonly salt: string | null;
  readonly texts: string | null;
}

const CHAIN_SQL = `SELECT a.*, t.salt AS salt, t.texts AS texts FROM audit a LEFT JOIN event_texts t
  ON t.workspace_id = a.workspace_id AND t.review_id = a.review_id AND t.seq = a.seq
  ORDER BY a.workspace_id, a.review_id, a.seq`;

const toEvent = (row: AuditRow): AuditEvent => ({
  workspaceId: row.workspace_id,
  reviewId: row.review_id,
  version: row.seq,
  type: row.type,
  at: toIso(row.at),
  recordedAt: toIso(row.recorded_at),
  actor: JSON.parse(row.actor),
  entrance: row.entrance,
  requestId: row.request_id,
  workspaceVersion: row.workspace_version,
  ...(row.clock === "test" ? { clock: "test" } : {}),
  data: JSON.parse(row.data),
  texts: row.texts_digest,
});

/** Recomputes every chain from its first event. */
const brokenChains = async (db: DatabaseSync): Promise<readonly string[]> => {
  const broken: string[] = [];
  let previous: { readonly reviewId: string; readonly hash: string } | null = null;
  for (const row of db.prepare(CHAIN_SQL).all() as unknown as readonly AuditRow[]) {
    const previousHash: string = previous?.reviewId === row.review_id ? previous.hash : "";
    if ((await auditHash(previousHash, toEvent(row))) !== row.hash) broken.push(`chain: ${row.review_id}:${row.seq}`);
    if (row.salt !== null && row.texts !== null) {
      const digest = await textsDigest(row.salt, JSON.parse(row.texts));
      if (digest !== row.texts_digest) broken.push(`texts: ${row.review_id}:${row.seq}`);
    }
    previous = { reviewId: row.review_id, hash: row.hash };
  }
  return broken;
};

/** Everything acknowledged stands exactly once, whether it was the first try or the retry that did it; nothing refused does. */
const lostAndDoubled = (db: DatabaseSync, journal: Journal): readonly string[] => {
  const count = db.prepare("SELECT count(*) AS n FROM audit WHERE request_id IN (?, ?)");
  const timesOf = ({ operation }: Entry): number => Number(count.get(operation.requestId, retryOf(operation))?.["n"]);
  return journal.entries.flatMap((entry) => {
    const { fate, operation } = entry;
    const times = timesOf(entry);
    if (fate === "acknowledged" && times === 0) return [`lost: ${operation.verb} ${operation.path}`];
    if (fate === "refused" && times > 0) return [`refused but done: ${operation.verb} ${operation.path}`];
    return times > 1 ? [`done ${times} times: ${operation.verb} ${operation.path}`] : [];
  });
};

/** The service must be down. */
export const checkDatabase = async (persistTo: string, journal: Journal): Promise<DatabaseReport> => {
  const { db, close } = openCopy(persistTo);
  try {
    const total = (table: string): number => Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.["n"]);
    return {
      reviews: total("reviews"),
      events: total("audit"),
      violations: [...brokenInvariants(db), ...(await brokenChains(db)), ...lostAndDoubled(db, journal)],
    };
  } finally {
    close();
  }
};
