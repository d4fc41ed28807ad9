// Which addresses the service may call on behalf of a workspace: webhooks, callbacks and key sets alike.
// Judges the normalized name only; what that name resolves to is the platform's guard (global_fetch_strictly_public).
// Source: DESIGN § 7 (SSRF guard); webhooks.md 10.

import { err, ok, type Result } from "./result.ts";

export interface EndpointRules {
  /** Opens http, and any port, on loopback names and addresses. For local use and tests. */
  readonly allowLoopback: boolean;
}

/** Assumption: no honest endpoint needs more; undocumented. */
const MAX_URL_CHARS = 2_048;

const IPV4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const LOOPBACK_IPV4 = /^127(?:\.\d{1,3}){3}$/;
const PRIVATE_SUFFIXES = [".localhost", ".local", ".internal", ".localdomain", ".home.arpa"];

const isLoopback = (host: string): boolean =>
  host === "localhost" || host.endsWith(".localhost") || LOOPBACK_IPV4.test(host) || host === "[::1]";

/** The URL to call, or why it must not be called. */
export const judgeEndpointUrl = (text: string, { allowLoopback }: EndpointRules): Result<URL, string> => {
  if (text.length > MAX_URL_CHARS) return err(`must have at most ${MAX_URL_CHARS} characters`);
  if (!URL.canParse(text)) return err("must be an absolute URL");
  const url = new URL(text);
  const host = url.hostname.replace(/\.+$/, "");
  if (url.username !== "" || url.password !== "") return err("must not carry a user or a password");
  if (allowLoopback && isLoopback(host) && (url.protocol === "http:" || url.protocol === "https:")) return ok(url);
  if (url.protocol !== "https:") return err("must be an https URL");
  if (url.port !== "") return err("must use port 443");
  if (IPV4.test(host) || host.startsWith("[")) return err("must name a host, not an address");
  // A name without a dot is found in the caller's own network or nowhere.
  if (!host.includes(".") || PRIVATE_SUFFIXES.some((suffix) => host.endsWith(suffix))) {
    return err("must name a public host");
  }
  return ok(url);
};
