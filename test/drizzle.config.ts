// `npm run db:generate` drafts a migration from the schema; a person edits it, since drizzle-kit knows neither WITHOUT ROWID
// nor triggers and rebuilds tables for small changes (test/architecture.test.ts refuses that).
import { defineConfig } from "drizzle-kit";

export default defineConfig({ dialect: "sqlite", schema: "src/store/schema.ts", out: "migrations" });
