// The Worker: HTTP requests go to the dialect that owns their path, Cron triggers to their jobs. Wiring: compose.ts.

import { endpointDeps, hubDeps } from "./compose-webhooks.ts";
import { createSchedule, createServices, serializeDeps } from "./compose.ts";
import { dialects } from "./dialects/registry.ts";
import type { Env } from "./env.ts";
import { createEntrance } from "./http/entrance.ts";
import { runScheduled } from "./jobs/scheduled.ts";
import { reviewObjectClass } from "./object/review-object.ts";
import { endpointObjectClass } from "./webhooks/endpoint-object.ts";
import { hubObjectClass } from "./webhooks/hub-object.ts";

export class ReviewObject extends reviewObjectClass(serializeDeps) {}
export class EndpointObject extends endpointObjectClass(endpointDeps) {}
export class HubObject extends hubObjectClass(hubDeps) {}

const log = (line: Readonly<Record<string, unknown>>): void => console.log(JSON.stringify(line));

/** Built at the first request of an isolate; `env` is the same object for all of them. */
const entrances = new WeakMap<Env, (request: Request) => Promise<Response>>();

const entranceOf = (env: Env): ((request: Request) => Promise<Response>) => {
  const entrance = entrances.get(env) ?? createEntrance(dialects, createServices(env), log);
  entrances.set(env, entrance);
  return entrance;
};

export default {
  fetch: (request, env) => entranceOf(env)(request),
  scheduled: (controller, env) => runScheduled(controller.cron, createSchedule(env), log),
} satisfies ExportedHandler<Env>;
