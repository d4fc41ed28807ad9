// The pure parts of applying a document and of recognising callers. Source: workspace.md 1, 3; DESIGN § 7.
import { describe, expect, test } from "vitest";
import { diffDocuments } from "../../src/app/diff-documents.ts";
import { createSecretDigester, isSameDigest, lookupOf } from "../../src/app/digest-secrets.ts";
import { readKeyRing } from "../../src/app/key-ring.ts";
import { operatorCheck } from "../../src/app/operator.ts";
import { createVault } from "../../src/app/seal-secrets.ts";
import { stripSecrets } from "../../src/app/strip-secrets.ts";
import { judgeEndpointUrl } from "../../src/core/endpoint-url.ts";

const KEY = btoa("0123456789abcdef0123456789abcdef");
const OTHER_KEY = btoa("fedcba9876543210fedcba9876543210");

describe("changes between two documents", () => {
  test.each([
    ["nothing", { a: 1, b: [1] }, { b: [1], a: 1 }, []],
    ["a key more, a key less", { a: 1 }, { b: 1 }, ["remove /a", "add /b"]],
    ["another value", { a: { b: 1, c: 2 } }, { a: { b: 2, c: 2 } }, ["replace /a/b"]],
    ["another type", { a: {} }, { a: [] }, ["replace /a"]],
    ["a list of texts as a whole", { a: ["x", "y"] }, { a: ["x"] }, ["replace /a"]],
    ["an entry more", { m: [{ id: "1" }] }, { m: [{ id: "1" }, { id: "2" }] }, ["add /m/1"]],
    ["the first entry less", { m: [{ id: "1" }, { id: "2" }] }, { m: [{ id: "2" }] }, ["remove /m/0"]],
    [
      "inside an entry",
      { m: [{ id: "1" }, { name: "n", x: 1 }] },
      { m: [{ id: "1" }, { name: "n", x: 2 }] },
      ["replace /m/1/x"],
    ],
    ["the order of entries", { m: [{ id: "1" }, { id: "2" }] }, { m: [{ id: "2" }, { id: "1" }] }, ["replace /m"]],
    ["entries without names", { m: [{ x: 1 }, { x: 2 }] }, { m: [{ x: 1 }] }, ["replace /m"]],
    [
      "one issuer for two audiences",
      { i: [{ issuer: "a", audience: "1" }] },
      {
        i: [
          { issuer: "a", audience: "1" },
          { issuer: "a", audience: "2" },
        ],
      },
      ["add /i/1"],
    ],
    ["keys with slashes", { "a/b": { "c~d": 1 } }, { "a/b": { "c~d": 2 } }, ["replace /a~1b/c~0d"]],
  ])("%s", (_what, before, after, expected) => {
    expect(diffDocuments(before, after).map(({ op, path }) => `${op} ${path}`)).toEqual(expected);
  });
});

test("what is stored has null for every secret, and nothing else changed", () => {
  const document = {
    name: "a",
    credentials: [{ name: "x", secret: "1" }, { name: "y" }],
    issuers: [
      { issuer: "i", hs256Secret: "2" },
      { issuer: "j", jwksUrl: "u" },
    ],
    webhooks: [
      { id: "w", secret: "3", auth: { type: "basic", username: "u", password: "4" } },
      { id: "v", auth: { type: "hmac" } },
    ],
    nextSteps: { secret: "no secret" },
  };
  expect(stripSecrets(document)).toEqual({
    name: "a",
    credentials: [
      { name: "x", secret: null },
      { name: "y", secret: null },
    ],
    issuers: [
      { issuer: "i", hs256Secret: null },
      { issuer: "j", jwksUrl: "u" },
    ],
    webhooks: [
      { id: "w", secret: null, auth: { type: "basic", username: "u", password: null } },
      { id: "v", secret: null, auth: { type: "hmac" } },
    ],
    nextSteps: { secret: "no secret" },
  });
});

describe("key rings", () => {
  test("one key, several, or none", () => {
    expect(readKeyRing(undefined, "X")).toEqual([]);
    expect(readKeyRing("", "X")).toEqual([]);
    expect(readKeyRing("abc", "X")).toEqual([{ id: "", key: "abc" }]);
    expect(readKeyRing("k2:b, k1:a", "X")).toEqual([
      { id: "k2", key: "b" },
      { id: "k1", key: "a" },
    ]);
  });

  test.each([["a:"], ["a b:c"], [":c"], ["a:x,a:y"], ["x,y"], [","]])(
    "%j is none, and no error repeats a key",
    (ring) => {
      expect(() => readKeyRing(ring, "PEPPER")).toThrow(/^PEPPER (is not|names)/);
    },
  );
});

