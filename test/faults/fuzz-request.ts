// One damaged request: odd ids, queries, headers, credentials and methods, and the body that fuzz-mutations.ts makes.

import { type Body, mutate, ODD_TEXTS } from "./fuzz-mutations.ts";
import type { Random } from "./fuzz-random.ts";
import type { HeaderList, Known, Route, Target } from "./fuzz-target.ts";

export interface FuzzRequest {
  readonly method: string;
  /** With its query, ready to be sent. */
  readonly path: string;
  readonly headers: HeaderList;
  /** Null: none, and none is possible. */
  readonly body: Body | null;
}

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "PROPFIND"];

const ODD_IDS = [
  ...ODD_TEXTS.filter((text) => text.isWellFormed()).map(encodeURIComponent),
  "%",
  "%zz",
  "%00",
  "%ff%fe",
  "%C0%AE",
  "..%2f..%2fetc",
  "a%2Fb",
  "%252e",
  "x".repeat(300),
  "x".repeat(5_000),
  ";a=b",
  "a;b,c",
  "@",
  ":",
];
const ODD_VALUES = [
  "",
  "0",
  "-1",
  "1e9",
  "1.5",
  "99999999999999999999",
  "%00",
  "%ff",
  "null",
  "[]",
  "pending",
  "createdAt",
];
const ODD_DATES = ["2027-01-01T00:00:00Z", "2027-13-01T00:00:00Z", "+275760-09-13T00:00:00Z", "1e3", "yesterday"];
const ODD_HEADERS = [
  "",
  " ",
  "x".repeat(300),
  "x".repeat(5_000),
  "\u00e9\u00ff",
  "null",
  "__proto__",
  "a, b",
  "\t",
  'W/"1"',
];
const ODD_CREDENTIALS = [
  "",
  "Bearer",
  "Bearer ",
  "Bearer x y",
  "Basic !!!",
  "Basic Og==",
  "Basic /////w==",
  "Digest a=b",
  "Bearer adj_live_0000000000000000",
  "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.",
  "Bearer e30.e30.e30",
  `Bearer ${"x".repeat(20_000)}`,
];

interface Case {
  readonly request: FuzzRequest;
  readonly done: readonly string[];
}

/** As the route would take it. */
export const intact = (route: Route, target: Target, random: Random, known: Known): FuzzRequest => ({
  method: route.method,
  path: route.path.replaceAll(/\{(\w+)\}/g, (_match, kind: string) => encodeURIComponent(known(kind))),
  headers: { "content-type": "application/json", ...random.pick(route.callers ?? target.callers) },
  body: route.body === undefined ? null : JSON.stringify(route.body(known)),
});

const pathOf = ({ path, query = [] }: Route, random: Random, known: Known, done: string[]): string => {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_match, kind: string) => {
    if (!random.chance(0.1)) return encodeURIComponent(known(kind));
    done.push("odd_id");
    return random.pick(ODD_IDS);
  });
  if (!random.chance(query.length > 0 ? 0.8 : 0.05)) return filled;
  done.push("odd_query");
  const pairs = Array.from({ length: 1 + random.below(3) }, () => {
    const name = random.chance(0.9) && query.length > 0 ? random.pick(query) : random.pick(["x", "__proto__", "%"]);
    return `${name}=${random.pick(random.chance(0.7) ? ODD_VALUES : random.chance(0.5) ? ODD_DATES.map(encodeURIComponent) : ODD_IDS)}`;
  });
  return `${filled}?${pairs.join("&")}`;
};

const headersOf = (route: Route, { callers, headers }: Target, random: Random, done: string[]): HeaderList => {
  const names = Object.keys(headers);
  const more: Record<string, string> = { "content-type": "application/json", ...random.pick(route.callers ?? callers) };
  if (random.chance(0.15)) {
    const name = random.pick(names);
    more[name] = random.pick(headers[name] ?? []);
  }
  if (random.chance(0.05)) {
    more[random.pick(names)] = random.pick(ODD_HEADERS);
    done.push("odd_header");
  }
  if (random.chance(0.02)) {
    more[random.pick(["authorization", "authorization", "x-api-key", "api-key"])] = random.pick(ODD_CREDENTIALS);
    done.push("odd_credential");
  }
  return more;
};

/** One request of one route: its path, query, headers, method and body, each damaged by chance. */
export const caseOf = (target: Target, random: Random, known: Known): Case & { readonly route: Route } => {
  const route = random.pick(target.routes);
  const done: string[] = [];
  const path = pathOf(route, random, known, done);
  const headers = headersOf(route, target, random, done);
  const isOtherMethod = random.chance(0.03);
  const method = isOtherMethod ? random.pick(METHODS) : route.method;
  if (isOtherMethod) done.push("other_method");
  if (route.body === undefined || method === "GET" || method === "HEAD") {
    return { route, request: { method, path, headers, body: null }, done };
  }
  const { body, done: damage } = mutate(route.body(known), random);
  return { route, request: { method, path, headers, body }, done: [...done, ...damage] };
};
