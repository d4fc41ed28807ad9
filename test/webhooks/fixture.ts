// A workspace with reviews and endpoints straight in D1, and a drain whose receiver is a function of the test.

import { env } from "cloudflare:workers";
import type { AttemptOutcome, Flush, Item, Listener, MessageFormat, Work } from "../../src/app/webhook-ports.ts";
import { decide } from "../../src/core/review/decide.ts";
import { openReview } from "../../src/core/review/open.ts";
import type { ReviewPolicy } from "../../src/core/review/policy.ts";
import { renderOwn, standardFormat } from "../../src/dialects/native/webhook.ts";
import { createDrainStore } from "../../src/queries/drain-store.ts";
import { createReviewStore } from "../../src/store/review-store.ts";
import { EndpointDrain } from "../../src/webhooks/drain.ts";
import { signerOf } from "../../src/webhooks/sign.ts";
import { anId, anOpening, aPerson, metaBy, NOON, OWNER, singlePolicy } from "../support/builders.ts";

export const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
export const BEN = aPerson("ben");

const store = (db: D1Database) => createReviewStore({ db, newSalt: anId, pause: async () => {} });

export const aWorkspaceRow = async (id: string, testNow: number | null = null): Promise<void> => {
  await env.DB.prepare(
    "INSERT INTO workspaces (id, version, signing_key, test_now, created_at) VALUES (?1, 1, 'k', ?2, 0)",
  )
    .bind(id, testNow)
    .run();
};

export interface EndpointParts {
  readonly events?: readonly string[];
  readonly format?: string;
  readonly origin?: string;
  readonly cursor?: number;
  readonly url?: string;
}

export const anEndpointRow = async (workspaceId: string, id: string, parts: EndpointParts = {}): Promise<void> => {
  await env.DB.prepare(
    `INSERT INTO webhook_endpoints (workspace_id, id, origin, url, format, events, description, status, cursor, own_count,
      secret, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, '', 'active', ?7, 0, ?8, 0, 0)`,
  )
    .bind(
      workspaceId,
      id,
      parts.origin ?? "api",
      parts.url ?? "https://hooks.example.com/in",
      parts.format ?? "standard",
      JSON.stringify(parts.events ?? ["*"]),
      parts.cursor ?? 0,
      SECRET,
    )
    .run();
};

/** Opens reviews; answers their ids. One batch of at most 50 each. */
export const openMany = async (
  workspaceId: string,
  count: number,
  {
    clock = null,
    at = NOON,
    policy = singlePolicy({ findings: "optional", afterApproval: ["revoke"] }),
  }: OpenParts = {},
): Promise<readonly string[]> => {
  const ids: string[] = [];
  while (ids.length < count) {
    const items = Array.from({ length: Math.min(50, count - ids.length) }, () => {
      const opened = openReview(anOpening(policy, { workspaceId }), metaBy(OWNER, at));
      if (!opened.ok) throw new Error("not opened");
      const meta = { entrance: "native", requestId: "r", workspaceVersion: 1, clock } as const;
      return { before: null, events: opened.value.events, after: opened.value.review, meta };
    });
    await store(env.DB).commit({ workspaceId, recordedAt: at, items, subjects: [], answers: [] });
    ids.push(...items.map(({ after }) => after.id));
  }
  return ids;
};

interface OpenParts {
  readonly clock?: "test" | null;
  readonly at?: number;
  readonly policy?: ReviewPolicy;
}

/** One note on each review: an event more. */
export const noteOn = async (
  workspaceId: string,
  reviewIds: readonly string[],
  text: string,
  at = NOON,
  clock: "test" | null = null,
): Promise<void> => {
  for (let from = 0; from < reviewIds.length; from += 50) {
    const stored = await store(env.DB).loadMany(workspaceId, reviewIds.slice(from, from + 50));
    const items = stored.map((before) => {
      const decided = decide(before.review, { type: "AddNote", text, claimedEmail: null }, metaBy(BEN, at));
      if (decided.refusal !== null) throw new Error(decided.refusal.type);
      const meta = { entrance: "native", requestId: "r", workspaceVersion: 1, clock } as const;
      return { before, events: decided.events, after: decided.review, meta };
    });
    await store(env.DB).commit({ workspaceId, recordedAt: at, items, subjects: [], answers: [] });
  }
};

