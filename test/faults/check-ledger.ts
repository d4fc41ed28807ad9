// The ledger against the database, read without the service: what was acknowledged stands once, what was refused does not
// stand, what nobody knows stands once or not at all; and everything that check-database.ts wants.

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { checkDatabase, type DatabaseReport, openCopy } from "./check-database.ts";
import { Journal } from "./journal.ts";
import { type Act, againOf, type Fate, type Ledger } from "./ledger.ts";

/** Events of one request. What a timer did on the way is nobody's act. */
const EVENTS_SQL = `SELECT request_id, review_id, type FROM audit
  WHERE request_id IN (?, ?) AND actor->>'$.kind' <> 'policy'`;

/** Word -> number of things that carry it in their body. Read once: to look for each mark in each body takes minutes. */
const wordsOfBodies = (db: DatabaseSync): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { body } of db.prepare("SELECT body FROM subject_bodies").iterate()) {
    for (const word of new Set(String(body).match(/[\w.-]+/g))) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
};

/** How often it was done. A request that changes several reviews at once (bulk) has done it once. */
const timesDone = (events: StatementSync, marks: ReadonlyMap<string, number>, { requestId, leaves }: Act): number => {
  if (leaves === "mark") return marks.get(requestId) ?? 0;
  const rows = events.all(requestId, againOf(requestId));
  const places = new Map<string, number>();
  for (const row of rows) {
    // One request opens one review; whatever else it does, it does once to each.
    const place = row["type"] === "opened" ? "opened" : `${String(row["review_id"])} ${String(row["type"])}`;
    places.set(place, (places.get(place) ?? 0) + 1);
  }
  const names = new Set(rows.map((row) => row["request_id"]));
  return rows.length === 0 ? 0 : Math.max(names.size, ...places.values());
};

const verdictOn = (fate: Fate, times: number): string | null => {
  if (times > 1) return `done ${times} times`;
  if (fate === "acknowledged" && times === 0) return "lost";
  return fate === "refused" && times > 0 ? "refused but done" : null;
};

/** Timers that fired twice on one review. */
const TWICE_SQL = `SELECT review_id || ' ' || type AS what FROM audit
  WHERE type IN ('sla_at_risk', 'sla_breached', 'expired') GROUP BY workspace_id, review_id, type HAVING count(*) > 1
  UNION ALL SELECT review_id || ' rung ' || (data->>'$.level') FROM audit
  WHERE type = 'escalated' AND actor->>'$.kind' = 'policy'
  GROUP BY workspace_id, review_id, data->>'$.level' HAVING count(*) > 1`;

/** The service must be down. */
export const twiceFired = (persistTo: string): readonly string[] => {
  const { db, close } = openCopy(persistTo);
  try {
    return db
      .prepare(TWICE_SQL)
      .all()
      .map(({ what }) => `fired twice: ${String(what)}`);
  } finally {
    close();
  }
};

export interface LedgerReport extends DatabaseReport {
  /** Acts that nobody knows the fate of and that stand all the same. */
  readonly stoodUnknown: number;
}

/** The service must be down. */
export const checkLedger = async (persistTo: string, ledger: Ledger): Promise<LedgerReport> => {
  const report = await checkDatabase(persistTo, new Journal());
  const { db, close } = openCopy(persistTo);
  try {
    const violations: string[] = [];
    const events = db.prepare(EVENTS_SQL);
    const marks = wordsOfBodies(db);
    let stoodUnknown = 0;
    for (const { act, fate } of ledger.all) {
      const times = timesDone(events, marks, act);
      const verdict = verdictOn(fate, times);
      if (verdict !== null)
        violations.push(`${verdict}: ${act.dialect} ${act.label} (${act.isKeyed ? "" : "no "}key, ${act.requestId})`);
      if (fate === "unanswered" && times > 0) stoodUnknown += 1;
    }
    return { ...report, stoodUnknown, violations: [...report.violations, ...violations, ...twiceFired(persistTo)] };
  } finally {
    close();
  }
};
