// The Durable Object of one review: a thin shell around its queue. It stores nothing of its own, so a crash of it,
// or two of it, lose and break nothing: the audit key in D1 is the lock.

import { DurableObject } from "cloudflare:workers";
import type { CommandEnvelope } from "../app/ports.ts";
import type { Env } from "../env.ts";
import { type Outcome, ReviewQueue, type SerializeDeps } from "./serialize.ts";

/** The object's class, with the world it may use. compose.ts makes it; worker.ts exports it. */
export const reviewObjectClass = (depsOf: (env: Env) => SerializeDeps) =>
  class ReviewObject extends DurableObject<Env> {
    private readonly queue: ReviewQueue;

    constructor(ctx: DurableObjectState, env: Env) {
      super(ctx, env);
      this.queue = new ReviewQueue(depsOf(env));
    }

    execute(envelope: CommandEnvelope): Promise<Outcome> {
      return this.queue.submit(envelope);
    }

    /** Drops the cache: something that is not an event has changed (erased texts). */
    forget(): void {
      this.queue.forget();
    }
  };
