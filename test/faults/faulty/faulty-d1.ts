// A D1Database whose calls fail as the platform's do: before they reach D1, or after they have done their work, so that
// the reply is lost after the commit. What does not fail passes unchanged.

import type { FaultPlan } from "./plan.ts";

export interface FaultyD1Deps {
  readonly plan: () => FaultPlan;
  /** 0 <= n < 1. */
  readonly random: () => number;
  readonly note: (what: "call" | "before" | "after") => void;
}

/** As D1 words them. Source: Cloudflare D1, "Debug D1", error list. */
const MESSAGES = [
  "D1_ERROR: Network connection lost.",
  "D1_ERROR: Internal error in D1 DB storage caused object to be reset.",
  "D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset.",
  "D1_ERROR: Cannot resolve D1 DB due to transient issue on remote node.",
];

const WRITES = /^\s*(?:INSERT|UPDATE|DELETE|REPLACE)/i;

interface Original {
  readonly statement: D1PreparedStatement;
  readonly sql: string;
}

/** D1 takes only its own statements in a batch. */
const originals = new WeakMap<object, Original>();

export const faultyD1 = (real: D1Database, { plan, random, note }: FaultyD1Deps): D1Database => {
  const fail = (): never => {
    throw new Error(MESSAGES[Math.floor(random() * MESSAGES.length)]);
  };
  const throughFaults = async <T>(statements: readonly Original[], call: () => Promise<T>): Promise<T> => {
    const { rate, moment, onlyWrites } = plan();
    note("call");
    const isSpared = onlyWrites && !statements.some(({ sql }) => WRITES.test(sql));
    if (isSpared || random() >= rate) return call();
    if (moment === "before" || (moment === "either" && random() < 0.5)) {
      note("before");
      return fail();
    }
    note("after");
    // Whatever it says, conflict or success, nobody hears it.
    await call().catch(() => null);
    return fail();
  };
  const wrap = (original: Original): D1PreparedStatement => {
    const wrapped = new Proxy(original.statement, {
      get(target, key) {
        if (key === "bind") {
          return (...values: unknown[]) => wrap({ ...original, statement: target.bind(...values) });
        }
        if (key === "all" || key === "run") return () => throughFaults([original], () => target.all());
        if (key === "first") {
          return (...columns: [string]) => throughFaults([original], () => target.first(...columns));
        }
        throw new Error(`the fault proxy does not know statement.${String(key)}`);
      },
    });
    originals.set(wrapped, original);
    return wrapped;
  };
  return new Proxy(real, {
    get(target, key) {
      if (key === "prepare") return (sql: string) => wrap({ statement: target.prepare(sql), sql });
      if (key === "batch") {
        return (statements: D1PreparedStatement[]) => {
          const known = statements.map((statement) => {
            const original = originals.get(statement);
            if (original === undefined) throw new Error("a statement that the fault proxy has not seen");
            return original;
          });
          return throughFaults(known, () => target.batch(known.map(({ statement }) => statement)));
        };
      }
      throw new Error(`the fault proxy does not know db.${String(key)}`);
    },
  });
};
