// Under which key the answer to a posted trace is kept: the header's, whatever its case, or one made from the body, so
// that the same bytes are one trace. Another body under the same key gets the first answer again.
// Source: seed "Common gotchas"; adjudon.md rulings 9, 13 and section 5 (Idempotency).

import type { IdempotencyScope } from "../../app/ports.ts";
import { type AuthRequest, keyOwner, type Principal } from "../../app/principal.ts";
import { sha256Hex } from "../../http/idempotency-key.ts";

const HEADER = "idempotency-key";
const MAX_KEY = 256;

/** The same for both spellings of the path. */
const ROUTE = { method: "POST", path: "/api/v1/traces" } as const;

/** Stands for every body: a key is enough to be answered. */
const ANY_BODY = "any";

const headerKey = (headers: Headers): string | null => headers.get(HEADER) || null;

export const isKeyTooLong = (headers: Headers): boolean => (headerKey(headers)?.length ?? 0) > MAX_KEY;

/** `raw`: the body as sent; null where it could not be read, which then has no key of its own. */
export const replayKey = async (headers: Headers, raw: string | null): Promise<string | null> => {
  if (isKeyTooLong(headers)) return null;
  const given = headerKey(headers);
  if (given !== null) return `key:${given.toLowerCase()}`;
  return raw === null ? null : `body:${await sha256Hex(raw)}`;
};

export const lookUpOf = (key: string | null): AuthRequest["idempotency"] => (key === null ? null : { key, ...ROUTE });

export const scopeOf = (key: string | null, principal: Principal): IdempotencyScope | null =>
  key === null ? null : { key, actor: keyOwner(principal), ...ROUTE, fingerprint: ANY_BODY };
