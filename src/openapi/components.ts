// From the schemas that judge requests, and those that say what answers hold, to JSON Schema. What a request may say is
// the input side of its schema, what an answer holds the output side; both share one space of names.

import * as z from "zod/mini";
import { anyJson } from "../http/any-json.ts";
import type { Api, Component, JsonSchema, Schema } from "./describe.ts";

export type Names = ReadonlyMap<Schema, string>;

const referenceTo = (name: string): string => `#/components/schemas/${name}`;

/** A reference to the component that this schema is. */
export const referenceOf = (names: Names, schema: Schema): JsonSchema => {
  const name = names.get(schema);
  if (name === undefined) throw new Error("a body that is no component");
  return { $ref: referenceTo(name) };
};

/** Every component's schema -> its name. */
export const namesOf = ({ requests, responses }: Api): Names =>
  new Map(
    [...Object.entries(requests), ...Object.entries(responses)].map(([name, { schema }]) => [schema, name] as const),
  );

type Mutable = Record<string, unknown>;

const isUnsafe = (value: unknown): boolean => typeof value === "number" && Math.abs(value) >= Number.MAX_SAFE_INTEGER;

/** Bounds of what a double holds, and patterns that only spell out a format, say nothing to a reader. */
const tidy = (json: Mutable): void => {
  if (isUnsafe(json["minimum"])) delete json["minimum"];
  if (isUnsafe(json["maximum"])) delete json["maximum"];
  if (json["format"] !== undefined) delete json["pattern"];
  // The names of a JSON object are strings.
  if (JSON.stringify(json["propertyNames"]) === '{"type":"string"}') delete json["propertyNames"];
};

const isPlainObject = ({ _zod: { def } }: Schema): boolean =>
  def.type === "object" && !("catchall" in def && def.catchall !== undefined);

/** Answers may gain keys: only the tests hold them to what is written (`isClosed`). */
const open = (schema: Schema, json: Mutable): void => {
  if (isPlainObject(schema)) delete json["additionalProperties"];
};

const describeFields = (name: string, json: Mutable, fields: Readonly<Record<string, string>>): void => {
  const properties = (json["properties"] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const unknown = Object.keys(fields).filter((field) => properties[field] === undefined);
  if (unknown.length > 0) throw new Error(`${name} has no ${unknown.join(", ")}`);
  json["properties"] = Object.fromEntries(
    Object.entries(properties).map(([field, schema]) => {
      const description = fields[field];
      return [field, description === undefined ? schema : { ...schema, description }];
    }),
  );
};

interface Side {
  readonly components: Readonly<Record<string, Component>>;
  readonly io: "input" | "output";
  readonly hints: Api["hints"];
  readonly isClosed: boolean;
}

const convert = ({ components, io, hints = [], isClosed }: Side): Readonly<Record<string, JsonSchema>> => {
  const registry = z.registry<Record<string, unknown>>();
  // Any JSON refers to itself without end; a reader is served by "anything".
  anyJson._zod.toJSONSchema = () => ({});
  for (const [schema, hint] of hints) registry.add(schema, { ...hint });
  for (const [name, { schema }] of Object.entries(components)) {
    registry.add(schema, { ...registry.get(schema), id: name });
  }
  const { schemas } = z.toJSONSchema(registry as never, {
    metadata: registry as never,
    io,
    target: "draft-2020-12",
    unrepresentable: "any",
    uri: referenceTo,
    override: ({ zodSchema, jsonSchema }) => {
      tidy(jsonSchema as Mutable);
      if (io === "output" && !isClosed) open(zodSchema, jsonSchema as Mutable);
    },
  }) as { schemas: Record<string, Mutable> };
  if (schemas["__shared"] !== undefined) throw new Error("a schema that repeats itself needs a name of its own");
  return Object.fromEntries(
    Object.entries(components).map(([name, { description, fields, examples, required }]) => {
      const { $schema: _, $id: __, id: ___, ...json } = schemas[name] ?? {};
      if (fields !== undefined) describeFields(name, json, fields);
      const said = { description, examples, required };
      return [
        name,
        { ...json, ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) },
      ];
    }),
  );
};

/** Every component by name. `isClosed`: answers hold nothing but what is written. */
export const componentsOf = (
  { requests, responses, hints }: Api,
  isClosed: boolean,
): Readonly<Record<string, JsonSchema>> => ({
  ...convert({ components: requests, io: "input", hints, isClosed }),
  ...convert({ components: responses, io: "output", hints, isClosed }),
});

/** Query parameters as the schema judges them, by name. */
export const parametersOf = (
  schema: Schema,
  descriptions: Readonly<Record<string, string>>,
  hints: Api["hints"] = [],
): Readonly<
  Record<string, { readonly description: string; readonly schema: JsonSchema; readonly isRequired: boolean }>
> => {
  const { Query } = convert({ components: { Query: { schema } }, io: "input", hints, isClosed: false });
  const properties = (Query?.["properties"] ?? {}) as Readonly<Record<string, JsonSchema>>;
  const required = (Query?.["required"] ?? []) as readonly string[];
  return Object.fromEntries(
    Object.entries(properties).map(([name, json]) => {
      const description = descriptions[name];
      if (description === undefined) throw new Error(`the parameter ${name} is not described`);
      return [name, { description, schema: json, isRequired: required.includes(name) }];
    }),
  );
};
