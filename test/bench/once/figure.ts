// What is measured once, not compared: a thing that has a beginning and an end.

export interface Figure {
  /** As `--only` names it. */
  readonly key: string;
  readonly title: string;
  /** Things handled; 0 where nothing was there to handle. */
  readonly count: number;
  /** Wall time of this machine: of no meaning between machines. */
  readonly seconds: number;
  /** Of workerd. */
  readonly cpuMs: number;
  readonly note: string;
}

/** One line each: CPU for one thing, or for all where there was none. */
export const figureTable = (figures: readonly Figure[]): string =>
  figures
    .map(({ title, count, seconds, cpuMs, note }) => {
      const each = count === 0 ? `${cpuMs.toFixed(0)} ms of CPU` : `${(cpuMs / count).toFixed(2)} ms of CPU each`;
      return `${title}: ${seconds.toFixed(1)} s, ${each}${note === "" ? "" : `, ${note}`}`;
    })
    .join("\n");
