// The Durable Object of one endpoint: the sole drainer of its queue, driven by its alarm. It keeps only its own address;
// what it knows of the queue is in D1, so a kill loses nothing: the alarm fires again, and Cron pokes whoever lost it.

import { DurableObject } from "cloudflare:workers";
import type { AttemptRecord, DeliveryKey } from "../app/webhook-ports.ts";
import type { Instant } from "../core/time.ts";
import type { Env } from "../env.ts";

export interface EndpointAddress {
  readonly workspaceId: string;
  readonly endpointId: string;
}

export interface EndpointDeps {
  /** Until nothing is due; when to come back, in real time. Logs a line, also of what it throws. */
  readonly drain: (address: EndpointAddress) => Promise<{ readonly nextAt: Instant | null; readonly isMore: boolean }>;
  /** One message about the endpoint itself, sent now; null: it is gone or takes nothing. */
  readonly test: (address: EndpointAddress) => Promise<TestResult | null>;
  readonly now: () => Instant;
}

/** A test message as it went. */
export interface TestResult {
  readonly key: DeliveryKey;
  readonly attempt: AttemptRecord;
}

/** What others may ask of the object. */
export interface EndpointObjectInstance extends DurableObject<Env> {
  poke(address: EndpointAddress): Promise<void>;
  /** True: more is due, ask again. */
  deliverDue(address: EndpointAddress): Promise<boolean>;
  sendTest(address: EndpointAddress): Promise<TestResult | null>;
}

const ADDRESS = "address";
/** After an error of storage. The platform's own retries of an alarm end after six. */
const AFTER_ERROR_MS = 10_000;

/** The object's class, with the world it may use. compose.ts makes it; worker.ts exports it. */
export const endpointObjectClass = (depsOf: (env: Env) => EndpointDeps) =>
  class EndpointObject extends DurableObject<Env> implements EndpointObjectInstance {
    private readonly deps: EndpointDeps;
    private tail: Promise<boolean> = Promise.resolve(false);
    private isDraining = false;
    private isPokedAgain = false;

    constructor(ctx: DurableObjectState, env: Env) {
      super(ctx, env);
      this.deps = depsOf(env);
    }

    /** Something may be due. Cheap: a drain under way looks once more, else the alarm is set. */
    async poke(address: EndpointAddress): Promise<void> {
      if (this.isDraining) {
        this.isPokedAgain = true;
        return;
      }
      await this.ctx.storage.put(ADDRESS, address);
      await this.ctx.storage.setAlarm(this.deps.now());
    }

    override async alarm(): Promise<void> {
      const address = await this.ctx.storage.get<EndpointAddress>(ADDRESS);
      if (address !== undefined) await this.drain(address);
    }

    /** Tries what is due on the workspace's clock, as much as one invocation may. */
    async deliverDue(address: EndpointAddress): Promise<boolean> {
      await this.ctx.storage.put(ADDRESS, address);
      return this.drain(address);
    }

    sendTest(address: EndpointAddress): Promise<TestResult | null> {
      return this.deps.test(address);
    }

    /** One drain at a time, whoever asks. */
    private drain(address: EndpointAddress): Promise<boolean> {
      this.tail = this.tail.then(() => this.drainOnce(address));
      return this.tail;
    }

    private async drainOnce(address: EndpointAddress): Promise<boolean> {
      this.isDraining = true;
      let isMore: boolean;
      do {
        this.isPokedAgain = false;
        const drained = await this.tryDrain(address);
        const { nextAt } = drained;
        isMore = drained.isMore;
        if (nextAt === null) await this.ctx.storage.deleteAlarm();
        else await this.ctx.storage.setAlarm(Math.max(nextAt, this.deps.now()));
      } while (this.isPokedAgain && !isMore);
      this.isDraining = false;
      return isMore;
    }

    private async tryDrain(address: EndpointAddress): Promise<{ nextAt: Instant | null; isMore: boolean }> {
      try {
        return await this.deps.drain(address);
      } catch {
        // The drain has logged what it was.
        return { nextAt: this.deps.now() + AFTER_ERROR_MS, isMore: false };
      }
    }
  };
