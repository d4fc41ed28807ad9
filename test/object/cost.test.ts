// What a group vote costs through the whole stack: routes, authentication, object, store. Only the hop itself is played
// by a call, so that the database on either side of it can be counted. Source: DESIGN § 8; issue "Figures".

import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { CommandEnvelope } from "../../src/app/ports.ts";
import { createServices, serializeDeps } from "../../src/compose.ts";
import { dialects } from "../../src/dialects/registry.ts";
import { createEntrance } from "../../src/http/entrance.ts";
import { ReviewQueue } from "../../src/object/serialize.ts";
import { type CountingD1, countingD1 } from "../support/counting-d1.ts";
import { aGuardedWorkspace, aHeldSession } from "../support/guarded-workspace.ts";
import { bearer } from "../support/workspace-builder.ts";

interface Stack {
  readonly send: (request: Request) => Promise<Response>;
  /** The Worker's side: authentication, and everything that needs no object. */
  readonly worker: CountingD1;
  /** The object's side. */
  readonly object: CountingD1;
}

/** One isolate with one object, which has just been woken. */
const aStack = (): Stack => {
  const worker = countingD1(env.DB);
  const object = countingD1(env.DB);
  const queue = new ReviewQueue(serializeDeps({ ...env, DB: object.db }));
  const stub = {
    execute: async (text: string): Promise<string> => {
      const envelope: CommandEnvelope = JSON.parse(text);
      return JSON.stringify({ outcome: await queue.submit(envelope), roundTrips: 0 });
    },
  };
  const namespace = new Proxy(env.REVIEW_OBJECT, {
    get: (target, key) => (key === "get" ? () => stub : target.idFromName.bind(target)),
  });
  const services = createServices({ ...env, DB: worker.db, REVIEW_OBJECT: namespace });
  return { send: createEntrance(dialects, services, () => {}), worker, object };
};

test("a group vote: one round trip for authentication, then two with a cold object and one with a warm one", async () => {
  const workspace = await aGuardedWorkspace();
  const { path } = await aHeldSession(workspace);
  const { send, worker, object } = aStack();
  const costOf = async (member: string) => {
    const request = new Request(`https://countersign.test${path}`, {
      method: "PUT",
      headers: bearer(workspace.secretOf(member)),
      body: JSON.stringify({ status: "APPROVED" }),
    });
    const inObject = await object.measure(() => worker.measure(() => send(request)));
    const { value: response, counts } = inObject.value;
    expect(response.status).toBe(200);
    return { authentication: counts, object: inObject.counts };
  };

  const cold = await costOf("bea");
  expect(cold.authentication).toMatchObject({ roundTrips: 1, rowsWritten: 0 });
  expect(cold.object).toMatchObject({ roundTrips: 2, rowsWritten: 3 });

  const warm = await costOf("ben");
  expect(warm.authentication).toMatchObject({ roundTrips: 1, rowsWritten: 0 });
  expect(warm.object).toMatchObject({ roundTrips: 1, rowsWritten: 3 });

  // Both groups have approved: the session's status and its index are written, too.
  const settling = await costOf("sam");
  expect(settling.authentication).toMatchObject({ roundTrips: 1, rowsWritten: 0 });
  expect(settling.object.roundTrips).toBe(1);
  expect(settling.object.rowsWritten).toBeLessThanOrEqual(6 + 2);
});
