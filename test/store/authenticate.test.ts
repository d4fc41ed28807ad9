// Who is calling: every kind of credential against a real D1, and what it costs. Source: workspace.md 3.
import { env } from "cloudflare:workers";
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import type { AuthRequest } from "../../src/app/principal.ts";
import { countingD1 } from "../support/counting-d1.ts";
import { identityOf } from "../support/identity.ts";

const { workspaces, authenticate } = identityOf({ db: env.DB });

const apply = async (workspaceId: string, json: object, using = workspaces): Promise<void> => {
  const result = await using.apply({ workspaceId, json, appliedBy: "operator", ifMatch: null, isDryRun: false });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
};

const bearer = (token: string): AuthRequest["credential"] => ({ type: "bearer", token, header: "authorization" });

const judge = async (request: Partial<AuthRequest>, using = authenticate) => {
  const result = await using(request);
  return result.ok ? result.value.principal : result.error;
};

const ada = { id: "ada", email: "Ada@example.com", name: "Ada", role: "owner", groups: ["banking"], slackId: "U1" };

describe("credentials", () => {
  const workspaceId = "creds";
  beforeAll(() =>
    apply(workspaceId, {
      organizationId: "org_1",
      members: [ada, { id: "gone", email: "gone@example.com", role: "member", active: false }],
      workflows: [{ token: "W0000000000000000000000000000001", name: "w", defaultOutcome: "Approved" }],
      credentials: [
        { name: "alloy", type: "basic", token: "acct", secret: "pw", workflow: "W0000000000000000000000000000001" },
        { name: "odd", type: "basic", token: "a:b:c", secret: "d:e", role: "viewer" },
        { name: "nul", type: "basic", token: "ü\u0000ö", secret: "p\u0000w" },
        { name: "desk", type: "bearer", secret: "desk-secret", role: "admin" },
        { name: "plain", type: "bearer", secret: "plain-secret" },
        { name: "bot", type: "bearer", secret: "bot-secret", agent: "loan_underwriter" },
        { name: "ci", type: "bearer", secret: "ci-secret", member: "ada" },
        { name: "ex", type: "bearer", secret: "ex-secret", member: "gone" },
        { name: "voice", type: "bearer", secret: "voice-secret", scopes: ["read:reviews"] },
        { name: "jwt-like", type: "bearer", secret: "eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.c2ln" },
      ],
    }),
  );

  test("a Basic pair names its workflow", async () => {
    expect(await judge({ credential: { type: "basic", token: "acct", secret: "pw" } })).toMatchObject({
      workspaceId,
      workspaceVersion: 1,
      organizationId: "org_1",
      via: "basic",
      credential: "alloy",
      workflow: "W0000000000000000000000000000001",
      agent: null,
      scopes: null,
      testNow: null,
      actor: { kind: "service", id: "alloy", name: "alloy", email: "", role: "member", groups: [], identity: null },
    });
  });

  test.each([
    ["desk-secret", { credential: "desk", actor: { kind: "service", id: "desk", role: "admin" } }],
    ["plain-secret", { credential: "plain", actor: { kind: "service", role: "member" } }],
    ["bot-secret", { agent: "loan_underwriter", actor: { role: "member" } }],
    ["voice-secret", { scopes: ["read:reviews"] }],
    ["eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.c2ln", { credential: "jwt-like", via: "key" }],
  ])("bearer %s", async (token, expected) => {
    expect(await judge({ credential: bearer(token) })).toMatchObject(expected);
  });

  test("a credential of a member acts as that member", async () => {
    const principal = await judge({ credential: { type: "bearer", token: "ci-secret", header: "x-api-key" } });
    expect(principal).toMatchObject({
      via: "key",
      credential: "ci",
      actor: {
        kind: "member",
        id: "ada",
        name: "Ada",
        email: "Ada@example.com",
        slackId: "U1",
        role: "owner",
        groups: ["banking"],
      },
    });
    expect(principal).toMatchObject({ actor: { identity: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  });

  test("of an inactive member it does not", async () => {
    expect(await judge({ credential: bearer("ex-secret") })).toEqual({ type: "not_a_member", elsewhere: false });
  });

  test("tokens and secrets may be any string", async () => {
    // "a:b:c:d:e" arrives split at its first colon.
    expect(await judge({ credential: { type: "basic", token: "a", secret: "b:c:d:e" } })).toMatchObject({
      credential: "odd",
    });
    expect(await judge({ credential: { type: "basic", token: "ü\u0000ö", secret: "p\u0000w" } })).toMatchObject({
      credential: "nul",
    });
    expect(await judge({ credential: { type: "basic", token: "ü", secret: "p" } })).toMatchObject({
      type: "unknown_credentials",
    });
  });

  test.each<[string, Partial<AuthRequest>, object]>([
    ["nothing", {}, { type: "no_credentials" }],
    ["an unreadable header", { credential: { type: "unreadable" } }, { type: "unreadable_credentials" }],
    ["an unknown secret", { credential: bearer("nope") }, { type: "unknown_credentials" }],
    ["a secret in other letters", { credential: bearer("DESK-SECRET") }, { type: "unknown_credentials" }],
    ["a secret with a space more", { credential: bearer("desk-secret ") }, { type: "unknown_credentials" }],
    ["half a secret", { credential: bearer("desk-secre") }, { type: "unknown_credentials" }],
    [
      "a pair with another secret",
      { credential: { type: "basic", token: "acct", secret: "x" } },
      { type: "unknown_credentials" },
    ],
    [
      "a pair of an unknown token",
      { credential: { type: "basic", token: "x", secret: "pw" } },
      { type: "unknown_credentials" },
    ],
    [
      "a pair without a secret",
      { credential: { type: "basic", token: "acct", secret: "" } },
      { type: "unknown_credentials" },
    ],
    [
      "a bearer secret as a pair",
      { credential: { type: "basic", token: "desk", secret: "desk-secret" } },
      { type: "unknown_credentials" },
    ],
    ["a pair's secret as bearer", { credential: bearer("pw") }, { type: "unknown_credentials" }],
    ["a basic token as bearer", { credential: bearer("acct") }, { type: "unknown_credentials" }],
    ["another workspace", { credential: bearer("desk-secret"), workspaceId: "other" }, { type: "workspace_mismatch" }],
    [
      "another organization",
      { credential: bearer("desk-secret"), organizationId: "org_2" },
      { type: "workspace_mismatch" },
    ],
    [
      "its own workspace",
      { credential: bearer("desk-secret"), workspaceId, organizationId: "org_1" },
      { credential: "desk" },
    ],
    ["a huge secret", { credential: bearer("x".repeat(16_000)) }, { type: "unknown_credentials" }],
  ])("%s", async (_what, request, expected) => {
    expect(await judge(request)).toMatchObject(expected);
  });
});

describe("JWTs", () => {
  const audience = "countersign";
  const shared = new TextEncoder().encode("a shared key of some length, for tests only");
  const minute = 60;
  const nowSeconds = (): number => Math.floor(Date.now() / 1000);

  const rsa = generateKeyPair("RS256", { extractable: true });
  const ec = generateKeyPair("ES256", { extractable: true });
  const stranger = generateKeyPair("RS256");

  const publicJwk = async (pair: typeof rsa, kid: string) => ({ ...(await exportJWK((await pair).publicKey)), kid });

  interface Minted {
    readonly claims?: { readonly [claim: string]: unknown };
    readonly alg?: string;
    readonly kid?: string;
    readonly key?: CryptoKey | Uint8Array;
  }
  /** A good token of the issuer `local` for Ada, with some of it changed. */
  const mint = async ({ claims = {}, alg = "HS256", kid = "1", key = shared }: Minted = {}): Promise<string> =>
    new SignJWT({ iss: "local", aud: audience, sub: "ada", exp: nowSeconds() + minute, ...claims })
      .setProtectedHeader({ alg, kid })
      .sign(key);

  beforeAll(async () => {
    const issuers = [
      { issuer: "local", audience, hs256Secret: "a shared key of some length, for tests only" },
      { issuer: "inline", audience, jwks: { keys: [await publicJwk(rsa, "1"), await publicJwk(ec, "2")] } },
    ];
    await apply("jwt-a", {
      organizationId: "org_a",
      members: [
        ada,
        { id: "bob", email: "Bob@example.com", role: "member" },
        { id: "out", email: "out@example.com", role: "admin", active: false },
        { id: "both", email: "both@example.com", role: "member" },
        { id: "half", email: "half@example.com", role: "viewer", active: false },
      ],
      issuers,
    });
    await apply("jwt-b", {
      organizationId: "org_b",
      members: [
        { id: "both", email: "both@b.example.com", role: "admin" },
        { id: "only-b", email: "only@b.example.com", role: "member" },
        { id: "half", email: "half@b.example.com", role: "viewer" },
      ],
      issuers,
    });
    // The same issuer name with a key of its own: nothing that A signs may enter here.
    await apply("jwt-c", {
      organizationId: "org_a",
      members: [ada],
      issuers: [{ issuer: "local", audience, hs256Secret: "another key" }],
    });
  });

  test("a member by id", async () => {
    expect(await judge({ credential: bearer(await mint()) })).toMatchObject({
      workspaceId: "jwt-a",
      via: "jwt",
      credential: null,
      actor: { kind: "member", id: "ada", role: "owner", groups: ["banking"] },
    });
  });

  test("a member by a verified address, in any letters", async () => {
    const claims = { sub: "auth0|17", email: "BOB@example.com" };
    const verified = await mint({ claims: { ...claims, email_verified: true } });
    expect(await judge({ credential: bearer(verified) })).toMatchObject({ actor: { id: "bob" } });
    for (const isVerified of [undefined, false, "true", 1]) {
      const token = await mint({
        claims: { ...claims, ...(isVerified === undefined ? {} : { email_verified: isVerified }) },
      });
      expect(await judge({ credential: bearer(token) })).toEqual({ type: "not_a_member", elsewhere: false });
    }
  });

  test("the subject wins over the address", async () => {
    const token = await mint({ claims: { sub: "ada", email: "bob@example.com", email_verified: true } });
    expect(await judge({ credential: bearer(token) })).toMatchObject({ actor: { id: "ada" } });
    const inactive = await mint({ claims: { sub: "out", email: "bob@example.com", email_verified: true } });
    expect(await judge({ credential: bearer(inactive) })).toEqual({ type: "not_a_member", elsewhere: false });
  });

  test("by an inline key set, RSA and EC", async () => {
    const rs = await mint({ claims: { iss: "inline" }, alg: "RS256", kid: "1", key: (await rsa).privateKey });
    const es = await mint({ claims: { iss: "inline" }, alg: "ES256", kid: "2", key: (await ec).privateKey });
    expect(await judge({ credential: bearer(rs) })).toMatchObject({ actor: { id: "ada" } });
    expect(await judge({ credential: bearer(es) })).toMatchObject({ actor: { id: "ada" } });
  });

  test.each<[string, () => Promise<string> | string, string]>([
    [
      "alg none",
      () => new UnsecuredJWT({ iss: "local", aud: audience, sub: "ada", exp: nowSeconds() + minute }).encode(),
      "token_invalid",
    ],
    ["another audience", () => mint({ claims: { aud: "elsewhere" } }), "token_invalid"],
    ["no audience", () => mint({ claims: { aud: [] } }), "token_invalid"],
    ["another issuer", () => mint({ claims: { iss: "https://evil.example.com" } }), "token_invalid"],
    ["no issuer", () => mint({ claims: { iss: undefined } }), "token_invalid"],
    ["expired", () => mint({ claims: { exp: nowSeconds() - 1 } }), "token_expired"],
    ["no expiry", () => mint({ claims: { exp: undefined } }), "token_invalid"],
    ["not yet valid", () => mint({ claims: { nbf: nowSeconds() + minute } }), "token_invalid"],
    ["another shared key", () => mint({ key: new TextEncoder().encode("wrong") }), "token_invalid"],
    [
      "a stranger's RSA key",
      async () => mint({ claims: { iss: "inline" }, alg: "RS256", key: (await stranger).privateKey }),
      "token_invalid",
    ],
    [
      "an unknown key id",
      async () => mint({ claims: { iss: "inline" }, alg: "RS256", kid: "9", key: (await rsa).privateKey }),
      "token_invalid",
    ],
    [
      "HS256 with the public RSA key as its secret",
      async () => {
        const { n = "" } = await exportJWK((await rsa).publicKey);
        return mint({ claims: { iss: "inline" }, key: new TextEncoder().encode(n) });
      },
      "token_invalid",
    ],
    ["RS256 where a shared key is", async () => mint({ alg: "RS256", key: (await rsa).privateKey }), "token_invalid"],
    ["HS512 where HS256 is pinned", () => mint({ alg: "HS512" }), "token_invalid"],
    [
      "expired and signed by a stranger",
      () => mint({ claims: { exp: 1 }, key: new TextEncoder().encode("x") }),
      "token_invalid",
    ],
    ["nobody of ours", () => mint({ claims: { sub: "nobody" } }), "not_a_member"],
    [
      "nobody of ours, badly signed",
      () => mint({ claims: { sub: "nobody" }, key: new TextEncoder().encode("x") }),
      "token_invalid",
    ],
    ["no subject", () => mint({ claims: { sub: undefined } }), "not_a_member"],
    ["an inactive member", () => mint({ claims: { sub: "out" } }), "not_a_member"],
    ["three words", () => "a.b.c", "unknown_credentials"],
    ["JSON that is no object", () => "eyJhbGciOiJub25lIn0.NQ.x", "unknown_credentials"],
  ])("%s", async (_what, token, type) => {
    expect(await judge({ credential: bearer(await token()) })).toMatchObject({ type });
  });

  test("a payload that was altered after signing", async () => {
    const [header, payload = "", signature] = (await mint({ claims: { sub: "bob" } })).split(".");
    const altered = btoa(atob(payload).replace('"bob"', '"ada"')).replaceAll("=", "");
    expect(await judge({ credential: bearer([header, altered, signature].join(".")) })).toEqual({
      type: "token_invalid",
    });
  });

  describe("in several workspaces", () => {
    const both = () => mint({ claims: { sub: "both" } });

    test("the request must name one", async () => {
      expect(await judge({ credential: bearer(await both()) })).toEqual({ type: "workspace_ambiguous" });
      expect(await judge({ credential: bearer(await both()), workspaceId: "jwt-b" })).toMatchObject({
        workspaceId: "jwt-b",
        actor: { role: "admin" },
      });
      expect(await judge({ credential: bearer(await both()), organizationId: "org_a" })).toMatchObject({
        workspaceId: "jwt-a",
        actor: { role: "member" },
      });
    });

    test("only workspaces whose own entry holds are counted", async () => {
      expect(await judge({ credential: bearer(await mint()) })).toMatchObject({ workspaceId: "jwt-a" });
      expect(await judge({ credential: bearer(await mint()), workspaceId: "jwt-c" })).toEqual({
        type: "token_invalid",
      });
      expect(await judge({ credential: bearer(await mint()), organizationId: "org_a" })).toMatchObject({
        workspaceId: "jwt-a",
      });
    });

    test("a member elsewhere, but not here", async () => {
      const token = await mint({ claims: { sub: "only-b" } });
      expect(await judge({ credential: bearer(token), workspaceId: "jwt-a" })).toEqual({
        type: "not_a_member",
        elsewhere: true,
      });
      expect(await judge({ credential: bearer(token), workspaceId: "no-such" })).toEqual({
        type: "not_a_member",
        elsewhere: true,
      });
      const forged = await mint({ claims: { sub: "only-b" }, key: new TextEncoder().encode("x") });
      expect(await judge({ credential: bearer(forged), workspaceId: "jwt-a" })).toEqual({ type: "token_invalid" });
    });

    test("inactive in one, active in the other", async () => {
      const token = await mint({ claims: { sub: "half" } });
      expect(await judge({ credential: bearer(token) })).toMatchObject({ workspaceId: "jwt-b" });
      expect(await judge({ credential: bearer(token), workspaceId: "jwt-a" })).toEqual({
        type: "not_a_member",
        elsewhere: false,
      });
    });
  });

  test("a removed member or issuer stops with the next request, and so does a deleted workspace", async () => {
    const key = { issuer: "short", audience, hs256Secret: "k" };
    const token = await mint({ claims: { iss: "short", sub: "temp" }, key: new TextEncoder().encode("k") });
    const temp = { id: "temp", email: "temp@example.com", role: "member" };
    await apply("jwt-d", { members: [temp], issuers: [key] });
    expect(await judge({ credential: bearer(token) })).toMatchObject({ actor: { id: "temp" } });
    await apply("jwt-d", { issuers: [key] });
    expect(await judge({ credential: bearer(token) })).toEqual({ type: "not_a_member", elsewhere: false });
    await apply("jwt-d", { members: [temp] });
    expect(await judge({ credential: bearer(token) })).toEqual({ type: "token_invalid" });
    await apply("jwt-d", { members: [temp], issuers: [key] });
    expect(await judge({ credential: bearer(token) })).toMatchObject({ actor: { id: "temp" } });
    await workspaces.remove("jwt-d", "operator");
    expect(await judge({ credential: bearer(token) })).toMatchObject({ type: "token_invalid" });
  });

  describe("a key set behind a URL", () => {
    const url = "https://idp.example.com/jwks.json";

    /** An identity service of its own, so that its cache is, with a counted fetch and a clock that a test moves. */
    const withFetch = async (answer: () => Promise<Response> | Response) => {
      const state = { fetches: 0, now: Date.now() };
      const identity = identityOf({
        db: env.DB,
        now: () => state.now,
        fetch: async () => {
          state.fetches += 1;
          return answer();
        },
      });
      await apply("jwt-url", { members: [ada], issuers: [{ issuer: "remote", audience, jwksUrl: url }] });
      return { state, judgeToken: (token: string) => judge({ credential: bearer(token) }, identity.authenticate) };
    };
    const keySet = async () => Response.json({ keys: [await publicJwk(rsa, "1")] });
    const token = async (kid = "1") =>
      mint({ claims: { iss: "remote", exp: nowSeconds() + 3_600 }, alg: "RS256", kid, key: (await rsa).privateKey });

    test("is fetched once", async () => {
      const { state, judgeToken } = await withFetch(keySet);
      for (let n = 0; n < 5; n += 1) expect(await judgeToken(await token())).toMatchObject({ actor: { id: "ada" } });
      expect(state.fetches).toBe(1);
    });

    test("requests that arrive together wait for one fetch", async () => {
      const { state, judgeToken } = await withFetch(async () => {
        await new Promise((resolve) => setTimeout(resolve, 60));
        return keySet();
      });
      const good = await token();
      const judged = await Promise.all(Array.from({ length: 8 }, () => judgeToken(good)));
      for (const principal of judged) expect(principal).toMatchObject({ actor: { id: "ada" } });
      expect(state.fetches).toBe(1);
    });

    test("a flood of unknown key ids makes at most one fetch per cooldown", async () => {
      const { state, judgeToken } = await withFetch(keySet);
      await judgeToken(await token());
      state.now += 31_000;
      const unknown = await Promise.all(Array.from({ length: 40 }, (_, n) => token(`unknown-${n}`)));
      for (const result of await Promise.all(unknown.map(judgeToken)))
        expect(result).toEqual({ type: "token_invalid" });
      expect(state.fetches).toBe(2);
      state.now += 31_000;
      for (const one of unknown.slice(0, 5)) await judgeToken(one);
      expect(state.fetches).toBe(3);
      expect(await judgeToken(await token())).toMatchObject({ actor: { id: "ada" } });
    });

    test("a new key is found after the cooldown, and a withdrawn one is forgotten", async () => {
      const keys = [await publicJwk(rsa, "1")];
      const { state, judgeToken } = await withFetch(() => Response.json({ keys }));
      await judgeToken(await token());
      keys[0] = await publicJwk(rsa, "2");
      state.now += 31_000;
      expect(await judgeToken(await token("2"))).toMatchObject({ actor: { id: "ada" } });
      keys[0] = await publicJwk(rsa, "3");
      state.now += 11 * 60_000;
      expect(await judgeToken(await token("2"))).toEqual({ type: "token_invalid" });
    });

    test.each<[string, () => Response]>([
      ["is not there", () => new Response(null, { status: 404 })],
      ["redirects", () => new Response(null, { status: 302, headers: { location: "http://127.0.0.1/" } })],
      ["is no JSON", () => new Response("<html>")],
      ["is no key set", () => Response.json({ keys: "x" })],
      ["is larger than 64 KB", () => new Response(`{"keys":[],"x":"${"x".repeat(70_000)}"}`)],
    ])("that %s lets nobody in and is asked once", async (_what, answer) => {
      const { state, judgeToken } = await withFetch(answer);
      for (let n = 0; n < 3; n += 1) expect(await judgeToken(await token())).toEqual({ type: "token_invalid" });
      expect(state.fetches).toBe(1);
    });

    test("an outage keeps the keys that were there", async () => {
      let isDown = false;
      const { state, judgeToken } = await withFetch(() => (isDown ? new Response(null, { status: 500 }) : keySet()));
      await judgeToken(await token());
      isDown = true;
      state.now += 11 * 60_000;
      expect(await judgeToken(await token())).toMatchObject({ actor: { id: "ada" } });
    });
  });
});

describe("what authentication costs", () => {
  const counting = countingD1(env.DB);
  const counted = identityOf({ db: counting.db });
  const idempotency = { key: "k", method: "POST", path: "/v2/reviews/x" };

  test("one round trip for every kind of credential, with a review and an idempotency key", async () => {
    await apply("cost", {
      members: [{ ...ada, id: "cost-ada" }],
      credentials: [
        { name: "a", type: "bearer", secret: "cost-bearer" },
        { name: "b", type: "basic", token: "cost", secret: "pw" },
      ],
      issuers: [{ issuer: "cost", audience: "c", hs256Secret: "cost-key" }],
    });
    const jwt = await new SignJWT({ iss: "cost", aud: "c", sub: "cost-ada", exp: Math.floor(Date.now() / 1000) + 60 })
      .setProtectedHeader({ alg: "HS256" })
      .sign(new TextEncoder().encode("cost-key"));
    const credentials: readonly AuthRequest["credential"][] = [
      bearer("cost-bearer"),
      { type: "basic", token: "cost", secret: "pw" },
      bearer(jwt),
      bearer("unknown"),
    ];
    for (const credential of credentials) {
      const { counts } = await counting.measure(() => counted.authenticate({ credential, reviewId: "x", idempotency }));
      expect(counts.roundTrips).toBe(1);
      expect(counts.rowsWritten).toBe(0);
      // Look-ups by index only: each may read the row after its last.
      expect(counts.rowsRead).toBeLessThanOrEqual(32);
    }
    expect((await counting.measure(() => counted.authenticate({}))).counts.roundTrips).toBe(0);
  });
});

describe("beside the caller", () => {
  const setUp = async (workspaceId: string): Promise<void> => {
    await apply(workspaceId, {
      members: [ada],
      credentials: [
        { name: "ci", type: "bearer", secret: `ci-${workspaceId}`, member: "ada" },
        { name: "desk", type: "bearer", secret: `desk-${workspaceId}` },
      ],
    });
    const insert = env.DB.prepare(
      `INSERT INTO reviews (workspace_id, id, dialect, status, version, priority_rank, subject_type, subject_id, is_grouped,
         created_at, head_hash, text_count, state) VALUES (?1, ?2, 'x', 'pending', 3, 0, 's', 's', 1, 0, '', 0, '{}')`,
    );
    await env.DB.batch([
      insert.bind(workspaceId, `r-${workspaceId}`),
      env.DB.prepare(
        "INSERT INTO review_aliases (workspace_id, external_id, namespace, review_id) VALUES (?1, 'alias-1', 'n', ?2)",
      ).bind(workspaceId, `r-${workspaceId}`),
      env.DB.prepare(
        `INSERT INTO idempotency (workspace_id, key, actor, method, path, fingerprint, answer, created_at)
         VALUES (?1, 'k', 'member:ada', 'POST', '/p', 'f', '{"type":"body","status":200,"body":{"a":1}}', ?2)`,
      ).bind(workspaceId, Date.now()),
    ]);
  };
  const enter = async (workspaceId: string, name: string, rest: Partial<AuthRequest>) => {
    const result = await authenticate({ credential: bearer(`${name}-${workspaceId}`), ...rest });
    return result.ok ? result.value : null;
  };

  test("the review by its id or an alias, and only of the caller's workspace", async () => {
    await setUp("beside-a");
    await setUp("beside-b");
    const ref = { reviewId: "r-beside-a", dialect: "x", version: 3, isGrouped: true };
    expect((await enter("beside-a", "ci", { reviewId: "r-beside-a" }))?.target).toEqual(ref);
    expect((await enter("beside-a", "ci", { reviewId: "alias-1" }))?.target).toEqual(ref);
    expect((await enter("beside-a", "ci", { reviewId: "r-beside-b" }))?.target).toBeNull();
    expect((await enter("beside-a", "ci", { reviewId: "nope" }))?.target).toBeNull();
    expect((await enter("beside-b", "ci", { reviewId: "alias-1" }))?.target?.reviewId).toBe("r-beside-b");
  });

  test("the stored answer of this caller, method and path, for a day", async () => {
    await setUp("beside-c");
    const idempotency = { key: "k", method: "POST", path: "/p" };
    const found = await enter("beside-c", "ci", { idempotency });
    expect(found?.answer).toEqual({ fingerprint: "f", answer: { type: "body", status: 200, body: { a: 1 } } });
    expect((await enter("beside-c", "desk", { idempotency }))?.answer).toBeNull();
    expect((await enter("beside-c", "ci", { idempotency: { ...idempotency, path: "/q" } }))?.answer).toBeNull();
    expect((await enter("beside-c", "ci", { idempotency: { ...idempotency, method: "PUT" } }))?.answer).toBeNull();
    await env.DB.prepare("UPDATE idempotency SET created_at = ?1 WHERE workspace_id = 'beside-c'")
      .bind(Date.now() - 24 * 3_600_000 - 1)
      .run();
    expect((await enter("beside-c", "ci", { idempotency }))?.answer).toBeNull();
  });
});
