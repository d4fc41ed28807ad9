// Throws damaged requests at one public API: no 5xx, and every error is one of that API's own. Knows HTTP only; whoever
// calls it says how a request is sent. Every case has chances of its own, named `<seed>/<dialect>/<number>`.

import type { Body } from "./fuzz-mutations.ts";
import { type Random, randomOf } from "./fuzz-random.ts";
import { caseOf, type FuzzRequest, intact } from "./fuzz-request.ts";
import type { FuzzAnswer, Known, Route, Target } from "./fuzz-target.ts";

export type Send = (request: FuzzRequest) => Promise<FuzzAnswer>;

export interface FuzzOptions {
  readonly target: Target;
  /** How many requests with a body are sent; those without one come on top. */
  readonly bodies: number;
  readonly seed: number;
  readonly send: Send;
  /** Requests at a time. */
  readonly parallel: number;
}

export interface FuzzReport {
  readonly dialect: string;
  readonly requests: number;
  readonly bodies: number;
  readonly statuses: ReadonlyMap<number, number>;
  /** Kind of damage -> how often it was done. */
  readonly done: ReadonlyMap<string, number>;
  /** `METHOD path` -> requests, and those that were answered below 300. */
  readonly routes: ReadonlyMap<string, { readonly requests: number; readonly accepted: number }>;
  /** One line each; empty is what is wanted. */
  readonly failures: readonly string[];
}

/** Requests between two rounds of fresh reviews: what is known is soon decided. */
const SEED_EVERY = 20;
/** Ids of one kind that are kept, newest first. */
const KEPT_IDS = 6;

const add = <K>(counts: Map<K, number>, key: K): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1);
};

const textAt = (value: unknown, path: readonly string[]): string | null => {
  const found = path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
  return typeof found === "string" ? found : null;
};

/** The ids that answers have shown, by kind. */
class Memory {
  readonly #ids = new Map<string, string[]>();

  learn({ learns = {} }: Route, { text }: FuzzAnswer): void {
    if (Object.keys(learns).length === 0) return;
    const body: unknown = JSON.parse(text);
    for (const [kind, path] of Object.entries(learns)) {
      const id = textAt(body, path);
      if (id !== null) this.#ids.set(kind, [id, ...(this.#ids.get(kind) ?? [])].slice(0, KEPT_IDS));
    }
  }

  knownTo(random: Random): Known {
    return (kind) => {
      const ids = this.#ids.get(kind) ?? [];
      return ids.length === 0 ? `no-${kind}` : random.pick(ids);
    };
  }
}

/** What is wrong with an answer; null where nothing is. */
const faultOf = (target: Target, { method }: FuzzRequest, answer: FuzzAnswer): string | null => {
  if (answer.status >= 500) return "a server error";
  if (answer.status < 400 || method === "HEAD" || target.isItsError(answer)) return null;
  return `no error of ${target.dialect}'s`;
};

const shown = (body: Body | null): string =>
  (typeof body === "string" ? body : body === null ? "" : `bytes ${Array.from(body.slice(0, 60)).join(" ")}`).slice(
    0,
    400,
  );

/** Sends until so many bodies are sent, and says what came back. */
export const fuzz = async ({ target, bodies, seed, send, parallel }: FuzzOptions): Promise<FuzzReport> => {
  const memory = new Memory();
  const statuses = new Map<number, number>();
  const done = new Map<string, number>();
  const routes = new Map<string, { requests: number; accepted: number }>();
  const failures: string[] = [];
  let [started, requests, bodiesSent] = [0, 0, 0];

  const reseed = async (random: Random): Promise<void> => {
    for (const route of target.routes.filter(({ isSeed }) => isSeed === true)) {
      const answer = await send(intact(route, target, random, memory.knownTo(random)));
      if (answer.status < 300) memory.learn(route, answer);
    }
  };

  const one = async (name: string): Promise<void> => {
    const random = randomOf(name);
    const { route, request, done: damage } = caseOf(target, random, memory.knownTo(random));
    if (request.body !== null) bodiesSent += 1;
    const answer = await send(request);
    requests += 1;
    add(statuses, answer.status);
    for (const kind of damage.length === 0 ? ["nothing"] : damage) add(done, kind);
    const key = `${route.method} ${route.path}`;
    const tally = routes.get(key) ?? { requests: 0, accepted: 0 };
    const isAccepted = answer.status < 300;
    routes.set(key, { requests: tally.requests + 1, accepted: tally.accepted + (isAccepted ? 1 : 0) });
    if (isAccepted && request.method === route.method) memory.learn(route, answer);
    const fault = faultOf(target, request, answer);
    if (fault === null) return;
    const { method, path, headers, body } = request;
    failures.push(
      `${name}: ${method} ${path.slice(0, 200)} ${JSON.stringify(headers).slice(0, 300)} ${shown(body)}\n` +
        `  [${damage.join(", ")}] -> ${answer.status} ${answer.text.slice(0, 300)}: ${fault}`,
    );
  };

  const worker = async (): Promise<void> => {
    while (bodiesSent < bodies) {
      started += 1;
      const name = `${seed}/${target.dialect}/${started}`;
      if (started % SEED_EVERY === 1) await reseed(randomOf(`${name}/seed`));
      await one(name);
    }
  };
  await reseed(randomOf(`${seed}/${target.dialect}/seed`));
  await Promise.all(Array.from({ length: parallel }, worker));
  return { dialect: target.dialect, requests, bodies: bodiesSent, statuses, done, routes, failures };
};

/** The report in a few lines, for people. */
export const describeReport = ({ dialect, requests, bodies, statuses, done, routes, failures }: FuzzReport): string => {
  const inOrder = (counts: ReadonlyMap<string | number, number>): string =>
    [...counts]
      .toSorted(([, a], [, b]) => b - a)
      .map(([key, times]) => `${key} ${times}`)
      .join(", ");
  const accepted = [...routes].map(([route, tally]) => `    ${route}: ${tally.accepted} of ${tally.requests}`);
  return [
    `${dialect}: ${bodies} bodies in ${requests} requests over ${routes.size} routes, ${failures.length} failures`,
    `  answers: ${inOrder(statuses)}`,
    `  damage: ${inOrder(done)}`,
    "  accepted:",
    ...accepted.toSorted((a, b) => a.localeCompare(b)),
  ].join("\n");
};
