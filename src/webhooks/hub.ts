// Everybody who waits for a workspace's next event: long polls and event streams. It reads the outbox from where it
// stands, when it is told that something was committed, else now and then, and only while somebody waits.
// A lost message to it costs a second, never an event: what counts is what stands in the outbox. Source: webhooks.md 8, 9.

import type { Instant } from "../core/time.ts";

/** One event of the stream; `body` is the standard body. */
export interface StreamMessage {
  readonly position: number;
  readonly type: string;
  readonly body: string;
  /** Names that may read its review, as in core/review/readers.ts; null: everybody of the workspace. */
  readonly readers: readonly string[] | null;
  /** Of the workspace, when the message was read. */
  readonly workspaceVersion: number;
}

/** Who follows a stream, as the workspace had it when they were let in. */
export interface StreamReader {
  /** Names under which they read; null: they are told everything. */
  readonly names: readonly string[] | null;
  readonly workspaceVersion: number;
}

export interface OutboxHead {
  readonly position: number;
  readonly reviewId: string;
  readonly seq: number;
}

export interface HubDeps {
  readonly heads: (after: number, limit: number) => Promise<readonly OutboxHead[]>;
  readonly messages: (after: number, limit: number) => Promise<readonly StreamMessage[]>;
  readonly lastPosition: () => Promise<number>;
  /** Version of a review as it stands; 0: no such review. */
  readonly versionOf: (reviewId: string) => Promise<number>;
  /** Asks to be told of commits until then. */
  readonly listenUntil: (until: Instant) => Promise<void>;
  readonly now: () => Instant;
  readonly pause: (ms: number) => Promise<void>;
}

/** Source: DESIGN § 7: at most four reads a second. */
const MIN_INTERVAL_MS = 250;
/** A read that nobody asked for, in case that nobody could. */
const POLL_MS = 1_000;
const LEASE_MS = 60_000;
/** Source: webhooks.md 9. */
const KEEP_ALIVE_MS = 15_000;
const PAGE = 100;
/** A token or session may end without anybody's document changing: its client comes back, and is asked who it is. */
const STREAM_LIFETIME_MS = 300_000;

interface Waiter {
  readonly reviewId: string;
  readonly version: number;
  readonly resolve: () => void;
}

const encoder = new TextEncoder();

const isFor = ({ names }: StreamReader, { readers }: StreamMessage): boolean =>
  names === null || readers === null || readers.some((name) => names.includes(name));

const frame = ({ position, type, body }: StreamMessage): Uint8Array =>
  encoder.encode(`id: ${position}\nevent: ${type}\ndata: ${body}\n\n`);

export class Hub {
  private readonly waiters = new Set<Waiter>();
  private streams = 0;
  /** The loop runs, or is about to: whoever joins shares its beginning, and its failure. */
  private running: Promise<void> | null = null;
  private isPoked = false;
  private cursor = 0;
  private leaseUntil: Instant = 0;
  private wake: () => void = () => {};
  /** Resolves at the next event, for everybody at once. */
  private changed = Promise.withResolvers<void>();
  /** The page after a position, shared by the streams that stand there, until there is more to read. */
  private page: {
    readonly after: number;
    readonly cursor: number;
    readonly messages: Promise<readonly StreamMessage[]>;
  } | null = null;

  constructor(private readonly deps: HubDeps) {}

  poke(): void {
    this.isPoked = true;
    this.wake();
  }

  /** Until the review has another version, or the time is over. */
  async waitFor(reviewId: string, version: number, timeoutMs: number): Promise<void> {
    const done = Promise.withResolvers<void>();
    const waiter: Waiter = { reviewId, version, resolve: done.resolve };
    this.waiters.add(waiter);
    try {
      await this.start();
      // After joining: what was committed before is seen here, what comes after by the loop.
      if ((await this.deps.versionOf(reviewId)) !== version) return;
      await Promise.race([done.promise, this.deps.pause(timeoutMs)]);
    } finally {
      this.waiters.delete(waiter);
    }
  }

