// What a wrong credential may not tell by its time: how much of it was right, and whether there is such a credential.
// Clocks are too coarse to test that; what is tested is the work that is done. Source: workspace.md 3 ("constant-time").

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { AuthFindings, FoundCredential, PrincipalStore } from "../../src/app/auth-ports.ts";
import { type AuthDeps, authenticate } from "../../src/app/authenticate.ts";
import { createSecretDigester, isSameDigest, lookupOf, type SecretDigester } from "../../src/app/digest-secrets.ts";
import { operatorCheck } from "../../src/app/operator.ts";
import type { PresentedCredential } from "../../src/app/principal.ts";
import { createVault } from "../../src/app/seal-secrets.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

/** Characters that are read while something runs. */
const charactersRead = <T>(run: () => T): { readonly value: T; readonly count: number } => {
  const read = vi.spyOn(String.prototype, "charCodeAt");
  const value = run();
  const count = read.mock.calls.length;
  read.mockRestore();
  return { value, count };
};

describe("comparing digests", () => {
  const digest = "a".repeat(65);

  test.each([
    ["equal", digest, true],
    ["different in the first character", `b${digest.slice(1)}`, false],
    ["different in the last character", `${digest.slice(1)}b`, false],
    ["different in all", "c".repeat(65), false],
  ])("%s: every character is read", (_, other, isSame) => {
    expect(charactersRead(() => isSameDigest(digest, other))).toEqual({ value: isSame, count: 130 });
  });

  test("digests of other lengths are not the same", () => {
    expect(isSameDigest(digest, "a")).toBe(false);
    expect(isSameDigest("", digest)).toBe(false);
  });
});

/** A digester that counts what it digests. */
const counted = (digester: SecretDigester) => {
  const counts = { digests: 0 };
  const note = <T>(value: T): T => {
    counts.digests += 1;
    return value;
  };
  const counting: SecretDigester = {
    current: (secret) => note(digester.current(secret)),
    all: (secret) => note(digester.all(secret)),
    like: (digest, secret) => note(digester.like(digest, secret)),
  };
  return { counting, counts };
};

const plain = createSecretDigester([]);
const SECRET = "the-secret";

const credentialAt = async (lookup: string): Promise<FoundCredential> => ({
  workspace: { id: "w", version: 1, organizationId: null, signingKey: "k", testNow: null, rateLimits: {} },
  name: "key",
  lookup,
  secretDigest: await plain.current(SECRET),
  role: "member",
  member: null,
  agent: null,
  workflow: null,
  scopes: null,
});

const NOTHING: AuthFindings = { credentials: [], members: [], issuers: [], targets: [], answers: [] };

/** Digests that it costs to judge a credential, and what came of it. */
const costOf = async (shown: PresentedCredential, credential: FoundCredential | null) => {
  const { counting, counts } = counted(plain);
  const store: PrincipalStore = {
    find: async ({ keys }) => ({
      ...NOTHING,
      credentials: credential !== null && keys.lookups.includes(credential.lookup) ? [credential] : [],
    }),
    findWorkspace: () => Promise.reject(new Error("not asked")),
  };
  const deps: AuthDeps = {
    store,
    digester: counting,
    clock: { now: () => 0 },
    vault: createVault([]),
    keySets: () => () => Promise.reject(new Error("not asked")),
  };
  const request = { credential: shown, workspaceId: null, organizationId: null, reviewId: null, idempotency: null };
  const answer = await authenticate(deps, request);
  return { type: answer.ok ? "in" : answer.error.type, digests: counts.digests };
};

describe("an unknown credential costs what a known one with a wrong secret costs", () => {
  test("a Basic pair: one digest each", async () => {
    const credential = await credentialAt("token");
    const pair = (token: string, secret: string) => ({ type: "basic", token, secret }) as const;
    expect(await costOf(pair("token", SECRET), credential)).toEqual({ type: "in", digests: 1 });
    expect(await costOf(pair("token", "wrong"), credential)).toEqual({ type: "unknown_credentials", digests: 1 });
    expect(await costOf(pair("nobody", "wrong"), credential)).toEqual({ type: "unknown_credentials", digests: 1 });
  });

  test("a bearer secret: one digest each", async () => {
    const credential = await credentialAt(lookupOf(await plain.current(SECRET)));
    const key = (token: string) => ({ type: "bearer", token, header: "authorization" }) as const;
    expect(await costOf(key(SECRET), credential)).toEqual({ type: "in", digests: 1 });
    expect(await costOf(key("wrong"), credential)).toEqual({ type: "unknown_credentials", digests: 1 });
    // Found by its first half, refused by the second.
    const twin = { ...credential, secretDigest: `${credential.lookup}${"0".repeat(32)}` };
    expect(await costOf(key(SECRET), twin)).toEqual({ type: "unknown_credentials", digests: 1 });
  });
});

test("every operator token is compared, whichever fits", async () => {
  const [first, second] = ["1".repeat(32), "2".repeat(32)];
  const check = operatorCheck(`${first},${second}`);
  const digests = vi.spyOn(crypto.subtle, "digest");
  for (const shown of [first, second, "3".repeat(32), "short"]) {
    digests.mockClear();
    await check(shown);
    expect(digests).toHaveBeenCalledTimes(3);
  }
});

// The places that judge a secret, a signature or a token; another one has to come here and say how it compares.
test("secrets and signatures are compared by isSameDigest, by WebCrypto, or digest by digest, and nowhere else", () => {
  const root = fileURLToPath(new URL("../../src", import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
  const comparing = files.flatMap((name) => {
    const text = readFileSync(`${root}/${name}`, "utf8");
    const compared = /\b(?:signature|secret|token|digest|mac)\w*\s*[!=]==\s*(?!null|undefined|"|')[\w.]+/gi;
    return [...text.matchAll(compared)].map(([found]) => `${name}: ${found}`);
  });
  // Two of the operator's own document, while it is applied; and a digest that everybody may know.
  expect(comparing.toSorted()).toMatchInlineSnapshot(`
    [
      "app/plan-credentials.ts: digest === other.secretDigest",
      "app/plan-credentials.ts: secretDigest !== row.secretDigest",
      "jobs/sign-heads.ts: digest === checkpoint.digest",
    ]
  `);
});
