// CPU time of other processes as the kernel counts it: performance.now() stands still inside a Worker.

import { readdirSync, readFileSync } from "node:fs";

/** Jiffies per second, which Linux fixes for /proc whatever the kernel's own tick is. */
const TICKS_PER_SECOND = 100;

interface ProcessStat {
  readonly name: string;
  readonly parent: number;
  readonly cpuMs: number;
}

/** Null: it has ended. Fields as in proc(5): the name stands in parentheses and may hold anything. */
const statOf = (pid: number): ProcessStat | null => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const close = text.lastIndexOf(")");
    const fields = text.slice(close + 2).split(" ");
    const ticks = Number(fields[11]) + Number(fields[12]);
    return {
      name: text.slice(text.indexOf("(") + 1, close),
      parent: Number(fields[1]),
      cpuMs: (ticks * 1000) / TICKS_PER_SECOND,
    };
  } catch {
    return null;
  }
};

/** Children of this very process that run workerd. */
export const workerdChildren = (): readonly number[] =>
  readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      const stat = statOf(pid);
      return stat?.name === "workerd" && stat.parent === process.pid;
    });

/** User and system time of all threads so far, in steps of 10 ms. */
export const cpuMsOf = (pid: number): number => {
  const stat = statOf(pid);
  if (stat === null) throw new Error(`process ${pid} has ended`);
  return stat.cpuMs;
};
