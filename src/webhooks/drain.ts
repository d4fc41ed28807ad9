// The queue of one endpoint, drained: what is due is sent, in order within a review, and what came of it is written.
// Its object runs one of these at a time and is the only one that does, so nothing here needs a lease.
// No storage and no clock of its own: everything comes in as `deps`. Source: webhooks.md 4; DESIGN § 7.

import type {
  Announce,
  AttemptOutcome,
  DrainedEndpoint,
  DrainStore,
  Item,
  MessageFormat,
  Outcome,
  Proof,
  RenderOwn,
  Work,
} from "../app/webhook-ports.ts";
import { CALLBACK_PREFIX, DISABLED_TYPE } from "../app/webhook-ports.ts";
import type { Instant } from "../core/time.ts";
import { nextAttemptAt } from "./backoff.ts";
import { type Line, linesOf } from "./lines.ts";
import { earliest, GONE, NO_BODY, NO_SECRET, waitingBehind } from "./outcomes.ts";
import { type Part, Recorder } from "./recorder.ts";
import { isDelivered, type Send } from "./send.ts";

export interface DrainDeps {
  readonly store: DrainStore;
  readonly formatOf: (name: string) => MessageFormat | null;
  readonly renderOwn: RenderOwn;
  /** Opens the endpoint's secrets; null where the key of a secret is gone. */
  readonly proofOf: (endpoint: DrainedEndpoint, format: MessageFormat, now: Instant) => Promise<Proof | null>;
  readonly send: Send;
  readonly announce: Announce;
  /** Real time. */
  readonly now: () => Instant;
  /** 0 <= n < 1, for jitter. */
  readonly random: () => number;
  readonly pause: (ms: number) => Promise<void>;
}

/** Reviews under way at once. Source: DESIGN § 7. */
export const MAX_IN_FLIGHT = 4;
/** Source: issue "Retry": an endpoint that has failed for five days is disabled. */
export const FAILING_LIMIT_MS = 5 * 24 * 3_600_000;
/** No round begins after this: the platform ends an alarm after fifteen minutes, and a round may take six. */
const RUN_MS = 60_000;
/** Nor after so many requests: with those of one round more, an invocation stays below a thousand. */
const RUN_ATTEMPTS = 400;
/** On a clock of its own: no failed attempt brings another one within this time, so what is due within it may go together. */
const TOGETHER_MS = 800;

/** `nextAt`: when to come back, in real time; null: somebody will call. `isMore`: this run was full, more is due now. */
export interface Drained {
  readonly nextAt: Instant | null;
  readonly isMore: boolean;
}

/** What one round needs to know while its lines run. */
interface Round {
  readonly endpoint: DrainedEndpoint;
  readonly format: MessageFormat;
  readonly proof: Proof | null;
  readonly isTestClock: boolean;
  readonly recorder: Recorder;
  isStopped: boolean;
}

export class EndpointDrain {
  private failingSince: Instant | null = null;
  private attempts = 0;

  constructor(private readonly deps: DrainDeps) {}

  /** Until nothing is due; throws what storage throws. */
  async run(): Promise<Drained> {
    const startedAt = this.deps.now();
    for (;;) {
      const work = await this.deps.store.load(this.deps.now());
      if (work === null) return { nextAt: null, isMore: false };
      const nextDueAt = await this.round(work);
      const isDone = nextDueAt === "done";
      if (isDone) return { nextAt: null, isMore: false };
      const now = work.testNow ?? this.deps.now();
      const isIdle = work.isCaughtUp && (nextDueAt === null || nextDueAt > now);
      if (isIdle) return { nextAt: work.testNow === null ? nextDueAt : null, isMore: false };
      const isFull = this.attempts >= RUN_ATTEMPTS || this.deps.now() - startedAt > RUN_MS;
      if (isFull) return { nextAt: this.deps.now(), isMore: true };
    }
  }

  /** One page of work; answers what is due next, or that the endpoint takes no more. */
  private async round(work: Work): Promise<Instant | null | "done"> {
    const { endpoint, testNow } = work;
    this.failingSince = endpoint.failingSince;
    const format = this.deps.formatOf(endpoint.format);
    if (format === null) throw new Error("an endpoint's format is unknown");
    const { lines, blocked } = linesOf(work, format);
    const now = testNow ?? this.deps.now();
    const failingUntil = this.failingUntil(endpoint);
    if (failingUntil !== null && failingUntil <= Math.min(now, lines[0]?.dueAt ?? now)) {
      return this.disable(endpoint, "failing", failingUntil);
    }
    const nextDueAt = earliest(work.nextDueAt, failingUntil);
    if (lines.length === 0 && blocked.length === 0 && work.cursor === work.cursorWas && nextDueAt === work.wakeAt) {
      return nextDueAt;
    }
    const health = () => ({ failingSince: this.failingSince, failingUntil: this.failingUntil(endpoint) });
    const recorder = new Recorder({ store: this.deps.store, pause: this.deps.pause, health });
    const proof = lines.length === 0 ? null : await this.deps.proofOf(endpoint, format, now);
    const round: Round = { endpoint, format, proof, isTestClock: testNow !== null, recorder, isStopped: false };
    // Before anything is sent: whoever finishes the line they wait in must find them in storage.
    if (blocked.length > 0) {
      await this.deps.store.record({
        outcomes: blocked.map((item) => waitingBehind(item)),
        bodies: await this.bodiesOf(blocked, format),
        released: [],
        cursor: null,
        disabled: null,
        ...health(),
      });
    }
    const { first, later } = this.split(lines, round.isTestClock);
    await this.runLines(first, round);
    if (round.isStopped) {
      await recorder.finish({ cursor: null, disabled: null });
      return this.disable(endpoint, "gone", round.isTestClock ? now : this.deps.now());
    }
    const isFreshLeft = later.some(({ isStored }) => !isStored);
    const next = await recorder.finish({ cursor: isFreshLeft ? null : work.cursor, disabled: null });
    return isFreshLeft ? now : next;
  }