export interface Request {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly id: string;
  readonly at: number;
}

export const answer = (statusCode: number | null, more: Partial<AttemptOutcome> = {}): AttemptOutcome => ({
  statusCode,
  responseBody: "",
  latencyMs: 1,
  error: statusCode === null ? "the connection failed" : null,
  retryAfterMs: null,
  ...more,
});

export interface Bench {
  now: number;
  readonly requests: Request[];
  readonly announced: Listener[];
  readonly drain: () => Promise<{ readonly nextAt: number | null; readonly isMore: boolean }>;
  /** Message ids in the order of their first arrival. */
  readonly ids: () => readonly string[];
}

/** A drain of one endpoint. `receive` says what each request is answered. */
export const aDrain = (
  workspaceId: string,
  endpointId: string,
  receive: (request: Request) => AttemptOutcome | Promise<AttemptOutcome>,
  {
    db = env.DB,
    formats = [standardFormat],
    onLoad = () => {},
    onRecord = async () => {},
  }: {
    readonly db?: D1Database;
    readonly formats?: readonly MessageFormat[];
    readonly onLoad?: (work: Work | null) => void;
    readonly onRecord?: (flush: Flush) => Promise<void>;
  } = {},
): Bench => {
  const real = createDrainStore(db, workspaceId, endpointId, formats);
  const requests: Request[] = [];
  const announced: Listener[] = [];
  const bench: Bench = {
    now: NOON,
    requests,
    announced,
    ids: () => [...new Set(requests.map(({ id }) => id))],
    drain: () =>
      new EndpointDrain({
        store: {
          ...real,
          load: async (now) => {
            const work = await real.load(now);
            onLoad(work);
            return work;
          },
          record: async (flush) => {
            await onRecord(flush);
            return real.record(flush);
          },
          message: (item: Item) => real.message(item),
        },
        formatOf: (name) => formats.find((format) => format.name === name) ?? null,
        renderOwn,
        proofOf: async (_, format) => ({ type: "hmac", sign: signerOf([SECRET], format.decodesWhsec) }),
        send: async (url, headers, body) => {
          const request = { url, headers, body, id: headers["webhook-id"] ?? "", at: bench.now };
          requests.push(request);
          return receive(request);
        },
        announce: (listeners) => announced.push(...listeners),
        now: () => bench.now,
        random: () => 0.5,
        pause: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 5))),
      }).run(),
  };
  return bench;
};

export interface DeliveryRow {
  readonly position: number;
  readonly review_id: string | null;
  readonly seq: number | null;
  readonly type: string;
  readonly status: string;
  readonly attempts: string;
  readonly next_attempt_at: number | null;
}

export const deliveriesOf = async (workspaceId: string, endpointId: string): Promise<readonly DeliveryRow[]> => {
  const { results } = await env.DB.prepare(
    "SELECT * FROM deliveries WHERE workspace_id = ?1 AND endpoint_id = ?2 ORDER BY position, own",
  )
    .bind(workspaceId, endpointId)
    .all<DeliveryRow>();
  return results;
};

/** Pairs of one review's messages that arrived in the wrong order, at their first arrival. */
export const inversions = (ids: readonly string[]): number => {
  const latest = new Map<string, number>();
  return ids.filter((id) => {
    const [review = "", seq = "0"] = id.split(":");
    const before = latest.get(review) ?? 0;
    latest.set(review, Math.max(before, Number(seq)));
    return Number(seq) < before;
  }).length;
};
