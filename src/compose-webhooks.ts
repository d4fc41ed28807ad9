// The part of the wiring that sends messages out: formats, endpoint objects, hubs, and who pokes whom.

import { waitUntil } from "cloudflare:workers";
import { createEndpoint, planCallback, rotateSecret, updateEndpoint } from "./app/manage-endpoints.ts";
import { readKeyRing } from "./app/key-ring.ts";
import { createVault } from "./app/seal-secrets.ts";
import { type Announce, type Listener, type MessageFormat } from "./app/webhook-ports.ts";
import type { Streams, Webhooks } from "./app/webhook-services.ts";
import { inScope, log, meteredEnv } from "./compose-log.ts";
import { DIALECT as ENTITY_DIALECT } from "./dialects/alloy/policy.ts";
import { createFormats } from "./dialects/formats.ts";
import { SESSION } from "./dialects/hoop/new-session.ts";
import { DIALECT as SESSION_DIALECT, SESSION_END } from "./dialects/hoop/policy.ts";
import { renderOwn, standardFormat } from "./dialects/native/webhook.ts";
import { documentSchema } from "./dialects/registry.ts";
import type { Env } from "./env.ts";
import { rearmWebhooks } from "./jobs/rearm-webhooks.ts";
import { findEndpointsBehind, findOverdueEndpoints, findTestDueEndpoints } from "./queries/due-endpoints.ts";
import { createDrainStore } from "./queries/drain-store.ts";
import { createEntityQueries } from "./queries/entity-queries.ts";
import { createEndpointStore } from "./queries/endpoints.ts";
import { createOutboxStream, isKnownPosition } from "./queries/outbox-stream.ts";
import { pruneMessages } from "./queries/prune-messages.ts";
import { createSessionQueries } from "./queries/session-queries.ts";
import { recordTest, takeTestNumber } from "./queries/test-message.ts";
import { createDocuments } from "./store/documents.ts";
import { createAnnouncer } from "./webhooks/announcer.ts";
import { EndpointDrain } from "./webhooks/drain.ts";
import type { EndpointAddress, EndpointDeps } from "./webhooks/endpoint-object.ts";
import type { HubDeps } from "./webhooks/hub.ts";
import { principalsOf, seesEverything } from "./core/review/readers.ts";
import { streamRequest } from "./webhooks/hub-object.ts";
import { loggedDrain } from "./webhooks/logged-drain.ts";
import { createProofOf } from "./webhooks/proof.ts";
import { createSend, TIMEOUT_MS } from "./webhooks/send.ts";
import { sendTest } from "./webhooks/test-message.ts";

const now = (): number => Date.now();

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

const SECRET_BYTES = 32;
const newSecret = (isWhsec: boolean): string => {
  const base64 = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(SECRET_BYTES))));
  return isWhsec ? `whsec_${base64}` : base64.replaceAll(/[+/=]/g, "");
};

const allowsLoopback = (env: Env): boolean => env.WEBHOOK_ALLOW_LOOPBACK === "true";
const vaultOf = (env: Env) => createVault(readKeyRing(env.ENCRYPTION_KEY, "ENCRYPTION_KEY"));

const formatsOf = (env: Env): readonly MessageFormat[] => {
  const schema = documentSchema({ allowLoopback: allowsLoopback(env) });
  return createFormats({
    documents: createDocuments(env.DB, schema),
    entities: createEntityQueries(env.DB, ENTITY_DIALECT),
    sessions: createSessionQueries({ db: env.DB, type: SESSION, dialect: SESSION_DIALECT, end: SESSION_END }),
  });
};

const finderOf =
  (formats: readonly MessageFormat[]) =>
  (name: string): MessageFormat | null =>
    formats.find((format) => format.name === name) ?? null;

const HINTS: readonly string[] = ["wnam", "enam", "sam", "weur", "eeur", "apac", "oc", "afr", "me"];
const isHint = (hint: string): hint is DurableObjectLocationHint => HINTS.includes(hint);
const placed = ({ LOCATION_HINT: hint }: Env) => (isHint(hint) ? { locationHint: hint } : {});

const endpointStub = (env: Env, { workspaceId, endpointId }: EndpointAddress) =>
  env.ENDPOINT_OBJECT.get(env.ENDPOINT_OBJECT.idFromName(`${workspaceId}/${endpointId}`), placed(env));

const hubStub = (env: Env, workspaceId: string) =>
  env.HUB_OBJECT.get(env.HUB_OBJECT.idFromName(workspaceId), placed(env));

const tell = async (env: Env, listener: Listener): Promise<void> => {
  if (listener.type === "hub") await hubStub(env, listener.workspaceId).poke();
  else await endpointStub(env, listener).poke({ workspaceId: listener.workspaceId, endpointId: listener.endpointId });
};

const announcers = new WeakMap<Env, Announce>();

/** One for each isolate. */
export const announcerOf = (env: Env): Announce => {
  const announce = announcers.get(env) ?? createAnnouncer({ tell: (listener) => tell(env, listener), waitUntil });
  announcers.set(env, announce);
  return announce;
};

export interface EndpointOptions {
  /** How long a receiver has to answer. */
  readonly timeoutMs?: number;
}

