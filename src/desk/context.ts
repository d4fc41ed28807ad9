// What Hono carries through the desk's pages: everything of the entrance, and who sits there. Set by session/require-session.ts
// before any page's handler runs.

import type { Context, Hono } from "hono";
import type { StoredAnswer } from "../app/ports.ts";
import type { Principal, ReviewRef } from "../app/principal.ts";
import type { WorkspaceDocument } from "../app/workspace-document.ts";
import type { Instant } from "../core/time.ts";
import type { AppEnv } from "../http/context.ts";

export interface DeskEnv {
  readonly Bindings: AppEnv["Bindings"];
  readonly Variables: AppEnv["Variables"] & {
    /** The member who signed in. */
    readonly principal: Principal;
    /** The review that `/desk/reviews/{id}…` names; null for none, or for an id that names nothing here. Not yet a permission. */
    readonly target: ReviewRef | null;
    /** Stored under the form's idempotency key by this member. */
    readonly answer: StoredAnswer | null;
    /** Of a POST: its fields, `_csrf` already checked. Empty for GET. */
    readonly form: URLSearchParams;
    /** Goes into every form as `_csrf`: bound to the session. */
    readonly csrf: string;
    /** The workspace's now. */
    readonly now: Instant;
    /** The workspace document in force; at most one D1 round trip, none when this isolate knows the version. */
    readonly document: () => Promise<WorkspaceDocument>;
  };
}

export type DeskContext = Context<DeskEnv>;
export type Desk = Hono<DeskEnv>;
