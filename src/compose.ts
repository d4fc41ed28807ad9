// The one file that knows every concrete part: database, clock, randomness, objects, secrets. Everything else takes
// them as arguments.

import { waitUntil } from "cloudflare:workers";
import journal from "../migrations/meta/_journal.json";
import { advanceClock } from "./app/advance-clock.ts";
import { createWorkspaces } from "./app/apply-workspace.ts";
import { auditSigner } from "./app/audit-signing.ts";
import { authenticate, enterAsOperator } from "./app/authenticate.ts";
import { decideMany } from "./app/decide-many.ts";
import { checkHealth } from "./app/check-health.ts";
import { createSecretDigester } from "./app/digest-secrets.ts";
import { directoryOf } from "./app/directory.ts";
import { claimReview, readClaimed, releaseReview } from "./app/claims.ts";
import { readEligibility } from "./app/eligibility.ts";
import { DirectExecutor } from "./app/execute-directly.ts";
import { issueToken } from "./app/issue-token.ts";
import { limitedAuthenticate, limitedIssueToken } from "./app/limit-callers.ts";
import { judge, replay } from "./app/judge.ts";
import { readKeyRing } from "./app/key-ring.ts";
import { createKeySets } from "./app/key-sets.ts";
import { readMetrics } from "./app/metrics.ts";
import { readSeries } from "./app/metrics-series.ts";
import { nextReview } from "./app/next-review.ts";
import { open } from "./app/open-review.ts";
import { hasOperatorToken, operatorCheck } from "./app/operator.ts";
import type { Clock, Ids, ReviewExecutor } from "./app/ports.ts";
import { runCommand } from "./app/run-command.ts";
import { createVault } from "./app/seal-secrets.ts";
import type { Services } from "./app/services.ts";
import { settleSubject } from "./app/settle-subject.ts";
import { verifyWorkspace } from "./app/verify-workspace.ts";
import { noteObjectRoundTrips } from "./compose-log.ts";
import { createSignIns } from "./compose-desk.ts";
import { createLimits } from "./compose-limits.ts";
import { announcerOf, createStreams, createWebhooks, deliverDue, pruneOldMessages, rearm } from "./compose-webhooks.ts";
import { DIALECT as TRACE_DIALECT, LISTED_MEMBERS, TRACE } from "./dialects/adjudon/policy.ts";
import { WORKLOAD } from "./dialects/authentivoice/policy.ts";
import { documentSchema } from "./dialects/registry.ts";
import { DIALECT as ENTITY_DIALECT } from "./dialects/alloy/policy.ts";
import { SESSION } from "./dialects/hoop/new-session.ts";
import { DIALECT as SESSION_DIALECT, SESSION_END } from "./dialects/hoop/policy.ts";
import type { Env } from "./env.ts";
import { prune } from "./jobs/prune.ts";
import { rollUpMetrics } from "./jobs/roll-up-metrics.ts";
import { RESEAL_ROWS, resealSecrets } from "./jobs/reseal-secrets.ts";
import type { Schedule } from "./jobs/scheduled.ts";
import { signHeads } from "./jobs/sign-heads.ts";
import { tickDue } from "./jobs/tick-due.ts";
import { isUnreachable, ReviewGateway } from "./object/review-gateway.ts";
import type { ReviewObjectDeps } from "./object/review-object.ts";
import { appliedMigrations } from "./queries/applied-migrations.ts";
import { createAuditWalks } from "./queries/audit-walks.ts";
import { createCheckpointQueries } from "./queries/audit-checkpoints.ts";
import { clearTimers, findDueReviews } from "./queries/due-reviews.ts";
import { pruneAnswers } from "./queries/expired-answers.ts";
import { createEntityQueries } from "./queries/entity-queries.ts";
import { createMetricsStore } from "./queries/metrics-store.ts";
import { createReviewQueries } from "./queries/review-queries.ts";
import { createResealQueries } from "./queries/sealed-secrets.ts";
import { createSessionQueries } from "./queries/session-queries.ts";
import { createTestClockStore } from "./queries/test-due-reviews.ts";
import { createTraceQueries } from "./queries/trace-queries.ts";
import { createWorkloadQueries } from "./queries/workload-queries.ts";
import { createClaimStore, pruneClaims } from "./store/claims.ts";
import { isTransient } from "./store/d1-errors.ts";
import { createDocuments } from "./store/documents.ts";
import { createPrincipalStore } from "./store/find-principal.ts";
import { meterD1 } from "./store/metered-d1.ts";
import { withBudget } from "./store/query-budget.ts";
import { createReviewStore } from "./store/review-store.ts";
import { createSignInStore } from "./store/sign-ins.ts";
import { createWorkspaceStore } from "./store/workspaces.ts";

