// AuthentiVoice's reviews as the service mounts it. Its routes are a module of their own, loaded by the first request for them.

import type { Dialect } from "../dialect.ts";
import { documentShape } from "./document.ts";
import { DIALECT } from "./policy.ts";

export const authentivoice: Dialect = {
  name: DIALECT,
  prefixes: ["/v1"],
  documentShape,
  routes: async () => (await import("./app.ts")).routes(),
};
