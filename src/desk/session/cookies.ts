// The desk's two cookies. `__Host-`: sent over a secure connection only (browsers count loopback as one), to this host only,
// and no other host of the domain can set it. Neither can be read by a script.

import type { Instant } from "../../core/time.ts";

export const SESSION_COOKIE = "__Host-desk";
/** Carries a sign-in to the provider and back. */
export const TRANSACTION_COOKIE = "__Host-desk-oidc";

const ATTRIBUTES = "Path=/; HttpOnly; Secure; SameSite=Lax";

/** Longest cookie that browsers keep. */
const MAX_COOKIE_CHARS = 4_096;

/** Null: the request carries none of that name. */
export const readCookie = (headers: Headers, name: string): string | null => {
  const pairs = (headers.get("cookie") ?? "").split(";").map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
  return found === undefined || found === "" || found.length > MAX_COOKIE_CHARS ? null : found;
};

export const setCookie = (name: string, value: string, now: Instant, expiresAt: Instant): string =>
  `${name}=${value}; Max-Age=${Math.max(0, Math.ceil((expiresAt - now) / 1_000))}; ${ATTRIBUTES}`;

export const dropCookie = (name: string): string => `${name}=; Max-Age=0; ${ATTRIBUTES}`;
