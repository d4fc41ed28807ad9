// The Durable Object of one review: a thin shell around its queue. It stores nothing of its own, so a crash of it,
// or two of it, lose and break nothing: the audit key in D1 is the lock.

import { DurableObject } from "cloudflare:workers";
import type { CommandEnvelope } from "../app/ports.ts";
import type { Env } from "../env.ts";
import { ReviewQueue, type SerializeDeps } from "./serialize.ts";

/** The object's class, with the world it may use. compose.ts makes it; worker.ts exports it. */
export const reviewObjectClass = (depsOf: (env: Env) => SerializeDeps) =>
  class ReviewObject extends DurableObject<Env> {
    private readonly queue: ReviewQueue;

    constructor(ctx: DurableObjectState, env: Env) {
      super(ctx, env);
      this.queue = new ReviewQueue(depsOf(env));
    }

    /** A command envelope as JSON text in, its outcome as JSON text out: plain data, nothing of it is shared. */
    async execute(text: string): Promise<string> {
      const envelope: CommandEnvelope = JSON.parse(text);
      return JSON.stringify(await this.queue.submit(envelope));
    }

    /** Drops the cache: something that is not an event has changed (erased texts). */
    forget(): void {
      this.queue.forget();
    }
  };

/** What a stub of it offers. */
export type ReviewObjectInstance = InstanceType<ReturnType<typeof reviewObjectClass>>;