  /** In real time all of it goes now. On a clock of its own: in order of due time, as far as nothing can come between. */
  private split(lines: readonly Line[], isTestClock: boolean) {
    const until = isTestClock ? (lines[0]?.dueAt ?? 0) + TOGETHER_MS : Number.POSITIVE_INFINITY;
    return { first: lines.filter(({ dueAt }) => dueAt <= until), later: lines.filter(({ dueAt }) => dueAt > until) };
  }

  private async runLines(lines: readonly Line[], round: Round): Promise<void> {
    const queue = [...lines];
    const work = async (): Promise<void> => {
      for (let line = queue.shift(); line !== undefined; line = queue.shift()) {
        if (round.isStopped || round.recorder.hasFailed) return;
        await this.runLine(line, round);
      }
    };
    await Promise.all(Array.from({ length: MAX_IN_FLIGHT }, work));
  }

  /** One message after the other; a failed one holds up those behind it. */
  private async runLine(line: Line, round: Round): Promise<void> {
    let clockAt = line.dueAt;
    for (const [index, item] of line.items.entries()) {
      if (round.isStopped || round.recorder.hasFailed) return;
      clockAt = Math.max(clockAt, item.createdAt);
      const { outcome, body } = await this.attempt(item, round, round.isTestClock ? clockAt : this.deps.now());
      const { reviewId, seq, createdAt } = item;
      const isNew = item.body === null && body !== null && reviewId !== null && seq !== null;
      const bodies = isNew ? [{ reviewId, seq, body, createdAt }] : [];
      if (outcome.status === "pending") {
        const behind = line.isStored ? [] : line.items.slice(index + 1);
        round.recorder.push({
          outcomes: [outcome, ...behind.map(waitingBehind)],
          bodies: [...bodies, ...(await this.bodiesOf(behind, round.format))],
          released: [],
        });
        return;
      }
      const released = line.isStored && reviewId !== null ? [{ reviewId, at: clockAt }] : [];
      round.recorder.push({ outcomes: [outcome], bodies, released });
    }
  }

  private async bodiesOf(items: readonly Item[], format: MessageFormat): Promise<Part["bodies"]> {
    const bodies = items.map(async ({ body, message, type, createdAt }) => {
      if (body !== null || message === null) return [];
      const { reviewId, seq } = message;
      return [{ reviewId, seq, body: await format.render(message, type), createdAt }];
    });
    return (await Promise.all(bodies)).flat();
  }

  private async attempt(item: Item, round: Round, at: Instant): Promise<{ outcome: Outcome; body: string | null }> {
    const body = item.body ?? (await this.render(item, round.format));
    this.attempts += 1;
    const sent = body === null ? NO_BODY : await this.send(item, body, round);
    const { retryAfterMs, ...answer } = sent;
    const tries = item.tries + 1;
    const firstAt = item.roundAt ?? at;
    const settled = { item, tries, roundAt: firstAt, attempts: [...item.attempts, { at, ...answer }] };
    if (isDelivered(sent)) {
      this.failingSince = null;
      return { outcome: { ...settled, status: "delivered", nextAttemptAt: null }, body };
    }
    this.failingSince ??= at;
    if (sent.statusCode === GONE) round.isStopped = true;
    const last = { tries, firstAt, at, retryAfterMs };
    const next = body === null || round.isStopped ? null : nextAttemptAt(round.format.retries, last, this.deps.random);
    return { outcome: { ...settled, status: next === null ? "failed" : "pending", nextAttemptAt: next }, body };
  }

  private async render(item: Item, format: MessageFormat): Promise<string | null> {
    const message = item.message ?? (await this.deps.store.message(item));
    return message === null ? null : format.render(message, item.type);
  }

  private async send({ messageId, type }: Item, body: string, round: Round): Promise<AttemptOutcome> {
    if (round.proof === null) return NO_SECRET;
    const attempted = { messageId, type, at: this.deps.now(), body };
    return this.deps.send(round.endpoint.url, await round.format.headers(attempted, round.proof), body);
  }

  private failingUntil({ id }: DrainedEndpoint): Instant | null {
    // A callback has nobody who could put it in order again: it ends with its review.
    const isCallback = id.startsWith(CALLBACK_PREFIX);
    return this.failingSince === null || isCallback ? null : this.failingSince + FAILING_LIMIT_MS;
  }

  /** Nothing more is sent to it; the others are told first, so that a crash in between tells them twice, not never. */
  private async disable(endpoint: DrainedEndpoint, reason: "gone" | "failing", at: Instant): Promise<"done"> {
    if (!endpoint.id.startsWith(CALLBACK_PREFIX)) {
      const disabled = { ...endpoint, status: "disabled", disabledReason: reason, updatedAt: at } as const;
      const body = this.deps.renderOwn(DISABLED_TYPE, at, disabled);
      this.deps.announce(await this.deps.store.announceDisabled(disabled, body, at));
    }
    const nothing = { outcomes: [], bodies: [], released: [], cursor: null, failingSince: null, failingUntil: null };
    await this.deps.store.record({ ...nothing, disabled: { reason, at } });
    return "done";
  }
}
