// The way to a review's object. Object errors become answers: overloaded is "come back", a reset object is tried once
// more on a fresh stub where the request has a key: the key's row stands with what the first try did. What is not safe
// is to believe a refusal of the second try, because the first may be what it refuses for.

import type { CommandEnvelope, ReviewExecutor } from "../app/ports.ts";
import { err } from "../core/result.ts";
import type { Reply } from "./review-object.ts";
import type { Outcome } from "./serialize.ts";

/** What the gateway needs of an object: JSON text in and out. */
export interface ReviewObjectStub {
  execute(envelope: string): Promise<string>;
  forget(): Promise<void>;
}

/** A fresh stub each time: one that has thrown is broken for good. */
export type StubOf = (workspaceId: string, reviewId: string) => ReviewObjectStub;

const isFlagged = (error: unknown, flag: "overloaded" | "retryable"): boolean =>
  typeof error === "object" && error !== null && flag in error && Reflect.get(error, flag) === true;

/** An object that was reset by a deploy or a crash says so in words where it carries no flag. */
const isReset = (error: unknown): boolean =>
  error instanceof Error && /reset|broken|connection lost|aborted/i.test(error.message);

/** Whether an error is of the way to an object: the same call may succeed a moment later, and may have done its work. */
export const isUnreachable = (error: unknown): boolean =>
  isFlagged(error, "overloaded") || isFlagged(error, "retryable") || isReset(error);

/** Nothing was done. */
const UNAVAILABLE: Outcome = err({ type: "unavailable", retryAfterSeconds: 1 });

export class ReviewGateway implements ReviewExecutor {
  /** `note` is told how often the object went to D1. */
  constructor(
    private readonly stubOf: StubOf,
    private readonly note: (roundTrips: number) => void = () => {},
  ) {}

  async execute(envelope: CommandEnvelope): Promise<Outcome> {
    try {
      return await this.ask(envelope);
    } catch (error) {
      if (isFlagged(error, "overloaded")) return UNAVAILABLE;
      // Without a key nothing tells a second try from a second act: a vote of the same person again is one, too.
      if (!isUnreachable(error) || envelope.idempotency === null) throw error;
      const outcome = await this.ask(envelope);
      // Nobody knows what became of the first try, and a refusal may be of what that try did.
      if (!outcome.ok) throw error;
      return outcome;
    }
  }

  private async ask(envelope: CommandEnvelope): Promise<Outcome> {
    const { workspaceId, reviewId } = envelope;
    const reply: Reply = JSON.parse(await this.stubOf(workspaceId, reviewId).execute(JSON.stringify(envelope)));
    this.note(reply.roundTrips);
    return reply.outcome;
  }

  async forget(workspaceId: string, reviewId: string): Promise<void> {
    await this.stubOf(workspaceId, reviewId).forget();
  }
}
