// What Hono carries from the entrance to a handler. Below dialects/ nobody sees Hono's Context.

import type { Services } from "../app/services.ts";
import type { RateStanding } from "../core/rate-limit.ts";

export interface AppEnv {
  /** Given by the entrance with each request. */
  readonly Bindings: {
    readonly requestId: string;
    /** Filled in for the log while the request passes. */
    readonly seen: { route: string | null; error: unknown };
  };
  readonly Variables: {
    /** Echoed as `x-request-id`, logged, and written into every audit row. */
    readonly requestId: string;
    readonly services: Services;
    /** How the caller stands with the limits that counted this call; undefined before anybody was let in. */
    readonly standings?: readonly RateStanding[];
  };
}
