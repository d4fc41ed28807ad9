// Which workflow is meant, and what its rules say. Source: alloy.md rulings 3, 8, 12 (Workflow).

import { describe, expect, test } from "vitest";
import { documentSchema } from "../../../src/dialects/registry.ts";
import { findWorkflow, judgeDocument, selectWorkflow } from "../../../src/dialects/alloy/workflows.ts";

describe("selection", () => {
  test.each([
    ["the key", { key: "a", header: null, body: null }, "a"],
    ["the header", { key: null, header: "a", body: null }, "a"],
    ["the body", { key: null, header: null, body: "a" }, "a"],
    ["all of them, agreeing", { key: "a", header: "a", body: "a" }, "a"],
  ])("%s", (_name, sources, expected) => {
    expect(selectWorkflow(sources)).toEqual({ ok: true, value: expected });
  });

  test.each([
    ["nobody names one", { key: null, header: null, body: null }],
    ["key and header disagree", { key: "a", header: "b", body: null }],
    ["key and body disagree", { key: "a", header: null, body: "b" }],
    ["header and body disagree", { key: null, header: "a", body: "b" }],
    ["case matters", { key: "a", header: "A", body: null }],
    ["an empty text is another one", { key: "a", header: null, body: "" }],
  ])("%s: a header is wrong", (_name, sources) => {
    expect(selectWorkflow(sources)).toMatchObject({ ok: false, error: { type: "invalid_header" } });
  });
});

const TOKEN = "W0000000000000000000000000000001";
const last = (value: string) => [{ field: "name_last", operator: "equals", value }];
const document = documentSchema({ allowLoopback: false }).read("ws", 1, {
  workflows: [
    {
      token: TOKEN,
      name: "w",
      defaultOutcome: "Approved",
      rules: [
        { conditions: last("Review"), outcome: "Manual Review", tags: ["a", "b"] },
        { conditions: last("Review"), outcome: "Denied" },
        { conditions: [{ field: "address.country", operator: "in", value: ["XX"] }], outcome: "Denied" },
      ],
    },
  ],
});

describe("rules", () => {
  test("they are compiled once per document version", () => {
    expect(findWorkflow(document, TOKEN)).toBe(findWorkflow(document, TOKEN));
    expect(findWorkflow(document, TOKEN.toLowerCase())).toBeNull();
  });

  test.each([
    ["the first that matches decides", { name_last: "Review" }, { outcome: "Manual Review", tags: ["a", "b"] }],
    ["a path into the document", { address: { country: "XX" } }, { outcome: "Denied", tags: [] }],
    ["none matches: the default", { name_last: "review" }, { outcome: "Approved", tags: [] }],
    ["an empty document", {}, { outcome: "Approved", tags: [] }],
  ])("%s", (_name, submitted, expected) => {
    const workflow = findWorkflow(document, TOKEN);
    if (workflow === null) throw new Error("no workflow");
    expect(judgeDocument(workflow, submitted)).toEqual(expected);
  });
});
