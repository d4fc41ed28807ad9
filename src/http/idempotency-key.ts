// The Idempotency-Key header: its form, and the digest of the body it stands for.
// Source: workspace.md, `Idempotency-Key`: 1-255 printable characters, else 400.

import type { Context } from "hono";
import type { IdempotencyScope } from "../app/ports.ts";
import { callerKey, type Principal } from "../app/principal.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { AppEnv } from "./context.ts";

const PRINTABLE = /^[\x20-\x7e]{1,255}$/;

/** Null without the header. */
export const readIdempotencyKey = (
  headers: Headers,
): Result<string | null, { readonly type: "invalid_idempotency_key" }> => {
  const key = headers.get("idempotency-key");
  if (key === null || PRINTABLE.test(key)) return ok(key);
  return err({ type: "invalid_idempotency_key" });
};

/** SHA-256 (hex) of a text. */
export const sha256Hex = async (text: string): Promise<string> => {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
};

/** Scope of the request's key; null without one. `body`: whatever makes this request another one under the same key. */
export const scopeOf = async (
  c: Context<AppEnv>,
  { principal, key }: { readonly principal: Principal; readonly key: string | null },
  body: string,
): Promise<IdempotencyScope | null> =>
  key === null
    ? null
    : {
        key,
        actor: callerKey(principal),
        method: c.req.method,
        path: c.req.path,
        fingerprint: await sha256Hex(body),
      };