describe("digests", () => {
  test("are SHA-256 without a pepper, HMAC with one, and say which", async () => {
    const plain = createSecretDigester([]);
    expect(await plain.current("abc")).toBe(":ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    const peppered = createSecretDigester([
      { id: "p2", key: "new" },
      { id: "p1", key: "old" },
    ]);
    const all = await peppered.all("abc");
    expect(all.map((digest) => digest.split(":")[0])).toEqual(["p2", "p1", ""]);
    expect(all[0]).toBe(await peppered.current("abc"));
    expect(all[2]).toBe(await plain.current("abc"));
    expect(await peppered.like(all[1] ?? "", "abc")).toBe(all[1]);
    expect(await peppered.like("p9:00", "abc")).toBeNull();
    expect(lookupOf(all[0] ?? "")).toHaveLength("p2:".length + 32);
  });

  test("compare as a whole", () => {
    expect(isSameDigest("a:1", "a:1")).toBe(true);
    for (const other of ["a:2", "b:1", "a:11", "a:", ""]) expect(isSameDigest("a:1", other)).toBe(false);
  });
});

describe("the vault", () => {
  test("opens what it sealed, only in its place, and never the same text twice", async () => {
    const vault = createVault([{ id: "k1", key: KEY }]);
    const sealed = await vault.seal("w", "webhook:1", "sécret");
    expect(sealed).toMatch(/^k1\.[A-Za-z0-9_-]+$/);
    expect(await vault.seal("w", "webhook:1", "sécret")).not.toBe(sealed);
    expect(await vault.open("w", "webhook:1", sealed)).toBe("sécret");
    await expect(vault.open("v", "webhook:1", sealed)).rejects.toThrow();
    await expect(vault.open("w", "webhook:2", sealed)).rejects.toThrow();
    await expect(vault.open("w", "webhook:1", `${sealed.slice(0, -2)}AA`)).rejects.toThrow();
  });

  test("keys rotate", async () => {
    const old = await createVault([{ id: "", key: KEY }]).seal("w", "n", "s");
    const rotated = createVault([
      { id: "k2", key: OTHER_KEY },
      { id: "", key: KEY },
    ]);
    expect(await rotated.open("w", "n", old)).toBe("s");
    expect(rotated.isOutdated(old)).toBe(true);
    expect(rotated.isOutdated(await rotated.seal("w", "n", "s"))).toBe(false);
    await expect(createVault([{ id: "k2", key: OTHER_KEY }]).open("w", "n", old)).rejects.toThrow("not configured");
  });

  test("a key that is not 32 bytes is refused without repeating it", () => {
    for (const key of ["c2hvcnQ=", "not base64!"]) {
      expect(() => createVault([{ id: "", key }])).toThrow("ENCRYPTION_KEY is not base64 of 32 bytes");
    }
    expect(createVault([]).canSeal).toBe(false);
  });
});

describe("the operator", () => {
  const [one, two] = ["a".repeat(32), "b".repeat(40)];

  test("shows one of the configured tokens", async () => {
    const check = operatorCheck(`${one},${two}`);
    expect([await check(one), await check(two), await check(`${one},${two}`), await check("")]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test("is nobody without a token of 32 characters", async () => {
    expect(await operatorCheck(undefined)("")).toBe(false);
    expect(await operatorCheck("")("")).toBe(false);
    expect(await operatorCheck("short")("short")).toBe(false);
    expect(await operatorCheck(`short,${one}`)(one)).toBe(true);
  });
});

describe("addresses that may be called", () => {
  const isAllowed = (url: string, allowLoopback = false) => judgeEndpointUrl(url, { allowLoopback }).ok;

  test.each([
    ["https://hooks.example.com/in?x=1"],
    ["https://example.com:443/"],
    ["https://xn--bcher-kva.example/"],
    ["https://example.com./"],
  ])("%s", (url) => expect(isAllowed(url)).toBe(true));

  test.each([
    ["http://example.com/"],
    ["https://example.com:444/"],
    ["https://user@example.com/"],
    ["https://:pass@example.com/"],
    ["https://127.0.0.1/"],
    ["https://2130706433/"],
    ["https://0x7f.1/"],
    ["https://017700000001/"],
    ["https://127.1/"],
    ["https://10.1.2.3/"],
    ["https://169.254.169.254/latest"],
    ["https://8.8.8.8/"],
    ["https://[::1]/"],
    ["https://[::ffff:10.0.0.1]/"],
    ["https://[2606:4700::1]/"],
    ["https://localhost/"],
    ["https://LOCALHOST./"],
    ["https://localhost.."],
    ["https://a.localhost/"],
    ["https://printer.local/"],
    ["https://printer.local./"],
    ["https://metadata.google.internal/"],
    ["https://intranet/"],
    ["https://１２７.0.0.1/"],
    ["https://127。0。0。1/"],
    ["ftp://example.com/"],
    ["file:///etc/passwd"],
    ["javascript:alert(1)"],
    ["//example.com/"],
    ["example.com"],
    [""],
    [`https://example.com/${"x".repeat(2_048)}`],
  ])("not %s", (url) => {
    expect(isAllowed(url)).toBe(false);
  });

  test("loopback only where it is allowed", () => {
    for (const url of [
      "http://127.0.0.1:8080/",
      "http://localhost:1/",
      "http://[::1]:1/",
      "https://127.0.0.1/",
      "http://2130706433/",
    ]) {
      expect([isAllowed(url), isAllowed(url, true)]).toEqual([false, true]);
    }
    for (const url of ["http://example.com/", "http://10.0.0.1/", "http://[::2]/", "http://u:p@localhost/"]) {
      expect(isAllowed(url, true)).toBe(false);
    }
  });
});
