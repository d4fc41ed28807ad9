// The Durable Object of one workspace's waiting clients: a thin shell around its hub. It stores nothing.

import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { Hub, type HubDeps } from "./hub.ts";

/** What others may ask of the object. The workspace comes with each call: the object's name is not readable everywhere. */
export interface HubObjectInstance extends DurableObject<Env> {
  poke(): void;
  waitFor(workspaceId: string, reviewId: string, version: number, timeoutMs: number): Promise<void>;
  stream(workspaceId: string, after: number | null): Promise<ReadableStream<Uint8Array>>;
}

/** The object's class, with the world it may use. compose.ts makes it; worker.ts exports it. */
export const hubObjectClass = (depsOf: (env: Env, workspaceId: string) => HubDeps) =>
  class HubObject extends DurableObject<Env> implements HubObjectInstance {
    private hub: Hub | null = null;

    /** Nobody has asked this object yet: then nobody waits. */
    poke(): void {
      this.hub?.poke();
    }

    waitFor(workspaceId: string, reviewId: string, version: number, timeoutMs: number): Promise<void> {
      return this.of(workspaceId).waitFor(reviewId, version, timeoutMs);
    }

    stream(workspaceId: string, after: number | null): Promise<ReadableStream<Uint8Array>> {
      return this.of(workspaceId).stream(after);
    }

    private of(workspaceId: string): Hub {
      this.hub ??= new Hub(depsOf(this.env, workspaceId));
      return this.hub;
    }
  };
