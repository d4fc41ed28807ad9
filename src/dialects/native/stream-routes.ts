// Waiting for what happens next: `GET /v2/reviews/{id}?wait=` and the workspace's stream of server-sent events.
// Source: webhooks.md 8, 9.

import { type Context, Hono, type Next } from "hono";
import { isOpen } from "../../core/review/review.ts";
import type { AppEnv } from "../../http/context.ts";
import { enterToRead } from "./auth.ts";
import { isKnown } from "./entity-tag.ts";
import { visibleReview } from "./read-routes.ts";
import { refuseWithoutReview } from "./respond.ts";
import { badQuery } from "./webhook-routes.ts";

const WAIT = /^(?:[1-9]|[1-5]\d|60)$/;

/** Holds the request until there is something new to say, then lets the handler of the review answer as always. */
const waitFirst = async (c: Context<AppEnv>, next: Next): Promise<Response | undefined> => {
  const wait = c.req.query("wait");
  if (wait === undefined) {
    await next();
    return undefined;
  }
  const caller = await enterToRead(c);
  if (!caller.ok) return refuseWithoutReview(caller.error);
  if (!WAIT.test(wait)) return badQuery("/wait", "must be 1 to 60");
  const review = await visibleReview(c, caller.value);
  if (review === null) return refuseWithoutReview({ type: "not_found" });
  const { headers } = c.req.raw;
  const hasNothingNew = headers.has("if-none-match") ? isKnown(headers, review) : isOpen(review.status);
  if (hasNothingNew) {
    const { workspaceId } = caller.value.principal;
    await c.var.services.streams.waitForChange(workspaceId, review.id, review.version, Number(wait) * 1_000);
  }
  await next();
  return undefined;
};

/** Null: no position that a stream could have sent. */
const readPosition = (id: string): number | null => (/^[1-9]\d{0,14}$/.test(id) ? Number(id) : null);

const streamEvents = async (c: Context<AppEnv>): Promise<Response> => {
  const caller = await enterToRead(c);
  if (!caller.ok) return refuseWithoutReview(caller.error);
  const { principal } = caller.value;
  const { workspaceId } = principal;
  const { streams } = c.var.services;
  const lastId = c.req.header("last-event-id");
  const after = lastId === undefined ? null : readPosition(lastId);
  const isUnknown = lastId !== undefined && (after === null || !(await streams.isKnown(workspaceId, after)));
  if (isUnknown) return badQuery("/Last-Event-ID", "is unknown, or older than seven days");
  return new Response(await streams.open(principal, after), {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
  });
};

/** Mounted before the routes of reviews. */
export const streamRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>().get("/v2/events", streamEvents).get("/v2/reviews/:id", waitFirst);
