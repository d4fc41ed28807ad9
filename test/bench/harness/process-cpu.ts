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

const childrenOf = (parent: number): readonly { readonly pid: number; readonly stat: ProcessStat }[] =>
  readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      const stat = statOf(Number(entry));
      return stat?.parent === parent ? [{ pid: Number(entry), stat }] : [];
    });

/** Children of this very process that run workerd. */
export const workerdChildren = (): readonly number[] =>
  childrenOf(process.pid).flatMap(({ pid, stat }) => (stat.name === "workerd" ? [pid] : []));

/** User and system time of all threads so far, in steps of 10 ms. */
export const cpuMsOf = (pid: number): number => {
  const stat = statOf(pid);
  if (stat === null) throw new Error(`process ${pid} has ended`);
  return stat.cpuMs;
};

/** With the processes that it started and that still run. */
export const cpuMsOfTree = (pid: number): number =>
  childrenOf(pid).reduce((sum, { stat }) => sum + stat.cpuMs, cpuMsOf(pid));