  /** Everything after a position that the reader may see, then live; null: live from now on. */
  async stream(after: number | null, reader: StreamReader): Promise<ReadableStream<Uint8Array>> {
    this.streams += 1;
    let from: number;
    try {
      from = after ?? (await this.deps.lastPosition());
      await this.start();
    } catch (error) {
      this.streams -= 1;
      throw error;
    }
    const { readable, writable } = new IdentityTransformStream();
    void this.pump(writable.getWriter(), from, reader).finally(() => {
      this.streams -= 1;
    });
    return readable;
  }

  /**
   * Ends before the first message that was read under a newer version of the workspace: whoever followed may have lost
   * their groups, their role or their key by it. The client comes back with its last id, and misses nothing.
   */
  private async pump(
    writer: WritableStreamDefaultWriter<Uint8Array>,
    from: number,
    reader: StreamReader,
  ): Promise<void> {
    let position = from;
    const endsAt = this.deps.now() + STREAM_LIFETIME_MS;
    try {
      await writer.write(encoder.encode(": connected\n\n"));
      while (this.deps.now() < endsAt) {
        const changed = this.changed.promise;
        const messages = await this.after(position);
        for (const message of messages) {
          if (message.workspaceVersion > reader.workspaceVersion) return await writer.close();
          if (isFor(reader, message)) await writer.write(frame(message));
        }
        position = messages.at(-1)?.position ?? position;
        if (messages.length > 0) continue;
        const isQuiet = await Promise.race([
          changed.then(() => false),
          this.deps.pause(KEEP_ALIVE_MS).then(() => true),
        ]);
        if (isQuiet) await writer.write(encoder.encode(": keep-alive\n\n"));
      }
      await writer.close();
    } catch {
      // The reader is gone, or storage is: either way the client comes back with its last id.
      await writer.abort().catch(() => {});
    }
  }

  private after(position: number): Promise<readonly StreamMessage[]> {
    if (this.page?.after !== position || this.page.cursor !== this.cursor) {
      const messages = this.deps.messages(position, PAGE);
      this.page = { after: position, cursor: this.cursor, messages };
      messages.catch(() => {
        this.page = null;
      });
      return messages;
    }
    return this.page.messages;
  }

  private async start(): Promise<void> {
    await this.lease();
    this.running ??= this.begin();
    await this.running;
  }

  private async begin(): Promise<void> {
    try {
      this.cursor = await this.deps.lastPosition();
    } catch (error) {
      this.running = null;
      throw error;
    }
    void this.run();
  }

  private async run(): Promise<void> {
    while (this.waiters.size > 0 || this.streams > 0) {
      try {
        await this.lease();
        await this.read();
      } catch {
        // Storage comes back, or the clients do: those who wait have their time-out.
      }
      await this.deps.pause(MIN_INTERVAL_MS);
      if (!this.isPoked) await this.untilPoked();
      this.isPoked = false;
    }
    this.running = null;
  }

  private untilPoked(): Promise<void> {
    const poked = new Promise<void>((resolve) => {
      this.wake = resolve;
    });
    return Promise.race([poked, this.deps.pause(POLL_MS)]);
  }

  private async lease(): Promise<void> {
    const now = this.deps.now();
    if (this.leaseUntil - now > LEASE_MS / 2) return;
    await this.deps.listenUntil(now + LEASE_MS);
    this.leaseUntil = now + LEASE_MS;
  }

  private async read(): Promise<void> {
    for (;;) {
      const heads = await this.deps.heads(this.cursor, PAGE);
      this.cursor = heads.at(-1)?.position ?? this.cursor;
      for (const waiter of this.waiters) {
        const isChanged = heads.some(({ reviewId, seq }) => reviewId === waiter.reviewId && seq > waiter.version);
        if (isChanged) waiter.resolve();
      }
      if (heads.length > 0) {
        this.changed.resolve();
        this.changed = Promise.withResolvers<void>();
      }
      if (heads.length < PAGE) return;
    }
  }
}
