// Alloy's entity reviews as the service mounts it. Its routes are a module of their own, loaded by the first request for them.

import type { Dialect } from "../dialect.ts";
import { documentShape } from "./document.ts";
import { DIALECT } from "./policy.ts";

export const alloy: Dialect = {
  name: DIALECT,
  prefixes: ["/v1/entities", "/v1/groups", "/v1/evaluations", "/v1/oauth"],
  documentShape,
  routes: async () => (await import("./app.ts")).routes(),
};
