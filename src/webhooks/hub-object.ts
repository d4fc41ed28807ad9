// The Durable Object of one workspace's waiting clients: a thin shell around its hub. It stores nothing.

import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { Hub, type HubDeps, type StreamReader } from "./hub.ts";

/** What others may ask of the object. The workspace comes with each call: the object's name is not readable everywhere. */
export interface HubObjectInstance extends DurableObject<Env> {
  poke(): void;
  waitFor(workspaceId: string, reviewId: string, version: number, timeoutMs: number): Promise<void>;
}

interface StreamCall {
  readonly workspaceId: string;
  readonly after: number | null;
  readonly reader: StreamReader;
}

/** How the event stream is asked for: a response streams better than a call's answer. */
export const streamRequest = (call: StreamCall): Request =>
  new Request("https://hub/", { method: "POST", body: JSON.stringify(call) });

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

    override async fetch(request: Request): Promise<Response> {
      const { workspaceId, after, reader }: StreamCall = await request.json();
      return new Response(await this.of(workspaceId).stream(after, reader));
    }

    private of(workspaceId: string): Hub {
      this.hub ??= new Hub(depsOf(this.env, workspaceId));
      return this.hub;
    }
  };
