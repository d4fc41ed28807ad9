// Applying workspace documents to a real D1. Source: workspace.md 1, 2 (Details).
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import type { Applied, ApplyRequest } from "../../src/app/apply-workspace.ts";
import { documentSchema } from "../../src/dialects/registry.ts";
import { createDocuments } from "../../src/store/documents.ts";
import { err, ok } from "../../src/core/result.ts";
import { countingD1 } from "../support/counting-d1.ts";
import { identityOf } from "../support/identity.ts";

const identity = identityOf({ db: env.DB });
const { workspaces } = identity;

let count = 0;
const newId = (): string => `ws-${(count += 1)}-${crypto.randomUUID().slice(0, 8)}`;

const request = (workspaceId: string, json: unknown, rest: Partial<ApplyRequest> = {}): ApplyRequest => ({
  workspaceId,
  json,
  appliedBy: "operator",
  ifMatch: null,
  isDryRun: false,
  ...rest,
});

const applied = async (workspaceId: string, json: unknown, rest: Partial<ApplyRequest> = {}): Promise<Applied> => {
  const result = await workspaces.apply(request(workspaceId, json, rest));
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

const problemsOf = async (workspaceId: string, json: unknown, using = workspaces) => {
  const result = await using.apply(request(workspaceId, json));
  return !result.ok && result.error.type === "invalid_document" ? result.error.problems : [];
};

const ada = { id: "ada", email: "Ada@example.com", name: "Ada", role: "owner", groups: ["banking"] };
const bob = { id: "bob", email: "bob@example.com", name: "Bob", role: "member" };
const bearer = (secret: string, rest: object = {}) => ({ name: "desk", type: "bearer", secret, ...rest });

const enters = async (token: string): Promise<boolean> =>
  (await identity.authenticate({ credential: { type: "bearer", token, header: "authorization" } })).ok;

/** Every value of every table, as one text: where a secret must not stand. */
const wholeDatabase = async (): Promise<string> => {
  const { results: tables } = await env.DB.prepare(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%'",
  ).all<{ name: string }>();
  const dumps = await env.DB.batch(tables.map(({ name }) => env.DB.prepare(`SELECT * FROM "${name}"`)));
  return JSON.stringify(dumps.map(({ results }) => results));
};

describe("apply", () => {
  test("the first time makes version 1; the same document again changes nothing", async () => {
    const id = newId();
    const document = { name: "Acme", members: [ada], credentials: [bearer(`s-${id}`)] };
    const first = await applied(id, document);
    expect(first).toMatchObject({ version: 1, isFirst: true });
    expect(first.changes).toEqual([
      { op: "add", path: "/name" },
      { op: "add", path: "/members" },
      { op: "add", path: "/credentials" },
    ]);
    expect(first.generated.size).toBe(0);
    expect(await applied(id, document)).toMatchObject({ version: 1, isFirst: false, changes: [] });
    expect(await applied(id, { credentials: [bearer(`s-${id}`)], members: [ada], name: "Acme" })).toMatchObject({
      version: 1,
      changes: [],
    });
  });

  test("an empty document is a workspace too", async () => {
    const id = newId();
    expect(await applied(id, {})).toMatchObject({ version: 1, isFirst: true, changes: [] });
    expect(await applied(id, {})).toMatchObject({ version: 1, isFirst: false, changes: [] });
  });

  test("changes name the places", async () => {
    const id = newId();
    await applied(id, { name: "a", members: [ada, bob], rateLimits: { perMinute: 5 } });
    const second = await applied(id, {
      members: [
        { ...bob, role: "admin" },
        { id: "eve", email: "eve@example.com", role: "viewer" },
      ],
      rateLimits: { perMinute: 6 },
      execution: { deadlineMinutes: 5 },
    });
    expect(second.version).toBe(2);
    expect(second.changes).toEqual([
      { op: "remove", path: "/name" },
      { op: "remove", path: "/members/0" },
      { op: "replace", path: "/members/1/role" },
      { op: "add", path: "/members/1" },
      { op: "replace", path: "/rateLimits/perMinute" },
      { op: "add", path: "/execution" },
    ]);
  });

  test("versions are append-only, with who applied them", async () => {
    const id = newId();
    await applied(id, { name: "one" });
    await applied(id, { name: "two" }, { appliedBy: "member:ada" });
    const { results } = await env.DB.prepare(
      "SELECT version, document, applied_by FROM workspace_versions WHERE workspace_id = ?1 ORDER BY version",
    )
      .bind(id)
      .all();
    expect(results).toEqual([
      { version: 1, document: '{"name":"one"}', applied_by: "operator" },
      { version: 2, document: '{"name":"two"}', applied_by: "member:ada" },
    ]);
    for (const sql of [
      "UPDATE workspace_versions SET document = '{}' WHERE workspace_id = ?1",
      "DELETE FROM workspace_versions WHERE workspace_id = ?1",
      "INSERT OR REPLACE INTO workspace_versions VALUES (?1, 1, '{}', 'x', 0)",
    ]) {
      await expect(env.DB.prepare(sql).bind(id).run()).rejects.toThrow();
    }
  });

  test("a dry run answers the same and stores nothing", async () => {
    const id = newId();
    const document = { name: "a", credentials: [{ name: "desk", type: "bearer" }] };
    const dry = await applied(id, document, { isDryRun: true });
    expect(dry).toMatchObject({ version: 1, isFirst: true });
    expect([...dry.generated]).toEqual([["desk", null]]);
    expect(await workspaces.read(id)).toBeNull();
    const real = await applied(id, document);
    expect(real.changes).toEqual(dry.changes);
    expect(await applied(id, { name: "b" }, { isDryRun: true })).toMatchObject({ version: 2 });
    expect(await workspaces.read(id)).toMatchObject({ version: 1 });
  });

  test("If-Match: only the version that is named", async () => {
    const id = newId();
    expect(await workspaces.apply(request(id, {}, { ifMatch: [1] }))).toEqual(
      err({ type: "precondition_failed", version: null }),
    );
    await applied(id, {});
    expect(await applied(id, { name: "a" }, { ifMatch: [7, 1] })).toMatchObject({ version: 2 });
    expect(await workspaces.apply(request(id, { name: "b" }, { ifMatch: [1] }))).toEqual(
      err({ type: "precondition_failed", version: 2 }),
    );
    expect(await applied(id, { name: "c" }, { ifMatch: "any" })).toMatchObject({ version: 3 });
  });

  test("concurrent applies are never mixed: each stands whole, one after the other", async () => {
    const id = newId();
    const documents = Array.from({ length: 6 }, (_, n) => ({
      name: `n${n}`,
      members: [{ id: `m${n}`, email: `m${n}@example.com`, role: "owner" }],
      credentials: [bearer(`c${n}-${id}`)],
    }));
    const results = await Promise.all(documents.map((document) => workspaces.apply(request(id, document))));
    expect(results.every(({ ok: isOk }) => isOk)).toBe(true);
    const versions = results.flatMap((result) => (result.ok ? [result.value.version] : []));
    expect(new Set(versions)).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    const last = versions.indexOf(6);
    expect(await workspaces.read(id)).toMatchObject({ version: 6, json: { name: `n${last}` } });
    const { results: members } = await env.DB.prepare("SELECT id FROM members WHERE workspace_id = ?1").bind(id).all();
    expect(members).toEqual([{ id: `m${last}` }]);
    for (const [n] of documents.entries()) expect(await enters(`c${n}-${id}`)).toBe(n === last);
  });

  test("of two concurrent applies with the same If-Match exactly one wins", async () => {
    const id = newId();
    await applied(id, {});
    const results = await Promise.all(
      ["a", "b", "c"].map((name) => workspaces.apply(request(id, { name }, { ifMatch: [1] }))),
    );
    expect(results.filter(({ ok: isOk }) => isOk)).toHaveLength(1);
    expect(await workspaces.read(id)).toMatchObject({ version: 2 });
  });

  test("testClock cannot be changed after the first apply; the clock starts at real time", async () => {
    const id = newId();
    const before = Date.now();
    await applied(id, { testClock: true });
    const row = await env.DB.prepare("SELECT test_now FROM workspaces WHERE id = ?1")
      .bind(id)
      .first<{ test_now: number }>();
    expect(row?.test_now).toBeGreaterThanOrEqual(before);
    expect(await problemsOf(id, {})).toEqual([{ path: "/testClock", message: expect.any(String) }]);
    await applied(id, { testClock: true, name: "a" });
    const still = await env.DB.prepare("SELECT test_now FROM workspaces WHERE id = ?1").bind(id).first();
    expect(still).toEqual(row);
    const real = newId();
    await applied(real, {});
    expect(await problemsOf(real, { testClock: true })).toHaveLength(1);
    expect(await problemsOf(real, { testClock: false, name: "b" })).toEqual([]);
  });

  test("an e-mail address keeps its digest while it stays the same", async () => {
    const id = newId();
    const identityOfMember = async () =>
      (
        await env.DB.prepare("SELECT identity FROM members WHERE workspace_id = ?1 AND id = 'ada'")
          .bind(id)
          .first<{ identity: string }>()
      )?.identity ?? "";
    await applied(id, { members: [ada] });
    const first = await identityOfMember();
    const row = await env.DB.prepare("SELECT email, salt FROM identities WHERE workspace_id = ?1")
      .bind(id)
      .first<{ email: string; salt: string }>();
    expect(row?.email).toBe("Ada@example.com");
    await applied(id, { members: [{ ...ada, role: "member" }, bob] });
    expect(await identityOfMember()).toBe(first);
    await applied(id, { members: [{ ...ada, email: "ada@new.example.com" }] });
    expect(await identityOfMember()).not.toBe(first);
    await applied(id, { members: [ada] });
    expect(await identityOfMember()).toBe(first);
  });
});

describe("secrets", () => {
  test("absent: made the first time, returned once, kept afterwards; null keeps, too", async () => {
    const id = newId();
    const document = {
      credentials: [
        { name: "desk", type: "bearer" },
        { name: "acct", type: "basic", token: `t-${id}` },
      ],
    };
    const { generated } = await applied(id, document);
    const secret = generated.get("desk") ?? "";
    expect(await enters(secret)).toBe(true);
    expect([...generated.keys()]).toEqual(["desk", "acct"]);
    const again = await applied(id, { credentials: [{ name: "desk", type: "bearer", secret: null }] });
    expect(again.generated.size).toBe(0);
    expect(again.changes).toEqual([{ op: "remove", path: "/credentials/1" }]);
    expect(await enters(secret)).toBe(true);
  });

  test("a kept secret follows its credential to another token", async () => {
    const id = newId();
    const basic = (token: string) => ({ credentials: [{ name: "acct", type: "basic", token }] });
    const secret = (await applied(id, basic(`a-${id}`))).generated.get("acct") ?? "";
    await applied(id, basic(`b-${id}`));
    const enter = (token: string) => identity.authenticate({ credential: { type: "basic", token, secret } });
    expect((await enter(`a-${id}`)).ok).toBe(false);
    expect((await enter(`b-${id}`)).ok).toBe(true);
  });

  test("a new secret is one change, and the old one is dead", async () => {
    const id = newId();
    await applied(id, { credentials: [bearer(`old-${id}`)] });
    const second = await applied(id, { credentials: [bearer(`new-${id}`)] });
    expect(second.changes).toEqual([{ op: "replace", path: "/credentials/0/secret" }]);
    expect(await enters(`old-${id}`)).toBe(false);
    expect(await enters(`new-${id}`)).toBe(true);
  });

  test("a removed credential stops at once, and so does one whose member was removed", async () => {
    const id = newId();
    await applied(id, { members: [ada], credentials: [bearer(`s-${id}`, { member: "ada" })] });
    expect(await enters(`s-${id}`)).toBe(true);
    await applied(id, { members: [{ ...ada, active: false }], credentials: [bearer(`s-${id}`, { member: "ada" })] });
    expect(await enters(`s-${id}`)).toBe(false);
    await applied(id, { members: [ada] });
    expect(await enters(`s-${id}`)).toBe(false);
  });

  test("one that another workspace uses is refused with its place", async () => {
    const [one, two] = [newId(), newId()];
    await applied(one, {
      credentials: [bearer(`shared-${one}`), { name: "acct", type: "basic", token: `t-${one}`, secret: "x" }],
    });
    expect(
      await problemsOf(two, { credentials: [{ name: "a", type: "bearer" }, { ...bearer(`shared-${one}`) }] }),
    ).toEqual([{ path: "/credentials/1/secret", message: "is in use in another workspace" }]);
    const pair = (secret: string) => ({ credentials: [{ name: "acct", type: "basic", token: `t-${one}`, secret }] });
    expect(await problemsOf(two, pair("x"))).toEqual([
      { path: "/credentials/0/secret", message: "is in use in another workspace" },
    ]);
    await applied(two, pair("y"));
    const enter = async (secret: string) => {
      const result = await identity.authenticate({ credential: { type: "basic", token: `t-${one}`, secret } });
      return result.ok ? result.value.principal.workspaceId : null;
    };
    expect([await enter("x"), await enter("y"), await enter("z")]).toEqual([one, two, null]);
  });

  test("one that a kept credential of the same workspace has is refused", async () => {
    const id = newId();
    await applied(id, { credentials: [bearer(`s-${id}`)] });
    const twice = {
      credentials: [
        { name: "desk", type: "bearer" },
        { name: "b", type: "bearer", secret: `s-${id}` },
      ],
    };
    expect(await problemsOf(id, twice)).toEqual([
      { path: "/credentials/1/secret", message: "is the secret of another credential" },
    ]);
  });

  test("a secret may move between credentials, and two may swap theirs", async () => {
    const id = newId();
    const two = (a: string, b: string) => ({
      credentials: [
        { name: "a", type: "bearer", secret: `${a}-${id}`, role: "admin" },
        { name: "b", type: "bearer", secret: `${b}-${id}`, role: "viewer" },
      ],
    });
    await applied(id, two("1", "2"));
    expect((await applied(id, two("2", "1"))).changes).toEqual([
      { op: "replace", path: "/credentials/0/secret" },
      { op: "replace", path: "/credentials/1/secret" },
    ]);
    const entered = await identity.authenticate({
      credential: { type: "bearer", token: `1-${id}`, header: "api-key" },
    });
    expect(entered.ok && entered.value.principal.actor.role).toBe("viewer");
  });

  test("no clear secret stands in any answer or any table", async () => {
    const id = newId();
    const secret = (n: number) => `very-secret-${n}-${id}`;
    const document = {
      credentials: [bearer(secret(1)), { name: "acct", type: "basic", token: `t-${id}`, secret: secret(2) }],
      issuers: [{ issuer: "local", audience: id, hs256Secret: secret(3) }],
      webhooks: [
        { id: "wh_1", url: "https://hooks.example.com/in", events: ["*"], format: "hoop", secret: secret(4) },
        {
          id: "wh_2",
          url: "https://hooks.example.com/in",
          events: ["*"],
          format: "alloy",
          secret: secret(5),
          auth: { type: "basic", username: "u", password: secret(6) },
        },
        { id: "wh_3", url: "https://hooks.example.com/in", events: ["*"] },
      ],
    };
    const result = await applied(id, document);
    const generated = result.generated.get("wh_3") ?? "";
    expect(generated).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const again = await applied(id, document);
    expect(again.changes).toEqual([]);
    const changed = await applied(id, {
      ...document,
      webhooks: [{ ...document.webhooks[0], secret: secret(7) }, document.webhooks[1], document.webhooks[2]],
    });
    expect(changed.changes).toEqual([{ op: "replace", path: "/webhooks/0/secret" }]);
    const shown = await workspaces.read(id);
    expect(shown?.json).toMatchObject({
      credentials: [{ secret: null }, { secret: null }],
      issuers: [{ hs256Secret: null }],
      webhooks: [{ secret: null }, { secret: null, auth: { password: null } }, { secret: null }],
    });
    const everything = JSON.stringify([result.changes, again, shown]) + (await wholeDatabase());
    for (const n of [1, 2, 3, 4, 5, 6, 7]) expect(everything).not.toContain(secret(n));
    expect(everything).not.toContain(generated);
    // What GET shows can be applied again: null keeps every secret.
    expect(await applied(id, shown?.json)).toMatchObject({ version: 2, changes: [] });
    expect(await enters(secret(1))).toBe(true);
  });

  test("without ENCRYPTION_KEY a document that needs it is refused with the place", async () => {
    const id = newId();
    const bare = identityOf({ db: env.DB, encryptionKey: undefined }).workspaces;
    const document = {
      issuers: [{ issuer: "local", audience: "a", hs256Secret: "x" }],
      webhooks: [{ id: "wh_1", url: "https://hooks.example.com/in", events: ["*"] }],
    };
    expect((await problemsOf(id, document, bare)).map(({ path }) => path)).toEqual([
      "/issuers/0/hs256Secret",
      "/webhooks/0/secret",
    ]);
    expect(await problemsOf(id, { members: [ada], credentials: [bearer(`s-${id}`)] }, bare)).toEqual([]);
  });

  test("a shared key or a password that was never there cannot be kept", async () => {
    const document = {
      issuers: [{ issuer: "local", audience: "a", hs256Secret: null }],
      webhooks: [
        {
          id: "w",
          url: "https://hooks.example.com/in",
          events: ["*"],
          format: "alloy",
          auth: { type: "basic", username: "u" },
        },
      ],
    };
    expect((await problemsOf(newId(), document)).map(({ path }) => path)).toEqual([
      "/issuers/0/hs256Secret",
      "/webhooks/0/auth/password",
    ]);
  });

  test("a kept webhook secret must suit a new format", async () => {
    const id = newId();
    const webhook = (format: string, rest: object = {}) => ({
      webhooks: [{ id: "w", url: "https://hooks.example.com/in", events: ["*"], format, ...rest }],
    });
    await applied(id, webhook("hoop", { secret: "plain" }));
    expect((await problemsOf(id, webhook("standard"))).map(({ path }) => path)).toEqual(["/webhooks/0/secret"]);
    expect(await problemsOf(id, webhook("standard", { secret: "whsec_c2VjcmV0" }))).toEqual([]);
  });

  test("sealed texts open only where they belong, and are sealed again under a new key", async () => {
    const [one, two] = [newId(), newId()];
    const document = { issuers: [{ issuer: "local", audience: "a", hs256Secret: "shared key" }] };
    const sealedOf = async (id: string) =>
      (
        await env.DB.prepare("SELECT sealed FROM workspace_secrets WHERE workspace_id = ?1")
          .bind(id)
          .first<{ sealed: string }>()
      )?.sealed ?? "";
    await applied(one, document);
    await applied(two, document);
    expect(await sealedOf(one)).not.toBe(await sealedOf(two));
    const key = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))));
    const rotated = identityOf({ db: env.DB, encryptionKey: `k2:${key},AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=` });
    const again = await rotated.workspaces.apply(
      request(one, { issuers: [{ issuer: "local", audience: "a", hs256Secret: null }] }),
    );
    expect(again).toMatchObject({ ok: true, value: { version: 1, changes: [] } });
    expect(await sealedOf(one)).toMatch(/^k2\./);
    const onlyNew = identityOf({ db: env.DB, encryptionKey: `k2:${key}` });
    expect(await onlyNew.workspaces.apply(request(one, document))).toMatchObject({ ok: true, value: { changes: [] } });
  });

  test("peppers rotate: old digests are understood, and a new apply moves them", async () => {
    const id = newId();
    const token = `s-${id}`;
    const enter = async (pepper: string | undefined) =>
      (
        await identityOf({ db: env.DB, pepper }).authenticate({
          credential: { type: "bearer", token, header: "authorization" },
        })
      ).ok;
    const digest = async () =>
      (
        await env.DB.prepare("SELECT secret_digest AS d FROM credentials WHERE workspace_id = ?1")
          .bind(id)
          .first<{ d: string }>()
      )?.d ?? "";
    await applied(id, { credentials: [bearer(token)] });
    expect(await digest()).toMatch(/^:[0-9a-f]{64}$/);
    expect(await enter("p1:pepper-one")).toBe(true);
    await identityOf({ db: env.DB, pepper: "p1:pepper-one" }).workspaces.apply(
      request(id, { credentials: [bearer(token)] }),
    );
    expect(await digest()).toMatch(/^p1:[0-9a-f]{64}$/);
    expect(await enter("p1:pepper-one")).toBe(true);
    expect(await enter("p2:pepper-two,p1:pepper-one")).toBe(true);
    expect(await enter("p1:another")).toBe(false);
    expect(await enter(undefined)).toBe(false);
    expect(await workspaces.read(id)).toMatchObject({ version: 1 });
  });
});

