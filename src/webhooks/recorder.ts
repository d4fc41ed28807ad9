// Collects what became of deliveries and writes it in groups: soon, but not one by one. What is not written yet when
// the process dies is sent once more; nothing is lost. One write at a time; the first error ends the drain.

import type { DrainStore, Flush, Outcome } from "../app/webhook-ports.ts";
import type { Instant } from "../core/time.ts";

/** Outcomes that are worth a write of their own. */
const GROUP = 25;
/** How long a smaller group waits for more: a kill in this time costs a duplicate each. */
const LINGER_MS = 250;

/** What belongs together: a failed message and those behind it are written at once. */
export type Part = Pick<Flush, "outcomes" | "bodies" | "released">;

export type Ending = Pick<Flush, "cursor" | "disabled">;

export interface RecorderDeps {
  readonly store: Pick<DrainStore, "record">;
  readonly pause: (ms: number) => Promise<void>;
  /** How the endpoint fares at the moment of the write. */
  readonly health: () => Pick<Flush, "failingSince" | "failingUntil">;
}

export class Recorder {
  private parts: Part[] = [];
  private writing: Promise<void> = Promise.resolve();
  private error: unknown = null;
  private isLingering = false;

  constructor(private readonly deps: RecorderDeps) {}

  get hasFailed(): boolean {
    return this.error !== null;
  }

  push(part: Part): void {
    this.parts.push(part);
    if (this.count() >= GROUP) this.write();
    else if (!this.isLingering) void this.linger();
  }

  /** Writes the rest; answers when the next thing is due. Throws the first error of all writes. */
  async finish(ending: Ending): Promise<Instant | null> {
    await this.writing;
    if (this.error !== null) throw this.error;
    return this.deps.store.record(this.take(ending));
  }

  private count(): number {
    return this.parts.reduce((sum, { outcomes }) => sum + outcomes.length, 0);
  }

  private async linger(): Promise<void> {
    this.isLingering = true;
    await this.deps.pause(LINGER_MS);
    this.isLingering = false;
    if (this.parts.length > 0) this.write();
  }

  private write(): void {
    this.writing = this.writing.then(async () => {
      if (this.error !== null || this.parts.length === 0) return;
      try {
        await this.deps.store.record(this.take({ cursor: null, disabled: null }));
      } catch (error) {
        this.error = error;
      }
    });
  }

  private take(ending: Ending): Flush {
    const parts = this.parts;
    this.parts = [];
    return {
      outcomes: parts.flatMap(({ outcomes }): readonly Outcome[] => outcomes),
      bodies: parts.flatMap(({ bodies }) => bodies),
      released: parts.flatMap(({ released }) => released),
      ...ending,
      ...this.deps.health(),
    };
  }
}
