// Load, decide, commit; a lost race decides again. For everything that needs no queue: the audit key is the lock.

import { err, ok, type Result } from "../core/result.ts";
import type { DirectoryMember } from "../core/review/commands.ts";
import type { ExecutionError } from "../core/review/errors.ts";
import { judge, recordedAtOf, replay } from "./judge.ts";
import type {
  Clock,
  CommandEnvelope,
  CommitItem,
  Directory,
  Executed,
  Ids,
  ReviewExecutor,
  ReviewStore,
} from "./ports.ts";

export interface DirectDeps {
  readonly store: ReviewStore;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Waits so many milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  /** 0 <= n < 1, for jitter. */
  readonly random: () => number;
}

/** Source: DESIGN § 2 (Any error drops the cache): at most 5 tries with jitter. */
export const MAX_TRIES = 5;
const JITTER_MS = 40;
const RETRY_AFTER_SECONDS = 1;

type Outcome = Result<Executed, ExecutionError>;

export class DirectExecutor implements ReviewExecutor {
  constructor(private readonly deps: DirectDeps) {}

  async execute(envelope: CommandEnvelope): Promise<Outcome> {
    for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
      const outcome = await this.attempt(envelope);
      if (outcome !== "lost_race") return outcome;
      await this.deps.pause(JITTER_MS * attempt * this.deps.random());
    }
    return err({ type: "unavailable", retryAfterSeconds: RETRY_AFTER_SECONDS });
  }

  private async attempt(envelope: CommandEnvelope): Promise<Outcome | "lost_race"> {
    const { store, ids } = this.deps;
    const stored = await store.load(envelope.workspaceId, envelope.reviewId);
    if (stored === null) return err({ type: "not_found" });
    // An escalation always asks who is active; anything else only when a rung is due.
    const directory = envelope.command.type === "Escalate" ? await this.members(envelope) : null;
    let judged = judge(stored, envelope, ids.random(), directory);
    if (!judged.outcome.ok && judged.outcome.error.type === "directory_needed") {
      judged = judge(stored, envelope, ids.random(), await this.members(envelope));
    }
    const { item, outcome } = judged;
    if (item !== null) return this.commit(envelope, item, outcome);
    return outcome.ok && envelope.idempotency === null ? outcome : this.orReplay(envelope, outcome);
  }

  /** An answer that writes nothing may be the second of two equal requests: then the first one's answer counts. */
  private async orReplay(envelope: CommandEnvelope, outcome: Outcome): Promise<Outcome> {
    if (envelope.idempotency === null) return outcome;
    const answer = await this.deps.store.findAnswer(envelope.workspaceId, envelope.idempotency);
    return answer === null ? outcome : replay(answer, envelope);
  }

  private async commit(envelope: CommandEnvelope, item: CommitItem, outcome: Outcome): Promise<Outcome | "lost_race"> {
    const { workspaceId, idempotency } = envelope;
    const result = await this.deps.store.commit({
      workspaceId,
      recordedAt: recordedAtOf(envelope.meta, this.deps.clock),
      items: [item],
      subjects: [],
      answers:
        idempotency === null || !outcome.ok
          ? []
          : [{ scope: idempotency, answer: { type: "review", review: item.after } }],
    });
    if (result.type === "committed") return outcome.ok ? ok(outcome.value) : outcome;
    return result.on === "idempotency" ? this.orReplay(envelope, outcome) : "lost_race";
  }

  private members({ workspaceId, meta }: CommandEnvelope): Promise<readonly DirectoryMember[]> {
    return this.deps.directory.activeMembers(workspaceId, meta.workspaceVersion);
  }
}
