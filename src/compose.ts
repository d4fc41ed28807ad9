// The wiring of requests and of the review's object. With its siblings `compose-*.ts` the one place that knows every
// concrete part: database, clock, randomness, objects, secrets. Everything else takes them as arguments.

import { waitUntil } from "cloudflare:workers";
import journal from "../migrations/meta/_journal.json";
import { advanceClock } from "./app/advance-clock.ts";
import { createWorkspaces } from "./app/apply-workspace.ts";
import { auditSigner } from "./app/audit-signing.ts";
import { authenticate, enterAsOperator } from "./app/authenticate.ts";
import { decideMany } from "./app/decide-many.ts";
import { checkHealth } from "./app/check-health.ts";
import { createSecretDigester } from "./app/digest-secrets.ts";
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
import type { ReviewExecutor } from "./app/ports.ts";
import { runCommand } from "./app/run-command.ts";
import { createVault } from "./app/seal-secrets.ts";
import type { Services } from "./app/services.ts";
import { settleSubject } from "./app/settle-subject.ts";
import { verifyWorkspace } from "./app/verify-workspace.ts";
import { noteObjectRoundTrips } from "./compose-log.ts";
import { createSignIns } from "./compose-desk.ts";
import { createLimits } from "./compose-limits.ts";
import { createStreams, createWebhooks, deliverDue } from "./compose-webhooks.ts";
import { DIALECT as TRACE_DIALECT, LISTED_MEMBERS, TRACE } from "./dialects/adjudon/policy.ts";
import { WORKLOAD } from "./dialects/authentivoice/policy.ts";
import { DIALECT as ENTITY_DIALECT } from "./dialects/alloy/policy.ts";
import { SESSION } from "./dialects/hoop/new-session.ts";
import { DIALECT as SESSION_DIALECT, SESSION_END } from "./dialects/hoop/policy.ts";
import type { Env } from "./env.ts";
import { isUnreachable, ReviewGateway } from "./object/review-gateway.ts";
import type { ReviewObjectDeps } from "./object/review-object.ts";
import { appliedMigrations } from "./queries/applied-migrations.ts";
import { createAuditWalks } from "./queries/audit-walks.ts";
import { createEntityQueries } from "./queries/entity-queries.ts";
import { createMetricsStore } from "./queries/metrics-store.ts";
import { createReviewQueries } from "./queries/review-queries.ts";
import { createSessionQueries } from "./queries/session-queries.ts";
import { createTestClockStore } from "./queries/test-due-reviews.ts";
import { createTraceQueries } from "./queries/trace-queries.ts";
import { createWorkloadQueries } from "./queries/workload-queries.ts";
import { createClaimStore } from "./store/claims.ts";
import { isTransient } from "./store/d1-errors.ts";
import { createPrincipalStore } from "./store/find-principal.ts";
import { meterD1 } from "./store/metered-d1.ts";
import { createWorkspaceStore } from "./store/workspaces.ts";
import { clock, ids, newSalt, newSecret, newWebhookSecret, pause } from "./compose-chance.ts";
import { allowsLoopback, storage } from "./compose-storage.ts";

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
