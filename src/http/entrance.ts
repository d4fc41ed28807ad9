// The Worker's front door: gives each request an id, hands it to the dialect that owns its path, and logs one line.
// Knows paths, not meanings; a dialect answers every error of its paths in its own words.

import { Hono } from "hono";
import { routePath } from "hono/route";
import { costOf, newScope, type RequestScope } from "../app/log-ports.ts";
import type { Services } from "../app/services.ts";
import { rateLimitHeaders } from "./authenticate.ts";
import type { AppEnv } from "./context.ts";

/** What the door needs to know of a dialect. */
export interface Mounted {
  readonly name: string;
  readonly prefixes: readonly string[];
  /** Where they come as a promise, they are a module that nobody loads before its first request. */
  readonly routes: () => Hono<AppEnv> | Promise<Hono<AppEnv>>;
}

/**
 * Sent with every answer: these are answers for programs, and nothing may frame, sniff or cache them by accident.
 * An app that serves pages sets a policy of its own, which stays.
 */
const SECURITY_HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
} as const;

const REQUEST_ID = /^[A-Za-z0-9._-]{1,128}$/;

/** The caller's own id where it is harmless to log, else a fresh one. */
const requestIdOf = (request: Request, fresh: () => string): string => {
  const given = request.headers.get("x-request-id");
  return given !== null && REQUEST_ID.test(given) ? given : fresh();
};

const owns = (prefix: string, path: string): boolean =>
  path === prefix || path.startsWith(`${prefix}/`) || prefix === "/";

/** The dialect with the longest prefix of the path; the one that owns "/" answers for everybody else's. */
const ownerOf = <T extends Mounted>(dialects: readonly T[], path: string): T | undefined => {
  const claims = dialects.flatMap((dialect) =>
    dialect.prefixes.filter((prefix) => owns(prefix, path)).map((prefix) => ({ dialect, length: prefix.length })),
  );
  return claims.toSorted((a, b) => b.length - a.length)[0]?.dialect;
};

/** An answer whose headers can be set: those of the platform's own fetch cannot. */
export const withSecurityHeaders = (response: Response, requestId: string): Response => {
  const answer = new Response(response.body, response);
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
    if (!answer.headers.has(name)) answer.headers.set(name, value);
  }
  answer.headers.set("x-request-id", requestId);
  return answer;
};

/** What Hono saw of one request: for the log, never for a decision. */
interface Seen {
  /** Pattern of the path that answered: the path itself may carry what somebody typed into it. */
  route: string | null;
  /** What was thrown; null for an answer that was meant. */
  error: unknown;
}

const FRAME = /^ *at [\w.<>$ ]+ \(?[\w./:-]+:\d+:\d+\)?$/;

/** Kind and place of an error. Its message may carry SQL, parameters or parts of a body: it is never logged. */
const errorOf = (error: unknown): Readonly<Record<string, unknown>> => {
  if (error === null || error === undefined) return {};
  if (!(error instanceof Error)) return { error: "unknown" };
  const { name, message, stack = "" } = error;
  const frames = stack.slice(stack.indexOf(message) + message.length).split("\n");
  return { error: name, errorAt: frames.find((line) => FRAME.test(line))?.trim() ?? null };
};

/** Runs a request so that what it does is counted in the scope. */
type InScope = (scope: RequestScope, run: () => Promise<Response>) => Promise<Response>;

/** Two Host headers, or an asterisk for a path: an address that nobody can read is nobody's, and has no answer but 404. */
const readable = (request: Request): Request =>
  URL.canParse(request.url)
    ? request
    : new Request("http://unreadable.invalid/", { method: request.method, headers: request.headers });

/** One handler for all dialects. Apps are built once, at the first request of each dialect. */
export const createEntrance = (
  dialects: readonly Mounted[],
  services: Services,
  log: (line: Readonly<Record<string, unknown>>) => void,
  inScope: InScope = (_, run) => run(),
): ((request: Request) => Promise<Response>) => {
  const apps = new Map<string, Promise<Hono<AppEnv>>>();
  const buildApp = async (dialect: Mounted): Promise<Hono<AppEnv>> =>
    new Hono<AppEnv>()
      .use(async (c, next) => {
        c.set("services", services);
        c.set("requestId", c.env.requestId);
        await next();
        for (const [name, value] of rateLimitHeaders(c.var.standings)) c.header(name, value);
        c.env.seen.route = routePath(c);
        c.env.seen.error = c.error ?? null;
      })
      .route("/", await dialect.routes());
  const appOf = (dialect: Mounted): Promise<Hono<AppEnv>> => {
    const app = apps.get(dialect.name) ?? buildApp(dialect);
    apps.set(dialect.name, app);
    // A module that could not be loaded is asked for again by the next request.
    app.catch(() => apps.delete(dialect.name));
    return app;
  };
  return async (given) => {
    const startedAt = services.clock.now();
    const request = readable(given);
    const requestId = requestIdOf(request, services.ids.random);
    const dialect = ownerOf(dialects, new URL(request.url).pathname);
    if (dialect === undefined) throw new Error("no dialect owns /");
    const scope = newScope();
    const seen: Seen = { route: null, error: null };
    const response = await inScope(scope, async () => (await appOf(dialect)).fetch(request, { requestId, seen }));
    log({
      event: "request",
      requestId,
      method: request.method,
      route: seen.route,
      status: response.status,
      dialect: dialect.name,
      workspaceId: scope.workspaceId,
      reviewId: scope.reviewId,
      durationMs: services.clock.now() - startedAt,
      ...costOf(scope),
      objectRoundTrips: scope.objectRoundTrips,
      ...errorOf(seen.error),
    });
    return withSecurityHeaders(response, requestId);
  };
};
