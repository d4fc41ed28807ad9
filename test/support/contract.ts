// Every exchange with the service, held to what is published about it: the status, headers and body of each answer, and
// the parameters and body of each request that was accepted. Answers may hold nothing that the document does not show.

import { dereference, type Schema as JsonSchema, validate } from "@cfworker/json-schema";
import { apis } from "../../src/openapi/apis.ts";
import { componentsOf, namesOf } from "../../src/openapi/components.ts";
import type { Answer, Api, Operation, Parameter, Schema } from "../../src/openapi/describe.ts";

export interface Exchange {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Null: none was sent. */
  readonly body: string | null;
  readonly status: number;
  readonly answerHeaders: Headers;
  readonly text: string;
}

const DRAFT = "2020-12";

type Judge = (schema: Schema, value: unknown) => readonly string[];

/** The components as one schema, read once. */
const judgeOf = (api: Api): Judge => {
  const text = JSON.stringify({ $defs: componentsOf(api, true) });
  const root: { readonly $defs: Record<string, JsonSchema> } = JSON.parse(
    text.replaceAll('"#/components/schemas/', '"#/$defs/'),
  );
  const lookup = dereference(root);
  const names = namesOf(api);
  return (schema, value) => {
    const name = names.get(schema) ?? "";
    const definition = root.$defs[name];
    if (definition === undefined) throw new Error(`no component ${name}`);
    const { errors } = validate(value, definition, DRAFT, lookup, true);
    return errors.slice(-3).map(({ instanceLocation, error }) => `${name} ${instanceLocation}: ${error}`);
  };
};

interface Route {
  readonly api: Api;
  readonly operation: Operation;
  readonly pattern: RegExp;
  readonly judge: Judge;
}

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

const patternOf = (path: string): RegExp =>
  new RegExp(
    `^${path
      .split(/(\{\w+\})/)
      .map((part) => (part.startsWith("{") ? "[^/]+" : literal(part)))
      .join("")}$`,
  );

/** Names before parameters: `/assign` is no id. */
const byNames = (a: Route, b: Route): number => a.operation.path.split("{").length - b.operation.path.split("{").length;

const buildRoutes = (): readonly Route[] =>
  apis
    .flatMap((api) => {
      const judge = judgeOf(api);
      return api.operations.map((operation) => ({ api, operation, judge, pattern: patternOf(operation.path) }));
    })
    .toSorted(byNames);

let routes: readonly Route[] | null = null;

const routeOf = (method: string, pathname: string): Route | undefined => {
  routes ??= buildRoutes();
  const wanted = method === "HEAD" ? "get" : method.toLowerCase();
  const named = routes.find(({ pattern }) => pattern.test(pathname));
  return named === undefined
    ? undefined
    : routes.find(({ operation, pattern }) => operation.method === wanted && pattern.source === named.pattern.source);
};

/** The validator names places in URIs, which take no halves of characters. */
const wellFormed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toWellFormed(), wellFormed(inner)]));
};

const parse = (text: string): { readonly value: unknown } | null => {
  try {
    const value: unknown = JSON.parse(text);
    return { value: /\\ud[89a-f]/i.test(text) || !text.isWellFormed() ? wellFormed(value) : value };
  } catch {
    return null;
  }
};

const answerProblems = ({ judge }: Route, answer: Answer, { method, answerHeaders, text }: Exchange): string[] => {
  const always = Object.entries(answer.headers ?? {}).filter(([, { isAlwaysThere }]) => isAlwaysThere === true);
  const missing = ["x-request-id", ...always.map(([name]) => name)].filter((name) => !answerHeaders.has(name));
  const problems = missing.map((name) => `the answer has no ${name}`);
  if (method === "HEAD") return problems;
  if (answer.body === undefined) return text === "" ? problems : [...problems, "the answer has a body"];
  const type = answer.type ?? "application/json";
  const given = answerHeaders.get("content-type") ?? "none";
  if (given.split(";")[0] !== type) return [...problems, `the answer's media type is ${given}, not ${type}`];
  if (type === "text/event-stream") return problems;
  const parsed = parse(text);
  return parsed === null ? [...problems, "the answer is not JSON"] : [...problems, ...judge(answer.body, parsed.value)];
};

/** A parameter is text: numbers are read, and what may be repeated is a list. */
const coerced = (values: readonly string[], { schema }: Parameter): unknown => {
  if (schema["type"] === "array") return values;
  const [first = ""] = values;
  return schema["type"] === "integer" && /^\d+$/.test(first) ? Number(first) : first;
};

const parameterProblems = (
  place: string,
  parameters: Readonly<Record<string, Parameter>>,
  valuesOf: (name: string) => readonly string[],
): string[] =>
  Object.entries(parameters).flatMap(([name, parameter]) => {
    const values = valuesOf(name);
    // An empty parameter is an absent one to most of the APIs.
    if (values.length === 0 || (values.length === 1 && values[0] === "")) {
      return parameter.isRequired === true && values.length === 0 ? [`${place} ${name} is missing`] : [];
    }
    const { errors } = validate(coerced(values, parameter), { ...parameter.schema }, DRAFT);
    return errors.slice(-1).map(({ error }) => `${place} ${name}: ${error}`);
  });

/** Callers and keys of accepted requests: what comes under one of them again is answered without a look at it. */
const answered = new Set<string>();

const isReplay = ({ path, headers }: Exchange): boolean => {
  const sent = new Headers(headers);
  const key = sent.get("idempotency-key")?.toLowerCase() ?? null;
  if (key === null) return false;
  const name = JSON.stringify([sent.get("authorization"), sent.get("x-api-key"), path, key]);
  const isKnown = answered.has(name);
  answered.add(name);
  return isKnown;
};

const requestProblems = ({ judge, operation }: Route, { path, headers, body }: Exchange): string[] => {
  const { searchParams } = new URL(path, "https://countersign.test");
  const sent = new Headers(headers);
  const problems = [
    ...parameterProblems("query", operation.query ?? {}, (name) => searchParams.getAll(name)),
    ...parameterProblems("header", operation.headers ?? {}, (name) => {
      const value = sent.get(name);
      return value === null ? [] : [value];
    }),
  ];
  if (operation.body === undefined) return problems;
  if (body === null || body === "") return operation.body.isRequired ? [...problems, "no body was sent"] : problems;
  const parsed = parse(body.replace(/^\uFEFF/, ""));
  return parsed === null
    ? [...problems, "the body is not JSON"]
    : [...problems, ...judge(operation.body.schema, parsed.value)];
};

/** What of an exchange is not as published, one sentence each. Paths that nobody published must be refused. */
export const contractProblems = (exchange: Exchange): readonly string[] => {
  const { method, path, status } = exchange;
  const { pathname } = new URL(path, "https://countersign.test");
  const route = routeOf(method, pathname);
  if (route === undefined) return status < 400 ? ["no document has this operation"] : [];
  const answer = route.operation.answers[status];
  if (answer === undefined) return [`${route.operation.id} has no answer ${status}`];
  const isAccepted = status >= 200 && status < 300 && !isReplay(exchange);
  return [...answerProblems(route, answer, exchange), ...(isAccepted ? requestProblems(route, exchange) : [])];
};

/** Throws where an exchange is not as published. */
export const holdToContract = (exchange: Exchange): void => {
  const problems = contractProblems(exchange);
  if (problems.length === 0) return;
  const { method, path, status, body, text } = exchange;
  const shown = [body ?? "", text].map((part) => part.slice(0, 600)).join("\n-> ");
  throw new Error(`not as published: ${method} ${path} ${status}\n${problems.join("\n")}\n${shown}`);
};
