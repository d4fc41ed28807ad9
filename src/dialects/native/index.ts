// The native API as the service mounts it. Its routes are a module of their own, loaded by the first request for them.

import type { Dialect } from "../dialect.ts";
import { DIALECT } from "./policy.ts";

export const native: Dialect = {
  name: DIALECT,
  prefixes: ["/v2", "/health", "/"],
  documentShape: {},
  routes: async () => (await import("./app.ts")).routes(),
};
