// One API's description as an OpenAPI 3.1 document. Pure: the same description gives the same text.

import { componentsOf, namesOf, referenceOf, type Names } from "./components.ts";
import type { Answer, Api, Header, JsonSchema, Operation, Parameter } from "./describe.ts";

/** Plain JSON. */
export type OpenApiDocument = Readonly<Record<string, unknown>>;

const JSON_TYPE = "application/json";

const REQUEST_ID: Header = {
  description: "Names this exchange in logs and audit rows: the caller's own `x-request-id`, or a fresh one.",
  schema: { type: "string" },
  isAlwaysThere: true,
};

const parameter = (
  place: "path" | "query" | "header",
  name: string,
  { description, schema, isRequired }: Parameter,
) => ({
  name,
  in: place,
  description,
  required: place === "path" || (isRequired ?? false),
  schema,
});

const parametersOf = ({ path, segments = {}, query = {}, headers = {} }: Operation): readonly JsonSchema[] => {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
  return [
    ...names.map((name) =>
      parameter("path", name, { description: segments[name] ?? "", schema: { type: "string", minLength: 1 } }),
    ),
    ...Object.entries(query).map(([name, given]) => parameter("query", name, given)),
    ...Object.entries(headers).map(([name, given]) => parameter("header", name, given)),
  ];
};

const headersToJson = (headers: Readonly<Record<string, Header>>): JsonSchema =>
  Object.fromEntries(
    Object.entries(headers).map(([name, { description, schema, isAlwaysThere }]) => [
      name,
      { description, required: isAlwaysThere ?? false, schema },
    ]),
  );

const answerToJson = (names: Names, { description, body, type = JSON_TYPE, headers = {} }: Answer): JsonSchema => ({
  description,
  headers: headersToJson({ "x-request-id": REQUEST_ID, ...headers }),
  ...(body === undefined ? {} : { content: { [type]: { schema: referenceOf(names, body) } } }),
});

/** "" among the names: also without any. */
const securityOf = (schemes: readonly string[]): readonly JsonSchema[] =>
  schemes.map((name) => (name === "" ? {} : { [name]: [] }));

const operationToJson = (names: Names, operation: Operation): JsonSchema => {
  const { id, tag, summary, description, body, answers, security, isDeprecated } = operation;
  const parameters = parametersOf(operation);
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    ...(isDeprecated === true ? { deprecated: true } : {}),
    ...(security === undefined ? {} : { security: securityOf(security) }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: body.isRequired,
            content: { [JSON_TYPE]: { schema: referenceOf(names, body.schema) } },
          },
        }),
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, answer]) => [status, answerToJson(names, answer)]),
    ),
  };
};

const pathsOf = (names: Names, operations: readonly Operation[]): JsonSchema => {
  const paths = [...new Set(operations.map(({ path }) => path))];
  return Object.fromEntries(
    paths.map((path) => [
      path,
      Object.fromEntries(
        operations
          .filter((operation) => operation.path === path)
          .map((operation) => [operation.method, operationToJson(names, operation)]),
      ),
    ]),
  );
};

/** `isClosed`: for tests, where an answer holds nothing but what is written. */
export const documentOf = (api: Api, { isClosed = false }: { readonly isClosed?: boolean } = {}): OpenApiDocument => ({
  openapi: "3.1.1",
  info: {
    title: api.title,
    version: api.version,
    description: api.description,
    license: { name: "MIT", identifier: "MIT" },
  },
  jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
  servers: [{ url: "/", description: "Wherever this document was fetched from." }],
  tags: Object.entries(api.tags).map(([name, description]) => ({ name, description })),
  security: securityOf(api.security),
  paths: pathsOf(namesOf(api), api.operations),
  components: { securitySchemes: api.securitySchemes, schemas: componentsOf(api, isClosed) },
});