const clock: Clock = { now: () => Date.now() };

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** UUID version 7: 48 bits of milliseconds, then a counter and randomness, so that ids of one isolate only grow. */
const monotoneUuid = (): (() => string) => {
  let lastMs = 0;
  let sequence = 0;
  return () => {
    const now = Date.now();
    sequence = now > lastMs ? 0 : sequence + 1;
    lastMs = Math.max(lastMs, now);
    // 12 bits of sequence; a fuller millisecond borrows the next one.
    if (sequence > 0xfff) {
      lastMs += 1;
      sequence = 0;
    }
    const time = lastMs.toString(16).padStart(12, "0");
    const tail = crypto.getRandomValues(new Uint8Array(8));
    const variant = ((tail[0] ?? 0) & 0x3f) | 0x80;
    const rest = variant.toString(16).padStart(2, "0") + hex(tail.subarray(1));
    const count = sequence.toString(16).padStart(3, "0");
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${rest.slice(0, 4)}-${rest.slice(4)}`;
  };
};

const ids: Ids = { review: monotoneUuid(), random: () => crypto.randomUUID() };

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

const SALT_BYTES = 16;
const newSalt = (): string => hex(crypto.getRandomValues(new Uint8Array(SALT_BYTES)));

const SECRET_BYTES = 32;
const newSecret = (): string => hex(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));

/** Standard Webhooks spells its keys `whsec_` and base64; every other format takes any text. */
const newWebhookSecret = (isWhsec: boolean): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  return isWhsec ? `whsec_${btoa(String.fromCharCode(...bytes))}` : hex(bytes);
};

/** Exactly "true" opens loopback, and nothing else does. Source: webhooks.md 10. */
const allowsLoopback = (env: Env): boolean => env.WEBHOOK_ALLOW_LOOPBACK === "true";

/** What the Worker and the objects share. */
const storage = (env: Env, db: D1Database = env.DB) => {
  const schema = documentSchema({ allowLoopback: allowsLoopback(env) });
  const store = createReviewStore({ db, newSalt, pause, announce: announcerOf(env) });
  const documents = createDocuments(db, schema);
  return { schema, store, documents, directory: directoryOf(documents) };
};

/** The world of a review's object. */
export const serializeDeps = (env: Env): ReviewObjectDeps => {
  let roundTrips = 0;
  const db = meterD1(env.DB, () => {
    roundTrips += 1;
  });
  // One queue serves many requests at once: its calls belong to the object, not to one of them.
  const { store, directory } = storage(env, db);
  return {
    roundTrips: () => roundTrips,
    store,
    judge,
    replay,
    activeMembers: ({ workspaceId, meta }) => directory.activeMembers(workspaceId, meta.workspaceVersion),
    now: clock.now,
    newId: ids.random,
    pause,
    random: Math.random,
  };
};

const HINTS: readonly string[] = ["wnam", "enam", "sam", "weur", "eeur", "apac", "oc", "afr", "me"];
const isHint = (hint: string): hint is DurableObjectLocationHint => HINTS.includes(hint);

/** Objects live near the D1 primary where the configuration says where that is. */
const gatewayOf = (env: Env): ReviewGateway =>
  new ReviewGateway((workspaceId, reviewId) => {
    const id = env.REVIEW_OBJECT.idFromName(`${workspaceId}/${reviewId}`);
    return env.REVIEW_OBJECT.get(id, isHint(env.LOCATION_HINT) ? { locationHint: env.LOCATION_HINT } : {});
  }, noteObjectRoundTrips);

const authDeps = (env: Env) => {
  const vault = createVault(readKeyRing(env.ENCRYPTION_KEY, "ENCRYPTION_KEY"));
  const digester = createSecretDigester(readKeyRing(env.PEPPER, "PEPPER"));
  const keySets = createKeySets({
    fetch: (url, init) => fetch(url, init),
    now: clock.now,
    pause,
    keepAlive: waitUntil,
    allowLoopback: allowsLoopback(env),
  });
  return { store: createPrincipalStore(env.DB), vault, digester, keySets, clock };
};

/** Everything the dialects may ask for. Built once per isolate. */
export const createServices = (env: Env): Services => {
  const { schema, store, documents, directory } = storage(env);
  const auth = authDeps(env);
  const limits = createLimits(env);
  const { digester, vault } = auth;
  const gateway = gatewayOf(env);
  const direct: ReviewExecutor = new DirectExecutor({ store, directory, clock, ids, pause, random: Math.random });
  const reviews = createReviewQueries(env.DB);
  const claiming = { claims: createClaimStore(env.DB), store, reviews, documents, clock, ids };
  const clocks = createTestClockStore(env.DB);
  const walks = createAuditWalks(env.DB);
  const figures = createMetricsStore({ db: env.DB, isTransient });
  return {
    clock,
    ids,
    store,
    documents,
    reviews,
    sessions: createSessionQueries({ db: env.DB, type: SESSION, dialect: SESSION_DIALECT, end: SESSION_END }),
    entities: createEntityQueries(env.DB, ENTITY_DIALECT),
    traces: createTraceQueries({ db: env.DB, type: TRACE, dialect: TRACE_DIALECT, members: LISTED_MEMBERS }),
    workload: createWorkloadQueries({ db: env.DB, ...WORKLOAD }),
    workspaces: createWorkspaces({
      store: createWorkspaceStore(env.DB),
      schema,
      clock,
      digester,
      vault,
      newSalt,
      newSecret,
      newWebhookSecret,
      newSigningKey: newSecret,
    }),
    authenticate: limitedAuthenticate(limits, (request) => authenticate(auth, request)),
    issueToken: limitedIssueToken(limits, (request) => issueToken(auth, request)),
    isOperator: operatorCheck(env.OPERATOR_TOKEN),
    enterAsOperator: (workspaceId, reviewId) => enterAsOperator(auth.store, workspaceId, reviewId),
    signIns: createSignIns(env, {
      ...auth,
      documents,
      limits,
      newToken: newSecret,
      allowLoopback: allowsLoopback(env),
    }),
    run: (principal, target, command, facts) =>
      runCommand({ direct, serialized: gateway, clock }, principal, target, command, facts),
    eligibility: (principal, target) => readEligibility(claiming, principal, target),
    claims: {
      find: (principal, reviewId) => readClaimed(claiming, principal, reviewId),
      claim: (principal, target, facts) => claimReview(claiming, principal, target, facts),
      release: (principal, target, facts) => releaseReview(claiming, principal, target, facts),
      next: (principal, request, facts) => nextReview(claiming, principal, request, facts),
    },
    open: (request) => open({ store, clock, ids }, request),
    settle: (request) => settleSubject({ store, directory, clock, ids, pause, random: Math.random }, request),
    decideMany: (request) =>
      decideMany({ store, queries: reviews, directory, clock, ids, pause, random: Math.random }, request),
    advanceClock: async (workspace, to) => {
      const advanced = await advanceClock({ clocks, store, directory, ids }, workspace, to);
      await deliverDue(env, workspace.workspaceId);
      return advanced;
    },
    metrics: (request) => readMetrics(figures, request),
    metricsSeries: (request) => readSeries(figures, request),
    verifyAudit: (workspaceId) => verifyWorkspace(walks, workspaceId),
    webhooks: createWebhooks(env),
    streams: createStreams(env),
    checkHealth: () =>
      checkHealth({
        ping: () => reviews.ping(),
        appliedMigrations: () => appliedMigrations(env.DB),
        neededMigrations: journal.entries.map(({ tag }) => tag),
        keys: {
          operatorToken: hasOperatorToken(env.OPERATOR_TOKEN),
          encryptionKey: vault.canSeal,
          auditSigning: auditSigner(env.AUDIT_SIGNING_KEY, env.ENCRYPTION_KEY) !== null,
        },
      }),
    isTransient: (error) => isTransient(error) || isUnreachable(error),
    forget: (workspaceId, reviewId) => gateway.forget(workspaceId, reviewId),
  };
};

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
