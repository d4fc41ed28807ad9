// Sessions of the desk: who gets one, who keeps one, and what a form needs. Source: issue "The desk" 1 and "Bad input".

import { describe, expect, test } from "vitest";
import { aLink, atDesk, aVisitor, database, DESK_ORIGIN, hiddenFields } from "../support/desk-browser.ts";
import { aMember, aWorkspace, operator, stranger } from "../support/workspace-builder.ts";

const members = [aMember("ada", [], { role: "owner" }), aMember("bert")];

describe("one-time links", () => {
  test("a link shows whom it signs in, signs in once, and leads to the page that was asked for", async () => {
    const workspace = await aWorkspace({ members });
    const path = await aLink(workspace, "bert");
    const visitor = aVisitor();
    const shown = await visitor.get(`${path}?return=/desk/reviews/x`);
    expect(shown.status).toBe(200);
    expect(shown.html).toContain("Name of bert");
    // Looking at it, as a mail scanner does, uses nothing up.
    expect((await visitor.get(path)).status).toBe(200);
    const entered = await visitor.post("/desk/sign-in/link", hiddenFields(shown.html));
    expect(entered.status).toBe(303);
    expect(entered.headers.get("location")).toBe("/desk/reviews/x");
    expect((await visitor.get("/desk")).status).toBe(200);
    const again = await aVisitor().post("/desk/sign-in/link", hiddenFields(shown.html));
    expect(again.status).toBe(400);
    expect(again.html).toContain("used already");
    expect((await aVisitor().get(path)).status).toBe(400);
  });

  test("twenty visitors with the same link: one gets in", async () => {
    const workspace = await aWorkspace({ members });
    const token = (await aLink(workspace, "bert")).split("/").at(-1) ?? "";
    const entered = await Promise.all(
      Array.from({ length: 20 }, () => aVisitor().post("/desk/sign-in/link", [["token", token]])),
    );
    expect(entered.filter(({ status }) => status === 303)).toHaveLength(1);
  });

  test("the token is stored nowhere, and a link of fifteen minutes ago opens nothing", async () => {
    const workspace = await aWorkspace({ members });
    const path = await aLink(workspace, "bert");
    const token = path.split("/").at(-1) ?? "";
    const rows = await database.prepare("SELECT * FROM sign_ins WHERE workspace_id = ?1").bind(workspace.id).all();
    expect(rows.results).toHaveLength(1);
    expect(JSON.stringify(rows.results)).not.toContain(token);
    await database
      .prepare("UPDATE sign_ins SET expires_at = ?2 WHERE workspace_id = ?1")
      .bind(workspace.id, Date.now())
      .run();
    expect((await aVisitor().post("/desk/sign-in/link", [["token", token]])).status).toBe(400);
  });

  test("only the operator makes them, only for active members", async () => {
    const workspace = await aWorkspace({ members: [...members, aMember("gone", [], { active: false })] });
    const path = `/v2/workspaces/${workspace.id}/sign-in-links`;
    expect((await stranger.post(path, { memberId: "bert" })).status).toBe(401);
    expect((await workspace.as("ada").post(path, { memberId: "bert" })).status).toBe(403);
    expect((await operator.post(path, { memberId: "gone" })).status).toBe(400);
    expect((await operator.post(path, { memberId: "nobody" })).status).toBe(400);
    expect((await operator.post(path, { memberId: 5 })).status).toBe(400);
    expect((await operator.post(`/v2/workspaces/${crypto.randomUUID()}/sign-in-links`, { memberId: "a" })).status).toBe(
      404,
    );
    expect((await operator.get(path)).status).toBe(405);
  });
});

