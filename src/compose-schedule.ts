// The wiring of what Cron runs, within the queries that one invocation has.

import { auditSigner } from "./app/audit-signing.ts";
import { judge } from "./app/judge.ts";
import { readKeyRing } from "./app/key-ring.ts";
import { createVault } from "./app/seal-secrets.ts";
import { pruneOldMessages, rearm } from "./compose-webhooks.ts";
import type { Env } from "./env.ts";
import { prune } from "./jobs/prune.ts";
import { rollUpMetrics } from "./jobs/roll-up-metrics.ts";
import { RESEAL_ROWS, resealSecrets } from "./jobs/reseal-secrets.ts";
import type { Schedule } from "./jobs/scheduled.ts";
import { signHeads } from "./jobs/sign-heads.ts";
import { tickDue } from "./jobs/tick-due.ts";
import { createCheckpointQueries } from "./queries/audit-checkpoints.ts";
import { clearTimers, findDueReviews } from "./queries/due-reviews.ts";
import { pruneAnswers } from "./queries/expired-answers.ts";
import { createMetricsStore } from "./queries/metrics-store.ts";
import { createResealQueries } from "./queries/sealed-secrets.ts";
import { pruneClaims } from "./store/claims.ts";
import { isTransient } from "./store/d1-errors.ts";
import { withBudget } from "./store/query-budget.ts";
import { createSignInStore } from "./store/sign-ins.ts";
import { clock, ids } from "./compose-chance.ts";
import { storage } from "./compose-storage.ts";

/** Queries of an invocation that the sweep leaves to the jobs after it; the last of them leaves some air. */
const LEFT_BY_SWEEP = 400;
const LEFT_AT_THE_END = 50;

/** What Cron runs. */
export const createSchedule = (env: Env): Schedule => {
  const { db, leaves } = withBudget(env.DB);
  const { store, directory } = storage({ ...env, DB: db });
  const tick = {
    store,
    directory,
    judge,
    ids,
    findDue: (now: number, limit: number, except: readonly string[]) => findDueReviews(db, now, limit, except),
    clearTimers: (workspaceId: string, reviewIds: readonly string[]) => clearTimers(db, workspaceId, reviewIds),
    mayGoOn: () => leaves(LEFT_BY_SWEEP),
  };
  const figures = { store: createMetricsStore({ db, isTransient }), mayGoOn: () => leaves(LEFT_AT_THE_END) };
  const pruning = {
    pruneAnswers: (now: number, after: number, size: number) => pruneAnswers(db, now, after, size),
    pruneClaims: (now: number, size: number) => pruneClaims(db, now, size),
  };
  const signing = {
    queries: createCheckpointQueries(env.DB),
    signer: auditSigner(env.AUDIT_SIGNING_KEY, env.ENCRYPTION_KEY),
  };
  const resealing = {
    queries: createResealQueries(db),
    vault: createVault(readKeyRing(env.ENCRYPTION_KEY, "ENCRYPTION_KEY")),
    mayGoOn: () => leaves(LEFT_AT_THE_END + 3 * RESEAL_ROWS),
  };
  return {
    minutely: [
      { name: "tick-due", run: async () => ({ ...(await tickDue(tick, clock.now())) }) },
      { name: "rearm-webhooks", run: async () => ({ poked: await rearm(env) }) },
      { name: "prune", run: async () => ({ deleted: await prune(pruning, clock.now()) }) },
      { name: "roll-up-metrics", run: async () => ({ ...(await rollUpMetrics(figures)) }) },
    ],
    daily: [
      { name: "sign-heads", run: async () => ({ ...(await signHeads(signing, clock.now())) }) },
      { name: "reseal-secrets", run: async () => ({ ...(await resealSecrets(resealing)) }) },
      { name: "prune-sign-ins", run: async () => ({ deleted: await createSignInStore(db).prune(clock.now()) }) },
      { name: "prune-messages", run: async () => ({ deleted: await pruneOldMessages(env) }) },
    ],
  };
};