describe("delete", () => {
  test("everybody is out at once, and the id can never be used again", async () => {
    const id = newId();
    await applied(id, { members: [ada], credentials: [bearer(`s-${id}`)] });
    expect(await workspaces.remove(id, "operator")).toEqual(ok(null));
    expect(await enters(`s-${id}`)).toBe(false);
    expect(await workspaces.read(id)).toBeNull();
    expect(await workspaces.apply(request(id, {}))).toEqual(err({ type: "workspace_deleted" }));
    expect(await workspaces.remove(id, "operator")).toEqual(ok(null));
    expect(await workspaces.remove(newId(), "operator")).toEqual(err({ type: "workspace_not_found" }));
    const documents = createDocuments(env.DB, documentSchema({ allowLoopback: false }));
    expect(await documents.load(id, 1)).toMatchObject({ members: [{ id: "ada" }] });
    expect(await documents.load(id, 2)).toMatchObject({ members: [] });
    // Its secrets are free again.
    await applied(newId(), { credentials: [bearer(`s-${id}`)] });
  });

  test("an apply that meets a deletion never revives the workspace", async () => {
    const id = newId();
    await applied(id, { credentials: [bearer(`s-${id}`)] });
    await Promise.all([
      workspaces.remove(id, "operator"),
      workspaces.apply(request(id, { name: "b", credentials: [bearer(`s-${id}`)] })),
    ]);
    expect(await workspaces.read(id)).toBeNull();
    expect(await enters(`s-${id}`)).toBe(false);
  });
});

