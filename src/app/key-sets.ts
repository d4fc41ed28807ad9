// Key sets that are read from a URL. At most one fetch per cooldown and isolate, however many unknown key ids arrive:
// the attempt is reserved before it starts, because a request that ends may take its pending fetch with it.
// Source: workspace.md 3; DESIGN § 7 (SSRF guard: manual redirects, 15 s, 64 KB).

import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import { judgeEndpointUrl } from "../core/endpoint-url.ts";
import type { Instant } from "../core/time.ts";

export interface KeySetDeps {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Real time. */
  readonly now: () => Instant;
  readonly pause: (ms: number) => Promise<void>;
  /** Lets a fetch finish after its request has. */
  readonly keepAlive: (work: Promise<unknown>) => void;
  readonly allowLoopback: boolean;
}

/** Finds the key that a token's header names in the set behind a URL. Throws jose's errors where there is none. */
export type KeySets = (url: string) => JWTVerifyGetKey;

const COOLDOWN_MS = 30_000;
/** A key that its owner withdrew is believed no longer than this. */
const MAX_AGE_MS = 600_000;
const TIMEOUT_MS = 15_000;
const MAX_BYTES = 65_536;
/** How often a request that waits for another's fetch looks. */
const POLL_MS = 25;
const MAX_ENTRIES = 256;

interface Entry {
  readonly url: string;
  find: JWTVerifyGetKey | null;
  fetchedAt: Instant;
  attemptedAt: Instant;
  isPending: boolean;
}

const isKeySet = (value: unknown): value is JSONWebKeySet =>
  typeof value === "object" && value !== null && "keys" in value && Array.isArray(value.keys);

const readBounded = async (response: Response): Promise<string> => {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new Error("a key set is too large");
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
};

const fetchKeySet = async (url: string, { fetch, allowLoopback }: KeySetDeps): Promise<JWTVerifyGetKey> => {
  if (!judgeEndpointUrl(url, { allowLoopback }).ok) throw new Error("a key set's URL is not allowed");
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const response = await fetch(url, { redirect: "manual", signal, headers: { accept: "application/json" } });
  if (!response.ok) throw new Error("a key set could not be read");
  const keySet: unknown = JSON.parse(await readBounded(response));
  if (!isKeySet(keySet)) throw new Error("a key set is none");
  return createLocalJWKSet(keySet);
};

/** Waits for somebody else's fetch; gives up when that request must have died with it. */
const waitFor = async (entry: Entry, { now, pause }: KeySetDeps): Promise<void> => {
  while (entry.isPending && now() < entry.attemptedAt + TIMEOUT_MS) await pause(POLL_MS);
};

const refresh = async (entry: Entry, deps: KeySetDeps): Promise<void> => {
  if (entry.isPending) await waitFor(entry, deps);
  const startedAt = deps.now();
  if (startedAt < entry.attemptedAt + COOLDOWN_MS) return;
  entry.attemptedAt = startedAt;
  entry.isPending = true;
  const work = fetchKeySet(entry.url, deps)
    .then((find) => {
      entry.find = find;
      entry.fetchedAt = startedAt;
    })
    // What was fetched before stays in use: an outage of the issuer is no reason to lock everybody out.
    .catch(() => undefined)
    .finally(() => {
      entry.isPending = false;
    });
  deps.keepAlive(work);
  await work;
};

const findIn = async (entry: Entry, ...token: Parameters<JWTVerifyGetKey>) => {
  if (entry.find === null) throw new errors.JWKSNoMatchingKey();
  return entry.find(...token);
};

export const createKeySets = (deps: KeySetDeps): KeySets => {
  const entries = new Map<string, Entry>();
  const entryOf = (url: string): Entry => {
    const known = entries.get(url);
    if (known !== undefined) return known;
    const entry: Entry = { url, find: null, fetchedAt: -Infinity, attemptedAt: -Infinity, isPending: false };
    if (entries.size >= MAX_ENTRIES) entries.clear();
    entries.set(url, entry);
    return entry;
  };
  return (url) => async (header, token) => {
    const entry = entryOf(url);
    if (deps.now() >= entry.fetchedAt + MAX_AGE_MS) await refresh(entry, deps);
    try {
      return await findIn(entry, header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    }
    await refresh(entry, deps);
    return findIn(entry, header, token);
  };
};