/** The world of an endpoint's object. */
export const endpointDeps = (given: Env, { timeoutMs = TIMEOUT_MS }: EndpointOptions = {}): EndpointDeps => {
  const env = meteredEnv(given);
  const announce = announcerOf(given);
  const vault = vaultOf(env);
  const formats = formatsOf(env);
  const formatOf = finderOf(formats);
  const send = createSend({
    fetch: (url, init) => fetch(url, init),
    allowLoopback: allowsLoopback(env),
    timeoutMs,
    now,
  });
  const proofOf = ({ workspaceId }: EndpointAddress) =>
    createProofOf((name, sealed) => vault.open(workspaceId, name, sealed));
  return {
    drain: (address) =>
      loggedDrain({ send, now, log, inScope }, address, (counted) =>
        new EndpointDrain({
          store: createDrainStore(env.DB, address.workspaceId, address.endpointId, formats),
          formatOf,
          renderOwn,
          proofOf: proofOf(address),
          send: counted,
          announce,
          now,
          random: Math.random,
          pause,
        }).run(),
      ),
    test: (address) =>
      sendTest({
        take: () => takeTestNumber(env.DB, address.workspaceId, address.endpointId, now()),
        formatOf,
        proofOf: proofOf(address),
        renderOwn,
        send,
        record: (taken, message, attempt, isDelivered) =>
          recordTest(env.DB, address.workspaceId, taken, message, attempt, isDelivered),
        now,
      }),
    now,
  };
};

/** The world of a workspace's hub. */
export const hubDeps = (env: Env, workspaceId: string): HubDeps => ({
  ...createOutboxStream(env.DB, workspaceId, standardFormat),
  now,
  pause,
});

export const createStreams = (env: Env): Streams => ({
  waitForChange: (workspaceId, reviewId, version, timeoutMs) =>
    hubStub(env, workspaceId).waitFor(workspaceId, reviewId, version, timeoutMs),
  isKnown: (workspaceId, position) => isKnownPosition(env.DB, workspaceId, position, now()),
  open: async ({ workspaceId, workspaceVersion, actor }, after) => {
    const reader = { names: seesEverything(actor) ? null : principalsOf(actor), workspaceVersion };
    const { body } = await hubStub(env, workspaceId).fetch(streamRequest({ workspaceId, after, reader }));
    if (body === null) throw new Error("a stream without a body");
    return body;
  },
});

export const createWebhooks = (env: Env): Webhooks => {
  const store = createEndpointStore(env.DB);
  const deps = {
    store,
    formats: formatsOf(env),
    vault: vaultOf(env),
    newSecret,
    newId: () => `we_${crypto.randomUUID().replaceAll("-", "")}`,
    allowLoopback: allowsLoopback(env),
  };
  const poke = (workspaceId: string, endpointId: string): void =>
    announcerOf(env)([{ type: "endpoint", workspaceId, endpointId }]);
  return {
    list: (workspaceId, after, limit) => store.list(workspaceId, after, limit),
    find: (workspaceId, id) => store.find(workspaceId, id),
    deliveries: (workspaceId, filter, after, limit) => store.deliveries(workspaceId, filter, after, limit),
    findDelivery: (workspaceId, endpointId, key) => store.findDelivery(workspaceId, endpointId, key),
    create: (workspaceId, request, id, at) => createEndpoint(deps, workspaceId, request, id, at),
    update: (workspaceId, id, changes, at) => updateEndpoint(deps, workspaceId, id, changes, at),
    rotate: (workspaceId, id, at) => rotateSecret(deps, workspaceId, id, at),
    remove: (workspaceId, id) => store.remove(workspaceId, id),
    test: (workspaceId, endpointId) =>
      endpointStub(env, { workspaceId, endpointId }).sendTest({ workspaceId, endpointId }),
    replay: async (workspaceId, endpointId, key, at) => {
      const replayed = await store.replay(workspaceId, endpointId, key, at);
      if (replayed === "replayed") poke(workspaceId, endpointId);
      return replayed;
    },
    replaySince: async (workspaceId, endpointId, since) => {
      await store.replaySince(workspaceId, endpointId, since);
      poke(workspaceId, endpointId);
    },
    planCallback: (workspaceId, reviewId, url) => planCallback(deps, workspaceId, reviewId, url),
  };
};

/** Endpoints that one clock call serves: what is left is due at the next one. */
const MAX_TEST_ENDPOINTS = 100;

/** Calls of one endpoint for one clock call, each as much as an invocation may do; the rest goes with its alarm. */
const MAX_TEST_CALLS = 50;

/** After a test clock has moved: everything that has fallen due is tried, no endpoint waits for another. */
export const deliverDue = async (env: Env, workspaceId: string): Promise<void> => {
  const due = await findTestDueEndpoints(env.DB, workspaceId, MAX_TEST_ENDPOINTS);
  await Promise.all(
    due.map(async (address) => {
      for (let calls = 0; calls < MAX_TEST_CALLS; calls += 1) {
        if (!(await endpointStub(env, address).deliverDue(address))) return;
      }
    }),
  );
};

/** Messages that everybody has had thirty days to fetch. */
export const pruneOldMessages = (env: Env): Promise<number> => pruneMessages(env.DB, now());

/** Cron's net. */
export const rearm = (env: Env): Promise<number> =>
  rearmWebhooks(
    {
      findOverdue: (at, limit) => findOverdueEndpoints(env.DB, at, limit),
      findBehind: (after, limit) => findEndpointsBehind(env.DB, after, limit),
      poke: (address) => endpointStub(env, address).poke(address),
    },
    now(),
  );
