// The parameters of the list of traces: adjudon.md ruling 13 (Reading traces, More).
import { expect, test } from "vitest";
import { readTracesQuery } from "../../../src/dialects/adjudon/traces-query.ts";

const read = (query: string) => readTracesQuery(new URLSearchParams(query));

test("without parameters: the first page of everything", () => {
  const filter = { agent: null, status: null, from: null, to: null };
  expect(read("")).toEqual({ ok: true, value: { filter, page: 1, limit: 50 } });
  expect(read("agentId=&status=&from=&to=&page=&limit=")).toEqual(read(""));
});

test.each([
  ["from=2026-03-02", "from", Date.UTC(2026, 2, 2)],
  ["to=2026-03-02", "to", Date.UTC(2026, 2, 3) - 1],
  ["to=2026-03-02T10:00", "to", Date.UTC(2026, 2, 2, 10)],
  ["from=2026-03-02T10:00:00.5Z", "from", Date.UTC(2026, 2, 2, 10, 0, 0, 500)],
  ["from=2026-03-02T10:00:00%2B02:00", "from", Date.UTC(2026, 2, 2, 8)],
  ["from=2024-02-29", "from", Date.UTC(2024, 1, 29)],
])("%s", (query, name, at) => {
  expect(read(query)).toMatchObject({ ok: true, value: { filter: { [name]: at } } });
});

test.each([
  "from=2026-02-29",
  "from=2026-13-01",
  "to=1772445600000",
  "to=2026-03-02T25:00Z",
  "from=tomorrow",
  "limit=201",
  "limit=1.5",
  "limit=-1",
  "page=0",
  "page=1e3",
  "page=1000001",
])("%s is refused", (query) => {
  expect(read(query)).toMatchObject({ ok: false, error: { type: "invalid_request" } });
});