describe("change", () => {
  test("a part changes as the next version; secrets stay", async () => {
    const id = newId();
    await applied(id, { credentials: [bearer(`s-${id}`)] });
    const rule = { name: "r", accessType: "command", connections: ["pg"], reviewerGroups: ["sre"] };
    const changed = await workspaces.change(id, (json) => ok({ ...json, accessRules: [rule] }), "member:ada");
    expect(changed).toMatchObject({ ok: true, value: { version: 2, json: { accessRules: [rule] } } });
    expect(await enters(`s-${id}`)).toBe(true);
    expect(await workspaces.change(id, (json) => ok(json), "member:ada")).toMatchObject({
      ok: true,
      value: { version: 2 },
    });
    expect(await workspaces.change(id, () => err({ type: "mine" }), "member:ada")).toEqual(err({ type: "mine" }));
    const broken = await workspaces.change(id, (json) => ok({ ...json, accessRules: [{}] }), "member:ada");
    expect(broken).toMatchObject({ ok: false, error: { type: "invalid_document" } });
    expect(await workspaces.change(newId(), (json) => ok(json), "x")).toEqual(err({ type: "workspace_not_found" }));
  });

  test("concurrent changes all stand", async () => {
    const id = newId();
    await applied(id, { nextSteps: {} });
    const names = ["a", "b", "c", "d", "e"];
    const results = await Promise.all(
      names.map((name) =>
        workspaces.change(
          id,
          (json) => {
            const steps = json["nextSteps"];
            return ok({ ...json, nextSteps: Object.fromEntries([...Object.entries(steps ?? {}), [name, "x"]]) });
          },
          name,
        ),
      ),
    );
    expect(results.every(({ ok: isOk }) => isOk)).toBe(true);
    const read = await workspaces.read(id);
    expect(Object.keys(Object(read?.json["nextSteps"])).toSorted()).toEqual(names);
  });
});

describe("documents by version", () => {
  test("cost one row and one round trip, and nothing when they are in memory", async () => {
    const id = newId();
    await applied(id, { members: [ada] });
    const { db, measure } = countingD1(env.DB);
    const documents = createDocuments(db, documentSchema({ allowLoopback: false }));
    expect((await measure(() => documents.load(id, 1))).counts).toMatchObject({ roundTrips: 1, rowsWritten: 0 });
    expect((await measure(() => documents.load(id, 1))).counts.roundTrips).toBe(0);
    await expect(documents.load(id, 9)).rejects.toThrow("no version 9");
  });
});
