// The Durable Object of one credential's or member's counter: a thin shell around it. It keeps what it counts: a call
// that was answered has been written (the platform holds the answer back until then), so neither eviction nor a crash
// forgets one. A caller who is quiet leaves nothing behind.

import { DurableObject } from "cloudflare:workers";
import type { RatePolicy } from "../core/rate-limit.ts";
import { type Instant, MS_PER_MINUTE } from "../core/time.ts";
import type { Env } from "../env.ts";
import { type CallStore, Counter } from "./counter.ts";

/** Longest window of any policy: rows older than it count for nothing. */
const LONGEST_WINDOW_MS = MS_PER_MINUTE;

/** How often what has left the window is deleted, while there are calls. */
const SWEEP_MS = 2 * MS_PER_MINUTE;

const TABLE = `CREATE TABLE IF NOT EXISTS passed_calls (
  policy TEXT NOT NULL, at INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (policy, at)) WITHOUT ROWID`;
const LOAD = "SELECT policy, at, count FROM passed_calls ORDER BY at";
const SAVE = "INSERT OR REPLACE INTO passed_calls (policy, at, count) VALUES (?1, ?2, ?3)";
const DROP_OLD = "DELETE FROM passed_calls WHERE at <= ?1";

interface Row extends Record<string, SqlStorageValue> {
  readonly policy: string;
  readonly at: number;
  readonly count: number;
}

const storeOf = (sql: SqlStorage): CallStore => ({
  load: () => {
    sql.exec(TABLE);
    return sql.exec<Row>(LOAD).toArray();
  },
  save: (policy, { at, count }) => {
    sql.exec(SAVE, policy, at, count);
  },
});

/** The object's class on a clock of real time. compose-limits.ts makes it; worker.ts exports it. */
export const counterObjectClass = (now: () => Instant) =>
  class CounterObject extends DurableObject<Env> {
    /** Null: nothing is kept, or nobody has asked yet. */
    private counter: Counter | null = null;
    private isSweepPlanned = false;

    /** Policies as JSON text in, the verdict as JSON text out: plain data, nothing of it is shared. */
    async count(text: string): Promise<string> {
      const policies: readonly RatePolicy[] = JSON.parse(text);
      this.counter ??= new Counter(storeOf(this.ctx.storage.sql));
      const verdict = this.counter.count(policies, now());
      if (!this.isSweepPlanned) {
        this.isSweepPlanned = true;
        await this.ctx.storage.setAlarm(now() + SWEEP_MS);
      }
      return JSON.stringify(verdict);
    }

    /** Deletes what no longer counts; when nothing counts, everything, so that a quiet caller costs no storage. */
    override async alarm(): Promise<void> {
      const { sql } = this.ctx.storage;
      sql.exec(TABLE);
      sql.exec(DROP_OLD, now() - LONGEST_WINDOW_MS);
      this.isSweepPlanned = sql.exec("SELECT 1 FROM passed_calls LIMIT 1").toArray().length > 0;
      if (this.isSweepPlanned) return this.ctx.storage.setAlarm(now() + SWEEP_MS);
      this.counter = null;
      return this.ctx.storage.deleteAll();
    }
  };

/** What a stub of it offers. */
export type CounterObjectInstance = InstanceType<ReturnType<typeof counterObjectClass>>;
