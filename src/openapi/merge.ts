// All APIs in one document: the native names stay as they are, every other API's carry its name in front, so that no
// two operations or bodies of a generated client meet.

import type { Api, JsonSchema } from "./describe.ts";
import { documentOf, type OpenApiDocument } from "./document.ts";

/** Whose names stay. */
const UNPREFIXED = "native";

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const REFERENCE = /^#\/components\/schemas\//;

/** Every string that refers to a component, everywhere in the document. */
const renamed = (value: unknown, rename: (name: string) => string): unknown => {
  if (Array.isArray(value)) return value.map((inner) => renamed(inner, rename));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === "$ref" && typeof inner === "string" && REFERENCE.test(inner)
        ? inner.replace(/[^/]+$/, rename)
        : renamed(inner, rename),
    ]),
  );
};

const prefixed = (api: Api): Api => {
  if (api.name === UNPREFIXED) return api;
  const scheme = (name: string): string => (name === "" ? "" : `${api.name}${capital(name)}`);
  const tag = (name: string): string => `${api.name}: ${name}`;
  const keys = <T>(
    record: Readonly<Record<string, T>>,
    rename: (name: string) => string,
  ): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.entries(record).map(([name, value]) => [rename(name), value]));
  return {
    ...api,
    tags: keys(api.tags, tag),
    securitySchemes: keys(api.securitySchemes, scheme),
    operations: api.operations.map((operation) => ({
      ...operation,
      id: `${api.name}${capital(operation.id)}`,
      tag: tag(operation.tag),
      security: (operation.security ?? api.security).map(scheme),
    })),
  };
};

const part = (document: OpenApiDocument, key: string): Readonly<Record<string, unknown>> =>
  (document[key] ?? {}) as Readonly<Record<string, unknown>>;

/** Keys of several records, none of which may stand in two. */
const join = (what: string, records: readonly Readonly<Record<string, unknown>>[]): JsonSchema => {
  const entries = records.flatMap((record) => Object.entries(record));
  const names = entries.map(([name]) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new Error(`two APIs have the ${what} ${twice}`);
  return Object.fromEntries(entries);
};

const withNames = (api: Api): OpenApiDocument => {
  const document = documentOf(prefixed(api));
  if (api.name === UNPREFIXED) return document;
  const rename = (name: string): string => capital(api.name) + name;
  const components = part(document, "components");
  const schemas = Object.fromEntries(
    Object.entries(components["schemas"] as JsonSchema).map(([name, schema]) => [
      rename(name),
      renamed(schema, rename),
    ]),
  );
  return {
    ...document,
    paths: renamed(document["paths"], rename),
    components: { ...components, schemas },
  };
};

export const mergedDocument = (
  apis: readonly Api[],
  info: { readonly title: string; readonly version: string; readonly description: string },
): OpenApiDocument => {
  const documents = apis.map(withNames);
  const [first] = documents;
  if (first === undefined) throw new Error("no API to merge");
  const ids = apis.flatMap((api) => prefixed(api).operations.map(({ id }) => id));
  if (new Set(ids).size !== ids.length) throw new Error("two operations have one name");
  const componentsAt = (key: string) => documents.map((document) => part(document, "components")[key] as JsonSchema);
  return {
    ...first,
    info: { ...part(first, "info"), ...info },
    tags: documents.flatMap((document) => document["tags"] as readonly unknown[]),
    paths: join(
      "path",
      documents.map((document) => part(document, "paths")),
    ),
    components: {
      securitySchemes: join("security scheme", componentsAt("securitySchemes")),
      schemas: join("body", componentsAt("schemas")),
    },
  };
};
