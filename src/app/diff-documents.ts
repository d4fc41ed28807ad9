// What an apply changes, place by place. Entries of lists are told apart by what names them, so that removing the first
// member is one change and not one for each member after it. Source: workspace.md 1 (`changes`).

import { canonicalJson, type Json, type JsonObject } from "../core/json.ts";

/**
 * `path` is a JSON pointer: of the document before for what is replaced or removed, of the new one for what is added.
 */
export interface DocumentChange {
  readonly op: "add" | "remove" | "replace";
  readonly path: string;
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const escaped = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");

/** What an entry is named by: the first of these keys that it has. */
const NAMING_KEYS = ["id", "name", "outcome", "issuer"] as const;

const nameOf = (entry: Json): string | null => {
  if (!isObject(entry)) return null;
  const key = NAMING_KEYS.find((candidate) => typeof entry[candidate] === "string");
  if (key === undefined) return null;
  // One issuer may stand there for several audiences.
  return canonicalJson([key, entry[key] ?? null, key === "issuer" ? (entry["audience"] ?? null) : null]);
};

/** Names in list order; null when an entry has none or two have the same. */
const namesOf = (list: readonly Json[]): readonly string[] | null => {
  const names = list.map(nameOf).filter((name) => name !== null);
  return names.length === list.length && new Set(names).size === names.length ? names : null;
};

const isSame = (a: Json, b: Json): boolean => canonicalJson(a) === canonicalJson(b);

const diffLists = (before: readonly Json[], after: readonly Json[], path: string): readonly DocumentChange[] => {
  const oldNames = namesOf(before);
  const newNames = namesOf(after);
  if (oldNames === null || newNames === null) return [{ op: "replace", path }];
  const oldPlaces = new Set(oldNames);
  const newPlaces = new Map(newNames.map((name, at) => [name, at] as const));
  const kept = oldNames.filter((name) => newPlaces.has(name));
  const isReordered = newNames.filter((name) => oldPlaces.has(name)).some((name, at) => name !== kept[at]);
  if (isReordered) return [{ op: "replace", path }];
  const changed = oldNames.flatMap((name, at): readonly DocumentChange[] => {
    const place = `${path}/${at}`;
    const now = after[newPlaces.get(name) ?? -1];
    return now === undefined ? [{ op: "remove", path: place }] : diff(before[at] ?? null, now, place);
  });
  const added = newNames.flatMap((name, at): readonly DocumentChange[] =>
    oldPlaces.has(name) ? [] : [{ op: "add", path: `${path}/${at}` }],
  );
  return [...changed, ...added];
};

const diffObjects = (before: JsonObject, after: JsonObject, path: string): readonly DocumentChange[] => {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key): readonly DocumentChange[] => {
    const place = `${path}/${escaped(key)}`;
    const old = Object.hasOwn(before, key) ? before[key] : undefined;
    const now = Object.hasOwn(after, key) ? after[key] : undefined;
    if (old === undefined) return [{ op: "add", path: place }];
    return now === undefined ? [{ op: "remove", path: place }] : diff(old, now, place);
  });
};

const diff = (before: Json, after: Json, path: string): readonly DocumentChange[] => {
  if (isSame(before, after)) return [];
  if (isObject(before) && isObject(after)) return diffObjects(before, after, path);
  if (isList(before) && isList(after)) return diffLists(before, after, path);
  return [{ op: "replace", path }];
};

/** Empty when both say the same, whatever the order of their keys. */
export const diffDocuments = (before: JsonObject, after: JsonObject): readonly DocumentChange[] =>
  diff(before, after, "");
