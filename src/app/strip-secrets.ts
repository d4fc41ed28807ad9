// The document as it is stored and shown: whole, with null in the place of every secret. Source: workspace.md 1.

import type { Json, JsonObject } from "../core/json.ts";

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const mapEntries = (list: Json | undefined, strip: (entry: JsonObject) => JsonObject): Json =>
  isList(list) ? list.map((entry) => (isObject(entry) ? strip(entry) : entry)) : (list ?? null);

const stripKey = (entry: JsonObject, key: string): JsonObject => (key in entry ? { ...entry, [key]: null } : entry);

const stripWebhook = (entry: JsonObject): JsonObject => {
  const auth = entry["auth"];
  const isBasic = isObject(auth) && auth["type"] === "basic";
  return { ...entry, secret: null, ...(isBasic ? { auth: { ...auth, password: null } } : {}) };
};

/** Keys that may hold secrets, and what is left of an entry. */
const STRIPPED: Readonly<Record<string, (entry: JsonObject) => JsonObject>> = {
  credentials: (entry) => ({ ...entry, secret: null }),
  issuers: (entry) => stripKey(entry, "hs256Secret"),
  webhooks: stripWebhook,
};

/** Of a document that validates; a copy. */
export const stripSecrets = (json: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(json).map(([key, value]) => {
      const strip = Object.hasOwn(STRIPPED, key) ? STRIPPED[key] : undefined;
      return [key, strip === undefined ? value : mapEntries(value, strip)];
    }),
  );
