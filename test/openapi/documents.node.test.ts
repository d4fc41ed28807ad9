// The documents are OpenAPI 3.1, they have every operation that is mounted and no other, and the build wrote them as
// they are here. Source: issue "The desk people like to sit at", Build 8.

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import { dialects } from "../../src/dialects/registry.ts";
import { apis } from "../../src/openapi/apis.ts";
import { openApiDocuments } from "../../src/openapi/documents.ts";
import { apiFiles } from "../../src/openapi/files.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Names that no id may have, and that only answer 405. */
const REFUSED = ["GET /v2/reviews/bulk-decisions"];

/** Parameters have no name here, and `{id}` may be written with what it matches. */
const neutral = (path: string): string => path.replaceAll(/:\w+(?:\{.*?\}(?=\/|$))?|\{\w+\}/g, "{}");

const mounted = async (name: string): Promise<readonly string[]> => {
  const routes = (await dialects.find((dialect) => dialect.name === name)?.routes())?.routes ?? [];
  const calls = routes
    .filter(({ method, path }) => METHODS.includes(method) && !path.includes("*"))
    .map(({ method, path }) => `${method} ${path}`)
    .filter((call) => !REFUSED.includes(call));
  return [...new Set(calls.map(neutral))].toSorted();
};

const documents = openApiDocuments();

const operationsIn = (path: string): readonly string[] => {
  const paths = documents.get(path)?.["paths"] ?? {};
  return Object.entries(paths)
    .flatMap(([at, item]) => Object.keys(item as object).map((method) => `${method.toUpperCase()} ${neutral(at)}`))
    .toSorted();
};

test("every API that is mounted is described", () => {
  expect(apis.map(({ name }) => name)).toEqual(dialects.map(({ name }) => name));
});

describe.each(dialects.map(({ name }) => ({ name })))("$name", ({ name }) => {
  test("has a document with every mounted operation and no other", async () => {
    const operations = await mounted(name);
    expect(operations.length).toBeGreaterThan(5);
    expect(operationsIn(`openapi/${name}.json`)).toEqual(operations);
  });

  test("names each operation once, under a tag that is explained", () => {
    const { operations, tags } = apis.find((api) => api.name === name) ?? { operations: [], tags: {} };
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
    expect([...new Set(operations.map(({ tag }) => tag))].toSorted()).toEqual(Object.keys(tags).toSorted());
    for (const { path, segments = {} } of operations) {
      const parameters = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter = ""]) => parameter);
      expect(Object.keys(segments).toSorted()).toEqual(parameters.toSorted());
    }
  });
});

test("the merged document has the operations of all", async () => {
  const all = await Promise.all(dialects.map(({ name }) => mounted(name)));
  expect(operationsIn("openapi.json")).toEqual(all.flat().toSorted());
});

test.each([...documents])("%s is valid OpenAPI 3.1", async (_, document) => {
  const text = JSON.stringify(document);
  const { valid, errors } = await new Validator().validate(JSON.parse(text));
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
  // A reference to nothing is no mistake to the official schema.
  for (const [, kind = "", name = ""] of text.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)) {
    const components = document["components"] as Readonly<Record<string, object>>;
    expect(components[kind], `${kind}/${name}`).toHaveProperty([name]);
  }
});

test("the validator refuses what is no OpenAPI 3.1", async () => {
  const broken = { ...documents.get("openapi/hoop.json"), paths: { "/a": { get: { responses: "none" } } } };
  expect(await new Validator().validate(JSON.parse(JSON.stringify(broken)))).toMatchObject({ valid: false });
});

test("the build wrote every file as it is made here", ({ skip }) => {
  const root = fileURLToPath(new URL("../../dist/assets/", import.meta.url));
  skip(!existsSync(`${root}openapi.json`), "nothing is built: npm run build");
  for (const [path, text] of apiFiles()) {
    const written = readFileSync(`${root}${path}`, "utf8");
    if (path === "_headers") expect(written).toContain(text);
    else expect(written === text, path).toBe(true);
  }
});