describe("sessions", () => {
  test("the cookie cannot be read by scripts, goes to this host alone over secure connections, and ends after 8 hours", async () => {
    const workspace = await aWorkspace({ members });
    const token = (await aLink(workspace, "bert")).split("/").at(-1) ?? "";
    const entered = await aVisitor().post("/desk/sign-in/link", [["token", token]]);
    const cookie = entered.headers.getSetCookie().find((text) => text.startsWith("__Host-desk=")) ?? "";
    expect(cookie).toMatch(/; Max-Age=28800; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  test("whoever has none is sent to sign in, and back", async () => {
    const sent = await aVisitor().get("/desk/reviews/some?x=1");
    expect(sent.status).toBe(303);
    expect(sent.headers.get("location")).toBe("/desk/sign-in?return=%2Fdesk%2Freviews%2Fsome%3Fx%3D1");
  });

  test("a return address leads to a page of the desk and nowhere else", async () => {
    const workspace = await aWorkspace({ members });
    for (const wanted of [
      "//evil.test",
      "https://evil.test",
      "/desk/../v2",
      "/desk/\\evil",
      "/deskx",
      "/desk/sign-out",
      "javascript:0",
    ]) {
      const token = (await aLink(workspace, "bert")).split("/").at(-1) ?? "";
      const entered = await aVisitor().post("/desk/sign-in/link", [
        ["token", token],
        ["return", wanted],
      ]);
      expect([wanted, entered.headers.get("location")]).toEqual([wanted, "/desk"]);
    }
  });

  test("signing out ends the session itself, not only its cookie", async () => {
    const workspace = await aWorkspace({ members });
    const bert = await atDesk(workspace, "bert");
    const cookie = bert.cookies().get("__Host-desk") ?? "";
    const { html } = await bert.get("/desk");
    const out = await bert.post("/desk/sign-out", hiddenFields(html, "/desk/sign-out"));
    expect(out.headers.get("location")).toBe("/desk/sign-in?signed-out");
    expect(bert.cookies().has("__Host-desk")).toBe(false);
    bert.setCookie("__Host-desk", cookie);
    expect((await bert.get("/desk")).status).toBe(303);
  });

  test("a member who is removed, set inactive, or replaced by somebody of the same id is out with the next request", async () => {
    const workspace = await aWorkspace({ members });
    const changes = [
      [members[0]],
      [members[0], aMember("bert", [], { active: false })],
      [members[0], aMember("bert", [], { email: "another@example.com" })],
    ];
    for (const changed of changes) {
      await workspace.apply({ members });
      const bert = await atDesk(workspace, "bert");
      expect((await bert.get("/desk")).status).toBe(200);
      const applied = await workspace.apply({ members: changed.flatMap((member) => (member ? [member] : [])) });
      expect(applied.status).toBe(200);
      expect((await bert.get("/desk")).status).toBe(303);
    }
  });

  test("a new role counts at once", async () => {
    const workspace = await aWorkspace({ members });
    const bert = await atDesk(workspace, "bert");
    expect((await bert.get("/desk")).html).not.toContain("/desk/webhooks");
    await workspace.apply({ members: [members[0] ?? aMember("x"), aMember("bert", [], { role: "admin" })] });
    expect((await bert.get("/desk")).html).toContain("/desk/webhooks");
  });

  test("a deleted workspace has no sessions", async () => {
    const workspace = await aWorkspace({ members });
    const bert = await atDesk(workspace, "bert");
    expect((await operator.delete(`/v2/workspaces/${workspace.id}`)).status).toBe(204);
    expect((await bert.get("/desk")).status).toBe(303);
  });

  test("an altered, foreign or made-up cookie opens nothing", async () => {
    const [here, there] = await Promise.all([aWorkspace({ members }), aWorkspace({ members })]);
    const bert = await atDesk(here, "bert");
    const cookie = bert.cookies().get("__Host-desk") ?? "";
    const forged = [
      cookie.replace(here.id, there.id),
      cookie.replace(/~\d+\./, "~9999999999999."),
      `${cookie}0`,
      "x.y.z",
      "a".repeat(5_000),
    ];
    for (const value of forged) {
      const visitor = aVisitor();
      visitor.setCookie("__Host-desk", value);
      expect((await visitor.get("/desk")).status).toBe(303);
    }
  });

  test("a session is no credential of the API, and a credential is no session", async () => {
    const workspace = await aWorkspace({ members });
    const bert = await atDesk(workspace, "bert");
    expect((await bert.get("/v2/reviews")).status).toBe(401);
    const api = await aVisitor().get("/desk", { authorization: `Bearer ${workspace.secretOf("bert")}` });
    expect(api.status).toBe(303);
  });
});

describe("forms", () => {
  test("a form of a stranger's page is refused, with or without a session", async () => {
    const workspace = await aWorkspace({ members });
    const bert = await atDesk(workspace, "bert");
    for (const headers of [
      { origin: "https://evil.test", "sec-fetch-site": "cross-site" },
      { origin: "https://evil.test", "sec-fetch-site": "same-origin" },
      { origin: "null", "sec-fetch-site": "same-origin" },
      { origin: DESK_ORIGIN, "sec-fetch-site": "same-site" },
    ]) {
      const sent = await bert.post("/desk/sign-out", [], headers);
      expect(sent.status).toBe(403);
    }
    expect((await bert.get("/desk")).status).toBe(200);
  });

  test("a form that comes after the session ended is kept whole, and sent after signing in and saying so again", async () => {
    const workspace = await aWorkspace({ members });
    const bert = await atDesk(workspace, "bert");
    const typed = "first line\r\n<script>alert(1)</script>\u202e \u0000 é";
    const fields = [
      ["_csrf", "of-the-old-session"],
      ["_key", "k-1"],
      ["reason", typed],
    ] as const;
    const kept = await aVisitor().post("/desk/reviews/r-1/decision", fields);
    expect(kept.status).toBe(401);
    expect(kept.html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(kept.html).not.toContain("<script>alert");
    const again = await bert.post("/desk/reviews/r-1/decision", fields);
    expect(again.status).toBe(403);
    expect(again.html).toContain("Send it as");
    expect(again.html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    const csrf = new Map(hiddenFields(again.html, "/desk/reviews/r-1/decision")).get("_csrf");
    expect(csrf).toMatch(/^[0-9a-f]{64}$/);
    // With this session's token it passes: there is no such review.
    const sent = await bert.post("/desk/reviews/r-1/decision", [
      ["_csrf", csrf ?? ""],
      ["_key", "k-1"],
    ]);
    expect(sent.status).toBe(404);
  });

  test("anything but a form, and a form above 1 MiB, is refused", async () => {
    const workspace = await aWorkspace({ members });
    const bert = await atDesk(workspace, "bert");
    expect((await bert.post("/desk/bulk", [], { "content-type": "application/json" })).status).toBe(415);
    expect((await bert.post("/desk/bulk", [["x", "a".repeat(1_048_577)]])).status).toBe(413);
  });
});

describe("pages", () => {
  test("carry a policy that allows no foreign and no inline script, and are kept nowhere", async () => {
    const { headers } = await aVisitor().get("/desk/sign-in");
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("same-origin");
  });

  test("a path that there is not, and a method that a path does not take", async () => {
    const workspace = await aWorkspace({ members });
    const bert = await atDesk(workspace, "bert");
    expect((await bert.get("/desk/nothing")).status).toBe(404);
    const wrong = await bert.post("/desk/sign-in", []);
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });
});
