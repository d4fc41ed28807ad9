// A JSON Schema in words: its type, and the fields below it as nested lists.

import type { JsonSchema } from "../describe.ts";
import { html, type Html, NOTHING, prose } from "./html.ts";

const listOf = (value: unknown): readonly JsonSchema[] =>
  Array.isArray(value) ? (value as readonly JsonSchema[]) : [];

const objectAt = (schema: JsonSchema, key: string): JsonSchema | null => {
  const value = schema[key];
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonSchema) : null;
};

const nameOf = (reference: string): string => reference.slice(reference.lastIndexOf("/") + 1);

export const schemaAnchor = (name: string): string => `schema-${name}`;

const joined = (pieces: readonly Html[], between: string): Html =>
  pieces.reduce((all, piece, at) => (at === 0 ? piece : html`${all}${between}${piece}`), NOTHING);

const BOUNDS: readonly (readonly [key: string, words: string])[] = [
  ["minimum", "at least"],
  ["maximum", "at most"],
  ["minLength", "min. length"],
  ["maxLength", "max. length"],
  ["minItems", "min. entries"],
  ["maxItems", "max. entries"],
];

const boundsOf = (schema: JsonSchema): string =>
  BOUNDS.flatMap(([key, words]) => {
    const bound = schema[key];
    return typeof bound === "number" ? [`, ${words} ${bound}`] : [];
  }).join("");

/** The type in a few words, with a link where it has a name. */
export const typeOf = (schema: JsonSchema): Html => {
  const { $ref, enum: words, const: word, type, format } = schema;
  if (typeof $ref === "string") return html`<a href="#${schemaAnchor(nameOf($ref))}">${nameOf($ref)}</a>`;
  if (Array.isArray(words))
    return joined(
      words.map((value) => html`<code>${JSON.stringify(value)}</code>`),
      " | ",
    );
  if (word !== undefined) return html`<code>${JSON.stringify(word)}</code>`;
  const choices = [...listOf(schema["anyOf"]), ...listOf(schema["oneOf"])];
  if (choices.length > 0) return joined(choices.map(typeOf), " or ");
  const items = objectAt(schema, "items");
  if (type === "array") return html`list of ${items === null ? "anything" : typeOf(items)}${boundsOf(schema)}`;
  if (Array.isArray(type)) return html`${type.join(" or ")}${boundsOf(schema)}`;
  if (typeof type === "string")
    return html`${type}${typeof format === "string" ? ` (${format})` : ""}${boundsOf(schema)}`;
  return html`anything`;
};

const defaultOf = ({ default: value }: JsonSchema): Html =>
  value === undefined ? NOTHING : html`; default <code>${JSON.stringify(value)}</code>`;

const fieldOf = (name: string, schema: JsonSchema, isRequired: boolean): Html => html`<li>
<code class="name">${name}</code> <span class="type">${typeOf(schema)}${defaultOf(schema)}</span>${
  isRequired ? html` <strong class="required">required</strong>` : NOTHING
}${typeof schema["description"] === "string" ? html`<span class="about">${prose(schema["description"])}</span>` : NOTHING}
${fieldsOf(schema)}</li>`;

/** The fields of an object, of the objects of a list, or of each object among several choices. */
export const fieldsOf = (schema: JsonSchema): Html => {
  const properties = objectAt(schema, "properties");
  if (properties !== null) {
    const required = Array.isArray(schema["required"]) ? schema["required"] : [];
    const fields = Object.entries(properties) as readonly (readonly [string, JsonSchema])[];
    return html`<ul class="fields">${fields.map(([name, inner]) => fieldOf(name, inner, required.includes(name)))}</ul>`;
  }
  const inner = objectAt(schema, "items") ?? objectAt(schema, "additionalProperties");
  if (inner !== null) return fieldsOf(inner);
  return html`${[...listOf(schema["anyOf"]), ...listOf(schema["oneOf"])].map(fieldsOf)}`;
};
