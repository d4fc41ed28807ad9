// Parameters, headers and answers that stand in many operations are written once and referred to: the same document, in
// a third of the text.

import type { OpenApiDocument } from "./document.ts";

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** One kind of part: what stands often enough gets a name. */
interface Pool {
  readonly kind: "parameters" | "headers" | "responses";
  /** Text -> how often it stands. */
  readonly counts: Map<string, number>;
  /** Name -> text. */
  readonly named: Map<string, string>;
}

const newPool = (kind: Pool["kind"]): Pool => ({ kind, counts: new Map(), named: new Map() });

const count = ({ counts }: Pool, part: unknown): void => {
  const text = JSON.stringify(part);
  counts.set(text, (counts.get(text) ?? 0) + 1);
};

/** A reference where the part stands at least twice, else the part. */
const shared = ({ kind, counts, named }: Pool, wanted: string, part: unknown): unknown => {
  const text = JSON.stringify(part);
  if ((counts.get(text) ?? 0) < 2) return part;
  const base = wanted.replaceAll(/[^A-Za-z0-9._-]/g, "-");
  let name = base;
  for (let at = 2; named.has(name) && named.get(name) !== text; at += 1) name = `${base}${at}`;
  named.set(name, text);
  return { $ref: `#/components/${kind}/${name}` };
};

const partsOf = ({ named }: Pool): Json =>
  Object.fromEntries([...named].map(([name, text]): [string, unknown] => [name, JSON.parse(text)]));

type Visit = (operation: Json) => Json;

const eachOperation = (paths: unknown, visit: Visit): Json =>
  Object.fromEntries(
    Object.entries(isObject(paths) ? paths : {}).map(([path, item]) => [
      path,
      Object.fromEntries(
        Object.entries(isObject(item) ? item : {}).map(([method, operation]) => [
          method,
          isObject(operation) ? visit(operation) : operation,
        ]),
      ),
    ]),
  );

const mapEntries = (value: unknown, map: (name: string, inner: unknown) => unknown): Json =>
  Object.fromEntries(Object.entries(isObject(value) ? value : {}).map(([name, inner]) => [name, map(name, inner)]));

const withParts = (operation: Json, replace: (pool: Pool["kind"], name: string, part: unknown) => unknown): Json => {
  const { parameters, responses } = operation;
  return {
    ...operation,
    ...(Array.isArray(parameters)
      ? {
          parameters: parameters.map((parameter: unknown) =>
            replace("parameters", isObject(parameter) ? String(parameter["name"]) : "", parameter),
          ),
        }
      : {}),
    responses: mapEntries(responses, (status, response) => {
      if (!isObject(response)) return response;
      const headers = mapEntries(response["headers"], (name, header) => replace("headers", name, header));
      return replace("responses", `Answer${status}`, { ...response, headers });
    }),
  };
};

export const withSharedParts = (document: OpenApiDocument): OpenApiDocument => {
  const pools = { parameters: newPool("parameters"), headers: newPool("headers"), responses: newPool("responses") };
  const sharing = (kind: Pool["kind"], name: string, part: unknown): unknown => shared(pools[kind], name, part);
  const { paths } = document;
  // Headers first: answers that refer to them are equal more often.
  eachOperation(paths, (operation) =>
    withParts(operation, (kind, _, part) => {
      if (kind !== "responses") count(pools[kind], part);
      return part;
    }),
  );
  eachOperation(paths, (operation) =>
    withParts(operation, (kind, name, part) => {
      if (kind === "responses") count(pools.responses, part);
      return kind === "responses" ? part : sharing(kind, name, part);
    }),
  );
  const replaced = eachOperation(paths, (operation) => withParts(operation, sharing));
  const components = isObject(document["components"]) ? document["components"] : {};
  const { parameters, headers, responses } = pools;
  return {
    ...document,
    paths: replaced,
    components: {
      ...components,
      parameters: partsOf(parameters),
      headers: partsOf(headers),
      responses: partsOf(responses),
    },
  };
};
