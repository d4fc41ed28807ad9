// The two gates around authentication, on doubles of what counts for them: addresses that guess, counters that are gone.

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type LimitDeps, limitedAuthenticate } from "../../src/app/limit-callers.ts";
import type { EntryRequest } from "../../src/app/limit-ports.ts";
import type { AuthError, PresentedCredential, Principal } from "../../src/app/principal.ts";
import type { RatePolicy, RateVerdict } from "../../src/core/rate-limit.ts";
import { err, ok } from "../../src/core/result.ts";
import { CounterGateway } from "../../src/limits/counter-gateway.ts";
import { FailedAttempts, PROBE_SECONDS } from "../../src/limits/failed-attempts.ts";

const key = (token: string): PresentedCredential => ({ type: "bearer", token, header: "authorization" });

/** A gate whose platform takes `most` failures of an address in all. */
const aGate = (most: number) => {
  const world = { now: 1_000_000, asked: 0, warned: 0, isBroken: false, most };
  const gate = new FailedAttempts({
    count: async () => {
      world.asked += 1;
      if (world.isBroken) throw new Error("no such binding");
      return world.asked <= world.most;
    },
    now: () => world.now,
    seed: 7,
    warn: () => {
      world.warned += 1;
    },
  });
  return { gate, world };
};

const fails = async (gate: FailedAttempts, address: string, times: number) => {
  for (let time = 0; time < times; time += 1) await gate.failed(address, key(`guess-${time}`));
};

describe("Failed authentications of one address", () => {
  test("under the limit nobody is refused, and success is never counted", async () => {
    const { gate, world } = aGate(5);
    await fails(gate, "192.0.2.1", 5);
    for (let time = 0; time < 100; time += 1) gate.succeeded(key(`good-${time}`));
    expect(gate.refusal("192.0.2.1", key("another"))).toBeNull();
    expect(world.asked).toBe(5);
  });

  test("over the limit what was never good here is refused, and the platform is not asked again", async () => {
    const { gate, world } = aGate(5);
    await fails(gate, "192.0.2.1", 5);
    expect(await gate.failed("192.0.2.1", key("guess"))).toBe(PROBE_SECONDS);
    expect(gate.refusal("192.0.2.1", key("another"))).toBe(PROBE_SECONDS);
    expect(world.asked).toBe(6);
    expect(gate.refusal("192.0.2.2", key("another"))).toBeNull();
  });

  test("a credential that was good here goes on, whatever its neighbours do", async () => {
    const { gate } = aGate(0);
    gate.succeeded(key("good"));
    gate.succeeded({ type: "basic", token: "t", secret: "s" });
    await fails(gate, "192.0.2.1", 1);
    expect(gate.refusal("192.0.2.1", key("good"))).toBeNull();
    expect(gate.refusal("192.0.2.1", { type: "basic", token: "t", secret: "s" })).toBeNull();
    expect(gate.refusal("192.0.2.1", { type: "basic", token: "t", secret: "other" })).toBe(PROBE_SECONDS);
  });

  test("a credential that was good and is no longer is a guess like any other", async () => {
    const { gate } = aGate(0);
    gate.succeeded(key("good"));
    await gate.failed("192.0.2.1", key("good"));
    expect(gate.refusal("192.0.2.1", key("good"))).toBe(PROBE_SECONDS);
  });

  test("every ten seconds one unknown credential is looked up, so that a good one gets in", async () => {
    const { gate, world } = aGate(0);
    await fails(gate, "192.0.2.1", 1);
    world.now += PROBE_SECONDS * 1_000 - 1;
    expect(gate.refusal("192.0.2.1", key("a"))).toBe(1);
    world.now += 1;
    expect(gate.refusal("192.0.2.1", key("a"))).toBeNull();
    expect(gate.refusal("192.0.2.1", key("b"))).toBe(PROBE_SECONDS);
  });

  test("a minute after the last failure the address is as good as any", async () => {
    const { gate, world } = aGate(0);
    await fails(gate, "192.0.2.1", 1);
    world.now += 60_000;
    expect([gate.refusal("192.0.2.1", key("a")), gate.refusal("192.0.2.1", key("b"))]).toEqual([null, null]);
  });

  test("an address that is within its limit again is no longer refused", async () => {
    const { gate, world } = aGate(0);
    await fails(gate, "192.0.2.1", 1);
    world.now += PROBE_SECONDS * 1_000;
    world.most = 99;
    gate.refusal("192.0.2.1", key("probe"));
    await gate.failed("192.0.2.1", key("probe"));
    expect(gate.refusal("192.0.2.1", key("other"))).toBeNull();
  });

  test("what shows no credential costs no look-up and is left to its dialect", async () => {
    const { gate } = aGate(0);
    await fails(gate, "192.0.2.1", 1);
    expect(gate.refusal("192.0.2.1", { type: "none" })).toBeNull();
    expect(gate.refusal("192.0.2.1", { type: "unreadable" })).toBeNull();
  });

  test("when the platform cannot count, nobody is refused, and the log says so once", async () => {
    const { gate, world } = aGate(0);
    world.isBroken = true;
    await fails(gate, "192.0.2.1", 3);
    expect(gate.refusal("192.0.2.1", key("a"))).toBeNull();
    expect(world.warned).toBe(1);
  });

  test("an isolate remembers a bounded number of addresses", async () => {
    const { gate } = aGate(0);
    for (let n = 0; n <= 10_000; n += 1) await gate.failed(`address-${n}`, key("guess"));
    expect(gate.refusal("address-0", key("a"))).toBeNull();
    expect(gate.refusal("address-10000", key("a"))).toBe(PROBE_SECONDS);
  });
});

