// What the Worker, the objects and Cron share of storage: reviews, documents, and who is in them.

import { directoryOf } from "./app/directory.ts";
import { announcerOf } from "./compose-webhooks.ts";
import { documentSchema } from "./dialects/registry.ts";
import type { Env } from "./env.ts";
import { createDocuments } from "./store/documents.ts";
import { createReviewStore } from "./store/review-store.ts";
import { newSalt, pause } from "./compose-chance.ts";

/** Exactly "true" opens loopback, and nothing else does. Source: webhooks.md 10. */
export const allowsLoopback = (env: Env): boolean => env.WEBHOOK_ALLOW_LOOPBACK === "true";

/** What the Worker and the objects share. */
export const storage = (env: Env, db: D1Database = env.DB) => {
  const schema = documentSchema({ allowLoopback: allowsLoopback(env) });
  const store = createReviewStore({ db, newSalt, pause, announce: announcerOf(env) });
  const documents = createDocuments(db, schema);
  return { schema, store, documents, directory: directoryOf(documents) };
};
