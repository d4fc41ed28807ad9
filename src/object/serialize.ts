// The queue of one review: commands are decided one after the other, and those that wait while a batch is in flight
// share the next one. A Durable Object alone does not do this: it interleaves at every await of D1.
// No rule here and no storage: the cache may only shorten writes, D1 stays the only truth.

import type { DirectoryMember } from "../core/review/commands.ts";
import { err, type Result } from "../core/result.ts";
import type { ExecutionError } from "../core/review/errors.ts";
import type { Judged } from "../app/ports.ts";
import type { CommandEnvelope, CommitItem, Executed, ReviewStore, StoredAnswer, StoredReview } from "../app/ports.ts";

export interface SerializeDeps {
  readonly store: ReviewStore;
  readonly judge: (
    stored: StoredReview,
    envelope: CommandEnvelope,
    newId: string,
    directory: readonly DirectoryMember[] | null,
  ) => Judged;
  readonly replay: (answer: StoredAnswer, envelope: CommandEnvelope) => Outcome;
  readonly activeMembers: (envelope: CommandEnvelope) => Promise<readonly DirectoryMember[]>;
  readonly now: () => number;
  readonly newId: () => string;
  readonly pause: (ms: number) => Promise<void>;
  readonly random: () => number;
}

export type Outcome = Result<Executed, ExecutionError>;

/** Commands that may wait; the next one is told to come back. */
export const MAX_WAITING = 100;
/** Commands of one batch: D1's statement size and one slow answer for many bound it. */
export const MAX_GROUP = 25;
const MAX_TRIES = 5;
const JITTER_MS = 30;
const UNAVAILABLE: Outcome = err({ type: "unavailable", retryAfterSeconds: 1 });

interface Waiting {
  readonly envelope: CommandEnvelope;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/** One command with what it came to on the state that the commands before it left. */
interface Decided {
  readonly envelope: CommandEnvelope;
  readonly item: CommitItem | null;
  readonly outcome: Outcome;
}

export class ReviewQueue {
  private readonly waiting: Waiting[] = [];
  private cached: StoredReview | null = null;
  private draining = false;

  constructor(private readonly deps: SerializeDeps) {}

  /** Forgets what it knows; the next command reads D1. */
  forget(): void {
    this.cached = null;
  }

  submit(envelope: CommandEnvelope): Promise<Outcome> {
    if (this.waiting.length >= MAX_WAITING) return Promise.resolve(UNAVAILABLE);
    const promise = new Promise<Outcome>((resolve, reject) => {
      this.waiting.push({ envelope, resolve, reject });
    });
    if (!this.draining) void this.drain();
    return promise;
  }

  /** The promise tail: never more than one group in flight. Any error drops the cache. */
  private async drain(): Promise<void> {
    this.draining = true;
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0, MAX_GROUP);
      try {
        const outcomes = await this.decideGroup(group.map(({ envelope }) => envelope));
        group.forEach(({ resolve }, index) => {
          resolve(outcomes[index] ?? UNAVAILABLE);
        });
      } catch (error) {
        this.cached = null;
        for (const { reject } of group) reject(error);
      }
    }
    this.draining = false;
  }

  /** The group in one commit; after a conflict each on its own, on fresh state. */
  private async decideGroup(envelopes: readonly CommandEnvelope[]): Promise<readonly Outcome[]> {
    const together = await this.attempt(envelopes);
    if (together !== "lost_race") return together;
    const outcomes: Outcome[] = [];
    for (const envelope of envelopes) outcomes.push(await this.decideAlone(envelope));
    return outcomes;
  }

  private async decideAlone(envelope: CommandEnvelope): Promise<Outcome> {
    for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
      const outcome = await this.attempt([envelope]);
      if (outcome !== "lost_race") return outcome[0] ?? UNAVAILABLE;
      await this.deps.pause(JITTER_MS * attempt * this.deps.random());
    }
    return UNAVAILABLE;
  }

  private async attempt(envelopes: readonly CommandEnvelope[]): Promise<readonly Outcome[] | "lost_race"> {
    const first = envelopes[0];
    if (first === undefined) return [];
    const base = this.cached ?? (await this.deps.store.load(first.workspaceId, first.reviewId));
    if (base === null) return envelopes.map(() => err({ type: "not_found" }));
    const decided = await this.decideInOrder(base, envelopes);
    const items = decided.flatMap(({ item }) => (item === null ? [] : [item]));
    if (items.length > 0) {
      const result = await this.deps.store.commit({
        workspaceId: first.workspaceId,
        recordedAt: first.meta.clock === "test" ? first.meta.now : this.deps.now(),
        items,
        subjects: [],
        answers: decided.flatMap(answersOf),
      });
      if (result.type === "conflict") {
        this.cached = null;
        return this.replayAlone(envelopes, result.on);
      }
      this.cached = result.stored[0] ?? null;
    } else if (!(await this.isCurrent(base))) {
      this.cached = null;
      return "lost_race";
    } else {
      this.cached = base;
    }
    return Promise.all(decided.map((one) => this.confirmed(one)));
  }

  /** A key that another request has used is answered from its row; any other conflict is decided again. */
  private async replayAlone(
    envelopes: readonly CommandEnvelope[],
    on: string,
  ): Promise<readonly Outcome[] | "lost_race"> {
    const [envelope, ...others] = envelopes;
    if (on !== "idempotency" || envelope?.idempotency == null || others.length > 0) return "lost_race";
    const answer = await this.deps.store.findAnswer(envelope.workspaceId, envelope.idempotency);
    return answer === null ? "lost_race" : [this.deps.replay(answer, envelope)];
  }

  private async decideInOrder(base: StoredReview, envelopes: readonly CommandEnvelope[]): Promise<readonly Decided[]> {
    const decided: Decided[] = [];
    let stored = base;
    for (const envelope of envelopes) {
      let { item, outcome } = this.deps.judge(stored, envelope, this.deps.newId(), null);
      if (!outcome.ok && outcome.error.type === "directory_needed") {
        const members = await this.deps.activeMembers(envelope);
        ({ item, outcome } = this.deps.judge(stored, envelope, this.deps.newId(), members));
      }
      decided.push({ envelope, item, outcome });
      if (item !== null) stored = { ...stored, review: item.after };
    }
    return decided;
  }

  /** Sweeps, bulk and direct commits pass beside this object: what writes nothing is checked against D1. */
  private async isCurrent({ review }: StoredReview): Promise<boolean> {
    const { version } = await this.deps.store.current(review.workspaceId, review.id, null);
    return version === review.version;
  }

  /** An answer that wrote nothing may be the second of two equal requests: then the first one's answer counts. */
  private async confirmed({ envelope, item, outcome }: Decided): Promise<Outcome> {
    if (item !== null || envelope.idempotency === null) return outcome;
    const answer = await this.deps.store.findAnswer(envelope.workspaceId, envelope.idempotency);
    return answer === null ? outcome : this.deps.replay(answer, envelope);
  }
}

const answersOf = ({ envelope, item, outcome }: Decided) =>
  envelope.idempotency === null || item === null || !outcome.ok
    ? []
    : [{ scope: envelope.idempotency, answer: { type: "review", review: item.after } as const }];
