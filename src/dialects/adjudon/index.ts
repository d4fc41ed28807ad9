// Adjudon's review queue as the service mounts it. Its routes are a module of their own, loaded by the first request for them.

import type { Dialect } from "../dialect.ts";
import { documentShape } from "./document.ts";
import { DIALECT } from "./policy.ts";
import { API_PREFIX, LEGACY_PREFIX } from "./versions.ts";

export const adjudon: Dialect = {
  name: DIALECT,
  prefixes: [API_PREFIX, `${LEGACY_PREFIX}/review-queue`, `${LEGACY_PREFIX}/traces`],
  documentShape,
  routes: async () => (await import("./app.ts")).routes(),
};
