// The Durable Object of one workspace's waiting clients: a thin shell around its hub. It stores nothing.

import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";
import { Hub, type HubDeps } from "./hub.ts";

/** What others may ask of the object. The workspace comes with each call: the object's name is not readable everywhere. */
export interface HubObjectInstance extends DurableObject<Env> {
  poke(): void;
  waitFor(workspaceId: string, reviewId: string, version: number, timeoutMs: number): Promise<void>;
}

/** How the event stream is asked for: a response streams better than a call's answer. */
export const streamRequest = (workspaceId: string, after: number | null): Request =>
  new Request(`https://hub/?${new URLSearchParams({ workspaceId, after: String(after ?? "") }).toString()}`);

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
      const { searchParams } = new URL(request.url);
      const after = searchParams.get("after") ?? "";
      const hub = this.of(searchParams.get("workspaceId") ?? "");
      return new Response(await hub.stream(after === "" ? null : Number(after)));
    }

    private of(workspaceId: string): Hub {
      this.hub ??= new Hub(depsOf(this.env, workspaceId));
      return this.hub;
    }
  };
