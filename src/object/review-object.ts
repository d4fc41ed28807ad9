// The Durable Object of one review: a thin shell around its queue. It stores nothing of its own, so a crash of it,
// or two of it, lose and break nothing: the audit key in D1 is the lock.

import { DurableObject } from "cloudflare:workers";
import type { CommandEnvelope } from "../app/ports.ts";
import type { Env } from "../env.ts";
import { type Outcome, ReviewQueue, type SerializeDeps } from "./serialize.ts";

/** What the object answers to a command. */
export interface Reply {
  readonly outcome: Outcome;
  /** Calls that this object made to D1 while the command waited, its own and those it shared. For the log. */
  readonly roundTrips: number;
}

export interface ReviewObjectDeps extends SerializeDeps {
  /** Calls to D1 so far. */
  readonly roundTrips: () => number;
}

/** The object's class, with the world it may use. compose.ts makes it; worker.ts exports it. */
export const reviewObjectClass = (depsOf: (env: Env) => ReviewObjectDeps) =>
  class ReviewObject extends DurableObject<Env> {
    private readonly queue: ReviewQueue;
    private readonly roundTrips: () => number;

    constructor(ctx: DurableObjectState, env: Env) {
      super(ctx, env);
      const { roundTrips, ...deps } = depsOf(env);
      this.roundTrips = roundTrips;
      this.queue = new ReviewQueue(deps);
    }

    /** A command envelope as JSON text in, an {@link Reply} as JSON text out: plain data, nothing of it is shared. */
    async execute(text: string): Promise<string> {
      const envelope: CommandEnvelope = JSON.parse(text);
      const before = this.roundTrips();
      const outcome = await this.queue.submit(envelope);
      const reply: Reply = { outcome, roundTrips: this.roundTrips() - before };
      return JSON.stringify(reply);
    }

    /** Drops the cache: something that is not an event has changed (erased texts). */
    forget(): void {
      this.queue.forget();
    }
  };

/** What a stub of it offers. */
export type ReviewObjectInstance = InstanceType<ReturnType<typeof reviewObjectClass>>;
