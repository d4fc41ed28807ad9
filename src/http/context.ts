// What Hono carries from the entrance to a handler. Below dialects/ nobody sees Hono's Context.

import type { Services } from "../app/services.ts";

export interface AppEnv {
  /** Given by the entrance with each request. */
  readonly Bindings: { readonly requestId: string };
  readonly Variables: {
    /** Echoed as `x-request-id`, logged, and written into every audit row. */
    readonly requestId: string;
    readonly services: Services;
  };
}
