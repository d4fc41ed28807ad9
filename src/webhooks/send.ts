// One request to a receiver, bounded in every direction: time, redirects, what is read of the answer.
// Whom it may call is judged again each time: rules may have changed since the endpoint was stored.
// Source: DESIGN § 7 (SSRF guard); issue "Retry" (2xx within 15 s succeeds).

import type { AttemptOutcome } from "../app/webhook-ports.ts";
import { judgeEndpointUrl } from "../core/endpoint-url.ts";
import type { Instant } from "../core/time.ts";
import { readRetryAfter } from "./backoff.ts";

/** Source: issue "Retry". */
export const TIMEOUT_MS = 15_000;
export const MAX_REPLY_BYTES = 4_096;
/** Once a status has come, its text is a courtesy: a receiver that drips it holds nobody up. */
const REPLY_TIMEOUT_MS = 2_000;

export interface SendDeps {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly allowLoopback: boolean;
  /** How long a receiver has to answer; usually {@link TIMEOUT_MS}. */
  readonly timeoutMs: number;
  /** Real time. */
  readonly now: () => Instant;
}

export type Send = (url: string, headers: Readonly<Record<string, string>>, body: string) => Promise<AttemptOutcome>;

/** The beginning of the answer; the rest is not read. Never throws: what has come so far is what there is. */
const readReply = async (response: Response): Promise<string> => {
  if (response.body === null) return "";
  const reader = response.body.getReader();
  const timer = setTimeout(() => void reader.cancel().catch(() => {}), REPLY_TIMEOUT_MS);
  const bytes = new Uint8Array(MAX_REPLY_BYTES);
  let size = 0;
  try {
    while (size < MAX_REPLY_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      const part = value.subarray(0, MAX_REPLY_BYTES - size);
      bytes.set(part, size);
      size += part.byteLength;
    }
  } catch {
    // The connection broke: the status stands.
  } finally {
    clearTimeout(timer);
    void reader.cancel().catch(() => {});
  }
  return new TextDecoder().decode(bytes.subarray(0, size));
};

const failed = (error: string, latencyMs: number): AttemptOutcome => ({
  statusCode: null,
  responseBody: null,
  latencyMs,
  error,
  retryAfterMs: null,
});

const isTimeout = (error: unknown): boolean => error instanceof Error && /timeout|abort/i.test(error.name);

/**
 * A connection that breaks so soon was one that the receiver had closed while it lay idle, as good as always: the request
 * never reached it, and another connection is tried at once, within the same attempt. See docs/decisions/0016.
 */
const STALE_WITHIN_MS = 1_000;

/** Sends and never throws; a redirect is an answer like any other. */
export const createSend =
  ({ fetch, allowLoopback, timeoutMs, now }: SendDeps): Send =>
  async (url, headers, body) => {
    const judged = judgeEndpointUrl(url, { allowLoopback });
    if (!judged.ok) return failed(`refused: the URL ${judged.error}`, 0);
    const startedAt = now();
    const request: RequestInit = {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "Countersign-Webhooks/1", ...headers },
      body,
      redirect: "manual",
      // Of both tries together.
      signal: AbortSignal.timeout(timeoutMs),
    };
    const attempt = (): Promise<Response> => fetch(judged.value.href, request);
    try {
      const response = await attempt().catch((error: unknown) => {
        if (isTimeout(error) || now() - startedAt > STALE_WITHIN_MS) throw error;
        return attempt();
      });
      const latencyMs = now() - startedAt;
      const responseBody = await readReply(response);
      const { status } = response;
      const asks = status === 429 || status === 503;
      const retryAfterMs = asks ? readRetryAfter(response.headers.get("retry-after"), now()) : null;
      return { statusCode: status, responseBody, latencyMs, error: null, retryAfterMs };
    } catch (error) {
      const latencyMs = now() - startedAt;
      return failed(isTimeout(error) ? `no answer within ${timeoutMs / 1_000} s` : "the connection failed", latencyMs);
    }
  };

export const isDelivered = ({ statusCode }: Pick<AttemptOutcome, "statusCode">): boolean =>
  statusCode !== null && statusCode >= 200 && statusCode < 300;
