// The seam between the service and one public API. A dialect brings its routes and its part of the workspace
// document; everything else of it stays in its folder. No base class: dialects share nothing but this shape.

import type { Hono } from "hono";
import type * as z from "zod/mini";
import type { AppEnv } from "../http/context.ts";

export interface Dialect {
  /** Stored with every review it opens; the entrance of its writes. */
  readonly name: string;
  /** Path prefixes that it answers for, catch-all included; the longest prefix of all dialects wins. */
  readonly prefixes: readonly string[];
  /** Its keys of the workspace document, each with the schema that refuses what it cannot use. */
  readonly documentShape: Readonly<Record<string, z.ZodMiniType>>;
  /** An app that holds the full paths, its own `onError`, its 405s and its catch-all. */
  readonly routes: () => Promise<Hono<AppEnv>>;
}

/** What a dialect adds to the workspace document: it is known before the dialect's routes are. */
export interface DocumentPart {
  /** The dialect's name, which is also its webhook format's. */
  readonly name: string;
  readonly documentShape: Readonly<Record<string, z.ZodMiniType>>;
  /** Types that a webhook of its format may subscribe to, beside `*`. */
  readonly webhookTypes: readonly string[];
}