const POLICIES: readonly RatePolicy[] = [{ name: "per-minute", quota: 5, windowMs: 60_000 }];
const PASSES: RateVerdict = { passes: true, retryAfterSeconds: 0, standings: [] };

describe("A counter that does not answer", () => {
  const aGateway = (answers: (() => Promise<string>)[]) => {
    const warnings: string[] = [];
    const gateway = new CounterGateway({
      stubOf: () => ({ count: async () => (answers.shift() ?? (async () => JSON.stringify(PASSES)))() }),
      inTime: (promise) => promise,
      warn: (reason) => warnings.push(reason),
    });
    return { gateway, warnings };
  };
  const gone = async (): Promise<string> => {
    throw new TypeError("the object was reset");
  };

  test("is asked once more on a fresh stub", async () => {
    const { gateway, warnings } = aGateway([gone]);
    expect(await gateway.count("ws", "member:ada", POLICIES)).toEqual(PASSES);
    expect(warnings).toEqual([]);
  });

  test("counts nothing: the call goes on, and the log says so once until it answers again", async () => {
    const { gateway, warnings } = aGateway([gone, gone, gone, gone, async () => JSON.stringify(PASSES), gone, gone]);
    const verdicts = [];
    for (let call = 0; call < 4; call += 1) verdicts.push(await gateway.count("ws", "member:ada", POLICIES));
    expect(verdicts).toEqual([null, null, PASSES, null]);
    expect(warnings).toEqual(["TypeError", "TypeError"]);
  });
});

const principalOf = (changes: Partial<Principal>): Principal => ({
  workspaceId: "ws",
  workspaceVersion: 1,
  organizationId: null,
  actor: {
    kind: "member",
    id: "ada",
    name: "Ada",
    email: "ada@example.com",
    slackId: "",
    role: "member",
    groups: [],
    identity: null,
    claimedAgent: null,
  },
  via: "key",
  credential: "ci-bot",
  agent: null,
  workflow: null,
  scopes: null,
  testNow: null,
  signingKey: "k",
  rateLimits: {},
  ...changes,
});

const REQUEST: EntryRequest = {
  credential: key("good"),
  workspaceId: null,
  organizationId: null,
  reviewId: null,
  idempotency: null,
  address: "192.0.2.1",
  kind: "any",
};

/** What one request asks of counter and gate. */
const asked = async (found: Principal | AuthError, request: Partial<EntryRequest> = {}) => {
  const counted: (readonly [string, string, readonly string[]])[] = [];
  const failed: string[] = [];
  const deps: LimitDeps = {
    counter: {
      count: async (workspaceId, caller, policies) => {
        counted.push([workspaceId, caller, policies.map(({ name, quota }) => `${name} ${quota}`)]);
        return PASSES;
      },
    },
    gate: {
      refusal: () => null,
      failed: async (address) => {
        failed.push(address);
        return null;
      },
      succeeded: () => {},
    },
  };
  const enter = limitedAuthenticate(deps, async () =>
    "type" in found ? err(found) : ok({ principal: found, target: null, answer: null }),
  );
  await enter({ ...REQUEST, ...request });
  return { counted, failed };
};

describe("Who is counted", () => {
  test("nobody where the workspace sets no limit, or none for this kind of call: the counter is not asked", async () => {
    expect((await asked(principalOf({}))).counted).toEqual([]);
    expect((await asked(principalOf({ rateLimits: { assignPerMinute: 5 } }))).counted).toEqual([]);
  });

  test("a credential by its name, also where it acts as a member, and a member's own token by the member", async () => {
    const rateLimits = { perMinute: 9, assignPerMinute: 2 };
    expect((await asked(principalOf({ rateLimits }))).counted).toEqual([["ws", "credential:ci-bot", ["per-minute 9"]]]);
    expect((await asked(principalOf({ rateLimits, credential: null, via: "jwt" }))).counted).toEqual([
      ["ws", "member:ada", ["per-minute 9"]],
    ]);
    expect((await asked(principalOf({ rateLimits }), { kind: "assign" })).counted).toEqual([
      ["ws", "credential:ci-bot", ["per-minute 9", "assign-per-minute 2"]],
    ]);
  });

  test("one request once, however often it asks who is calling", async () => {
    const limited = principalOf({ rateLimits: { perMinute: 9, assignPerMinute: 2 } });
    expect((await asked(limited, { kind: "again" })).counted).toEqual([]);
  });

  test.each<[AuthError, number]>([
    [{ type: "unknown_credentials", presented: key("x") }, 1],
    [{ type: "token_invalid" }, 1],
    [{ type: "token_expired" }, 0],
    [{ type: "not_a_member", elsewhere: false }, 0],
    [{ type: "workspace_mismatch" }, 0],
    [{ type: "workspace_ambiguous" }, 0],
    [{ type: "no_credentials" }, 0],
    [{ type: "unreadable_credentials" }, 0],
  ])("%o is %i failed authentications of the address", async (error, times) => {
    expect((await asked(error)).failed).toHaveLength(times);
  });
});

test("no dialect finds its caller past the limits: only http/authenticate.ts asks the services who is calling", () => {
  const root = new URL("../../src/", import.meta.url);
  const callers = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/^compose(-[a-z]+)?\.ts$/.test(file))
    .filter((file) => /services\s*\.(authenticate|issueToken)\b/.test(readFileSync(new URL(file, root), "utf8")));
  expect(callers).toEqual(["http/authenticate.ts"]);
});
