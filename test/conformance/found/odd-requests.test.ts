// Found from outside: requests that were answered with nothing, or as a fault of ours.
// Source: hoop.md ruling 3 (a malformed id is not found, byte-equal; workspace.md 1.

import { beforeAll, describe, expect, test } from "vitest";
import { aGuardedWorkspace } from "../../support/guarded-workspace.ts";
import { operator, stranger, type TestWorkspace } from "../../support/workspace-builder.ts";

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await aGuardedWorkspace();
});

describe("a malformed id is not found, in the same bytes as a missing one", () => {
  test.each(["a%0Ab", "%0A", "a%0D%0Ab", "a%E2%80%A8b", "%00", "a%2Fb", "%ff"])("%s", async (id) => {
    const adam = workspace.as("adam");
    const missing = await adam.get(`/api/reviews/${crypto.randomUUID()}`);
    for (const path of [`/api/reviews/${id}`, `/api/sessions/${id}/review`]) {
      const put = await adam.put(path, { status: "APPROVED" });
      expect([put.status, put.text]).toEqual([404, missing.text]);
    }
    expect((await adam.get(`/api/reviews/${id}`)).text).toBe(missing.text);
    expect((await adam.get(`/api/sessions/${id}`)).text).toBe(missing.text);
  });
});

test("of concurrent applies each wins after the other or is 409", async () => {
  const id = `ws-${crypto.randomUUID()}`;
  const applies = Array.from({ length: 24 }, (_, index) =>
    operator.put(`/v2/workspaces/${id}`, { organizationId: `o${index}`, name: `n${index}` }),
  );
  const answers = await Promise.all(applies);
  const won = answers.filter(({ status }) => status < 300);
  const lost = answers.filter(({ status }) => status >= 300);
  expect(new Set(won.map(({ text }) => text)).size).toBe(won.length);
  for (const answer of lost) {
    expect(answer).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect(answer.headers.get("retry-after")).toBe("1");
  }
  const shown = await operator.get(`/v2/workspaces/${id}`);
  expect(shown.headers.get("etag")).toBe(`"${won.length}"`);
});

test("who is nobody is told so before anything else: 401 comes before a bad query", async () => {
  const path = `/v2/reviews/${crypto.randomUUID()}`;
  for (const query of ["?wait=99", "?wait=", "?wait=1"]) {
    expect(await stranger.get(path + query)).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
  }
  expect(await workspace.as("adam").get(`${path}?wait=99`)).toMatchObject({ status: 400 });
});
