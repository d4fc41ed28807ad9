// The page of one review and its forms, through the Worker. Source: issue "The desk people like to sit at", Build 3 and 4,
// Bad input.

import { describe, expect, test, vi } from "vitest";
import { atDesk, aVisitor, database, type DeskVisitor, hiddenFields } from "../support/desk-browser.ts";
import { anEntityWorkspace, evaluate } from "../support/entity-workspace.ts";
import { aGuardedWorkspace, aHeldSession, anApprovedSession } from "../support/guarded-workspace.ts";
import { aMember, aWorkspace, type TestWorkspace, textAt } from "../support/workspace-builder.ts";
import { AGENT, aTrace, holdsRefunds } from "../conformance/adjudon/world.ts";
import { aVoiceDesk, anAnalysis } from "../conformance/authentivoice/voice-desk.ts";

const MEMBERS = [aMember("ada", [], { role: "owner" }), aMember("bert"), aMember("carla")];
const BOT = { name: "bot", role: "member" };

const aDesk = (changes: object = {}): Promise<TestWorkspace> =>
  aWorkspace({ members: MEMBERS, credentials: [BOT], ...changes });

/** Path of a fresh review that a machine asks for. */
const asked = async (workspace: TestWorkspace, body: object = {}, as = "bot"): Promise<string> => {
  const subject = { type: "refund", id: "R-1", attributes: { amount: 120, note: "please" } };
  const opened = await workspace.as(as).post("/v2/reviews", { subject, ...body });
  if (opened.status !== 201) throw new Error(`not opened: ${opened.status} ${opened.text}`);
  return `/desk/reviews/${textAt(opened.body, "id")}`;
};

const apiPath = (path: string): string => path.replace("/desk", "/v2");

type Fields = readonly (readonly [string, string])[];

/** Opens the page and sends the form of the action with these fields. */
const act = async (visitor: DeskVisitor, path: string, action: string, fields: Fields = []) => {
  const { html } = await visitor.get(path);
  return visitor.post(`${path}/${action}`, [...hiddenFields(html, `${path}/${action}`), ...fields]);
};

const words = (html: string): string =>
  html
    .replaceAll(/<\/(?:p|dt|dd|li|div|h\d|td|th|label|button|summary|option)>/g, " ")
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")
    .replaceAll(/\s+/g, " ");

describe("the page", () => {
  test("shows what is asked, how it stands, what is missing, and the history with a verified chain", async () => {
    const workspace = await aDesk();
    const path = await asked(workspace, {
      dueAt: new Date(Date.now() + 45.5 * 60_000).toISOString(),
      priority: "high",
    });
    const bert = await atDesk(workspace, "bert");
    const { status, html } = await bert.get(path);
    expect(status).toBe(200);
    const text = words(html);
    for (const said of ["refund R-1", "pending", "high", "due in 45 min", "amount", "120", "0 of 1 approvals."]) {
      expect(text).toContain(said);
    }
    expect(text).toContain("Chain verified: the one event hashed again just now.");
    expect(text).toContain("The service bot asked for this review");
    expect(text).toContain("through the native API");
    expect(text).toContain("Others who can decide it: Name of ada and Name of carla.");
    expect(html).not.toMatch(/ style=/);
  });

  test("is not found for a foreign, a hidden, a missing and a malformed id alike", async () => {
    const [workspace, other] = [await aGuardedWorkspace(), await aDesk()];
    const held = await aHeldSession(workspace);
    const eve = await atDesk(workspace, "eve");
    const stranger = await atDesk(other, "bert");
    const pages = [
      await eve.get(`/desk/reviews/${held.reviewId}`),
      await stranger.get(`/desk/reviews/${held.reviewId}`),
      await eve.get(`/desk/reviews/${crypto.randomUUID()}`),
      await eve.get("/desk/reviews/%00"),
      await eve.get(`/desk/reviews/${"x".repeat(3_000)}`),
    ];
    const mainOf = (html: string): string => /<main.*<\/main>/s.exec(html)?.[0] ?? "";
    for (const { status, html } of pages) expect([status, mainOf(html)]).toEqual([404, mainOf(pages[0]?.html ?? "")]);
    const form = [
      ...hiddenFields(pages[0]?.html ?? ""),
      ["_key", "k"],
      ["_version", "1"],
      ["verdict", "approve"],
    ] as const;
    for (const action of ["decide", "findings", "note", "claim"]) {
      expect((await eve.post(`/desk/reviews/${held.reviewId}/${action}`, form)).status).toBe(404);
    }
  });

  test("is found under the id that its own API gave it", async () => {
    const workspace = await aGuardedWorkspace();
    const held = await aHeldSession(workspace);
    const sam = await atDesk(workspace, "sam");
    const { status, html } = await sam.get(`/desk/reviews/${held.sessionId}`);
    expect(status).toBe(200);
    expect(words(html)).toContain("0 of 2 approvals, missing: banking and sre.");
    expect(html).toContain(`action="/desk/reviews/${held.reviewId}/decide"`);
  });

  test("says how what was approved has run, with its output as text", async () => {
    const workspace = await aGuardedWorkspace();
    const held = await anApprovedSession(workspace);
    const claimed = await workspace.as("olga").post(`/api/sessions/${held.sessionId}/exec`);
    const executionToken = textAt(claimed.body, "execution_token");
    const sam = await atDesk(workspace, "sam");
    expect(words((await sam.get(`/desk/reviews/${held.reviewId}`)).html)).toContain("to be reported by");
    const report = { executionToken, result: "failed", exitCode: 3, output: "<b>no such table</b>" };
    await workspace.as("olga").put(`/v2/reviews/${held.reviewId}/execution`, report);
    const text = words((await sam.get(`/desk/reviews/${held.reviewId}`)).html);
    expect(text).toContain("executed by Name of olga, just now: failed, exit code 3<b>no such table</b>");
    expect(text).toContain("Name of olga reported that the run failed with exit code 3");
  });

  test("costs three D1 calls after the one that knows the reader", async () => {
    const workspace = await aDesk();
    const path = await asked(workspace);
    const bert = await atDesk(workspace, "bert");
    await bert.get(path);
    const log: string[] = [];
    const said = vi.spyOn(console, "log").mockImplementation((line: unknown) => void log.push(String(line)));
    await bert.get(path);
    said.mockRestore();
    const line = log.map((text) => JSON.parse(text)).find(({ event }) => event === "request");
    expect(line).toMatchObject({ route: "/desk/reviews/:id", d1RoundTrips: 4 });
  });

  test("hostile text in every field is text", async () => {
    const hostile = `"><script>alert(1)</script>\u202E<img src=x onerror=y>${"🙈".repeat(10_000)}`;
    const workspace = await aDesk();
    const path = await asked(workspace, {
      subject: {
        type: "<b>",
        id: '"><i>',
        attributes: { "<u>": hostile, nul: "a\u0000b", deep: { [hostile]: hostile } },
      },
    });
    const bert = await atDesk(workspace, "bert");
    expect((await act(bert, path, "note", [["note", hostile]])).status).toBe(303);
    expect(
      (
        await act(bert, path, "decide", [
          ["verdict", "reject"],
          ["reason", hostile],
        ])
      ).status,
    ).toBe(303);
    const { status, html } = await bert.get(path);
    expect(status).toBe(200);
    for (const raw of ["<script>alert", "<img", "<u>", "<i>", "\u202E", "\u0000"]) expect(html).not.toContain(raw);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(words(html)).toContain("U+202E");
    expect(words(html)).toContain("aU+0000b");
  });

  test("personal data is hidden as the review's rules say, in the payload and in what was opened with", async () => {
    const workspace = await aDesk({ agents: [AGENT], policies: [holdsRefunds()] });
    const trace = aTrace("initiate_refund", { inputContext: { prompt: "refund anna@example.com" } });
    const posted = await workspace.as("bot").post("/api/v1/traces", trace);
    expect(posted.status).toBe(202);
    const path = `/desk/reviews/${textAt(posted.body, "reviewId")}`;
    const [bert, ada] = [await atDesk(workspace, "bert"), await atDesk(workspace, "ada")];
    expect((await bert.get(path)).html).not.toContain("anna@");
    expect((await ada.get(path)).html).toContain("anna@example.com");
  });

  test("says that the chain is broken where it is, and never that it is verified", async () => {
    const workspace = await aDesk();
    const path = await asked(workspace);
    const id = path.split("/").at(-1) ?? "";
    const bert = await atDesk(workspace, "bert");
    await act(bert, path, "note", [["note", "hello"]]);
    await database
      .prepare(
        "UPDATE event_texts SET texts = json_object('note', 'forged') WHERE workspace_id = ?1 AND review_id = ?2",
      )
      .bind(workspace.id, id)
      .run();
    const text = words((await bert.get(path)).html);
    expect(text).toContain("The chain is broken at event 2: what is written with it is not what was recorded.");
    expect(text).not.toContain("Chain verified");
  });
});

describe("deciding", () => {
  test("one form, one decision; the answer is a redirect to the page, which says so", async () => {
    const workspace = await aDesk();
    const path = await asked(workspace);
    const bert = await atDesk(workspace, "bert");
    const posted = await act(bert, path, "decide", [
      ["verdict", "approve"],
      ["reason", "fine\r\nby me"],
    ]);
    expect([posted.status, posted.headers.get("location")]).toEqual([303, `${path}?done=decide`]);
    const text = words((await bert.get(`${path}?done=decide`)).html);
    expect(text).toContain("Your decision is recorded.");
    expect(text).toContain("You approved it");
    expect(text).toContain("at the desk");
    const { body } = await workspace.as("ada").get(apiPath(path));
    expect(body).toMatchObject({
      status: "approved",
      version: 2,
      decision: { reason: "fine\nby me", by: { id: "bert" } },
    });
  });

  test("a double submit decides once, and both clicks are answered alike", async () => {
    const workspace = await aDesk();
    const path = await asked(workspace);
    const bert = await atDesk(workspace, "bert");
    const fields = [...hiddenFields((await bert.get(path)).html, `${path}/decide`), ["verdict", "approve"] as const];
    const answers = await Promise.all([1, 2, 3].map(() => bert.post(`${path}/decide`, fields)));
    for (const { status, headers } of answers)
      expect([status, headers.get("location")]).toEqual([303, `${path}?done=decide`]);
    expect((await workspace.as("ada").get(apiPath(path))).body).toMatchObject({ version: 2 });
  });

  test("a stale page never decides: 409 shows what has changed and keeps what was typed", async () => {
    const workspace = await aGuardedWorkspace();
    const held = await aHeldSession(workspace);
    const path = `/desk/reviews/${held.reviewId}`;
    const [bea, sam] = [await atDesk(workspace, "bea"), await atDesk(workspace, "sam")];
    const stale = hiddenFields((await sam.get(path)).html, `${path}/decide`);
    expect((await act(bea, path, "decide", [["verdict", "approve"]])).status).toBe(303);
    const refused = await sam.post(`${path}/decide`, [
      ...stale,
      ["verdict", "approve"],
      ["reason", "I looked <twice>"],
    ]);
    expect(refused.status).toBe(409);
    const text = words(refused.html);
    expect(text).toContain("This review has changed while you were looking at it");
    expect(text).toContain("Name of bea voted to approve for banking");
    expect(refused.html).toContain("I looked &lt;twice&gt;</textarea>");
    expect(text).not.toContain("What you wrote");
    expect((await workspace.as("adam").get(apiPath(path))).body).toMatchObject({ version: 2, status: "pending" });
    // The page that came back is up to date: now it decides.
    const again = [...hiddenFields(refused.html, `${path}/decide`), ["verdict", "approve"] as const];
    expect((await sam.post(`${path}/decide`, again)).status).toBe(303);
    expect((await workspace.as("adam").get(apiPath(path))).body).toMatchObject({ status: "approved" });
  });

  test("settled meanwhile: the form is gone, what was typed is not", async () => {
    const workspace = await aDesk();
    const path = await asked(workspace);
    const [bert, carla] = [await atDesk(workspace, "bert"), await atDesk(workspace, "carla")];
    const stale = hiddenFields((await carla.get(path)).html, `${path}/decide`);
    await act(bert, path, "decide", [["verdict", "reject"]]);
    const refused = await carla.post(`${path}/decide`, [...stale, ["verdict", "approve"], ["reason", "long thoughts"]]);
    expect(refused.status).toBe(409);
    expect(refused.html).not.toContain(`action="${path}/decide"`);
    expect(words(refused.html)).toContain("What you wrote");
    expect(words(refused.html)).toContain("long thoughts");
  });

  test("a form without a version or without a key is refused and writes nothing", async () => {
    const workspace = await aDesk();
    const path = await asked(workspace);
    const bert = await atDesk(workspace, "bert");
    const fields = hiddenFields((await bert.get(path)).html, `${path}/decide`);
    for (const missing of ["_version", "_key"]) {
      const left = fields.filter(([name]) => name !== missing);
      expect((await bert.post(`${path}/decide`, [...left, ["verdict", "approve"]])).status).toBe(400);
    }
    expect((await bert.post(`${path}/decide`, [...fields, ["verdict", "adore"]])).status).toBe(422);
    expect((await workspace.as("ada").get(apiPath(path))).body).toMatchObject({ version: 1 });
  });

  test("a session that has ended loses nothing: what was typed is shown again, and decides once it is confirmed", async () => {
    const workspace = await aDesk();
    const path = await asked(workspace);
    const bert = await atDesk(workspace, "bert");
    const form = hiddenFields((await bert.get(path)).html, `${path}/decide`);
    const typed = [...form, ["verdict", "approve"], ["reason", "long thoughts"]] as const;
    const kept = await aVisitor().post(`${path}/decide`, typed);
    expect([kept.status, kept.html.includes("long thoughts")]).toEqual([401, true]);
    const again = await atDesk(workspace, "bert");
    const shown = await again.post(`${path}/decide`, typed);
    expect([shown.status, shown.html.includes("long thoughts")]).toEqual([403, true]);
    expect((await workspace.as("ada").get(apiPath(path))).body).toMatchObject({ version: 1 });
    const csrf = hiddenFields(shown.html, `${path}/decide`).filter(([name]) => name === "_csrf");
    const sent = await again.post(`${path}/decide`, [...typed.filter(([name]) => name !== "_csrf"), ...csrf]);
    expect(sent.status).toBe(303);
    expect((await workspace.as("ada").get(apiPath(path))).body).toMatchObject({
      decision: { reason: "long thoughts" },
    });
  });

  test("an address of the queue that is too long to be one is not carried along", async () => {
    const workspace = await aDesk();
    const path = await asked(workspace);
    const bert = await atDesk(workspace, "bert");
    const posted = await act(bert, path, "decide", [
      ["verdict", "approve"],
      ["_next", "x".repeat(100_000)],
    ]);
    expect([posted.status, posted.headers.get("location")]).toEqual([303, `${path}?done=decide`]);
  });

  test("why not me: the requester reads why, and gets no button", async () => {
    const workspace = await aGuardedWorkspace();
    const held = await aHeldSession(workspace);
    const path = `/desk/reviews/${held.reviewId}`;
    const { html } = await (await atDesk(workspace, "olga")).get(path);
    const text = words(html);
    expect(text).toContain("You asked for this.");
    expect(text).toContain("Approve: You asked for this yourself: somebody else has to approve it.");
    expect(html).not.toContain('value="approve"');
    const auditor = await (await atDesk(workspace, "aud")).get(path);
    expect(words(auditor.html)).toContain("You cannot decide this review.");
    expect(words(auditor.html)).toContain("Your role may not do this.");
    expect(auditor.html).not.toContain(`action="${path}/`);
  });

  test("a force group's member may approve by force, and the history says so", async () => {
    const workspace = await aGuardedWorkspace({
      accessRules: [
        {
          name: "prod-writes",
          accessType: "command",
          connections: ["prod-pg"],
          reviewerGroups: ["banking", "sre"],
          allGroupsMustApprove: true,
          forceApprovalGroups: ["oncall"],
        },
      ],
    });
    const held = await aHeldSession(workspace);
    const path = `/desk/reviews/${held.reviewId}`;
    const otto = await atDesk(workspace, "otto");
    expect((await act(otto, path, "decide", [["verdict", "force"]])).status).toBe(303);
    expect(words((await otto.get(path)).html)).toContain("You approved it by force for oncall");
  });

  test("decide and next: the next review of the queue's filters follows, claimed; then the queue", async () => {
    const workspace = await aDesk();
    const [first, second] = [await asked(workspace), await asked(workspace)];
    const bert = await atDesk(workspace, "bert");
    const posted = await act(bert, first, "decide", [
      ["verdict", "approve"],
      ["_next", "status=pending"],
    ]);
    expect([posted.status, posted.headers.get("location")]).toEqual([303, `${second}?next=status%3Dpending`]);
    const page = await bert.get(posted.headers.get("location") ?? "");
    expect(page.html).toContain('<input type="hidden" name="_next" value="status=pending"');
    expect(words(page.html)).toContain("Being worked on by you");
    const last = await bert.post(`${second}/decide`, [
      ...hiddenFields(page.html, `${second}/decide`),
      ["verdict", "approve"],
    ]);
    expect(last.headers.get("location")).toBe("/desk?status=pending&nothing-left=");
  });
});

describe("the other verbs", () => {
  test("note, give, escalate, pause, resume, claim, release, take back: each is one form and one sentence", async () => {
    const workspace = await aDesk();
    const path = await asked(workspace, { dueAt: new Date(Date.now() + 3_600_000).toISOString() });
    const ada = await atDesk(workspace, "ada");
    const steps: readonly (readonly [string, Fields, string])[] = [
      ["note", [["note", "look here"]], "You added a note"],
      ["assign", [["assigned_to", "carla"]], "You gave it to Name of carla"],
      [
        "escalate",
        [
          ["to", "member:bert"],
          ["reason", "urgent"],
        ],
        "You escalated it to level 1 and told Name of bert",
      ],
      ["pause", [["reason", "waiting for papers"]], "You paused its deadline"],
      ["resume", [], "You let its deadline run again"],
      ["claim", [], "Being worked on by you"],
      ["release", [], "It is free for others again."],
      ["cancel", [["reason", "not needed"]], "You took the question back"],
    ];
    for (const [action, fields, sentence] of steps) {
      const posted = await act(ada, path, action, fields);
      expect([action, posted.status]).toEqual([action, 303]);
      expect(words((await ada.get(posted.headers.get("location") ?? "")).html)).toContain(sentence);
    }
    expect((await workspace.as("ada").get(apiPath(path))).body).toMatchObject({ status: "cancelled", version: 7 });
  });

  test("a form that names nobody, or says nothing, comes back with its words and what is wrong", async () => {
    const workspace = await aDesk();
    const path = await asked(workspace);
    const bert = await atDesk(workspace, "bert");
    const escalated = await act(bert, path, "escalate", [
      ["to", "group:none"],
      ["reason", "typed with care"],
    ]);
    expect(escalated.status).toBe(422);
    expect(escalated.html).toContain('<a href="#to">Choose somebody who can be told.</a>');
    expect(escalated.html).toContain("typed with care</textarea>");
    expect((await act(bert, path, "note", [["note", " \r\n "]])).status).toBe(422);
    expect((await act(bert, path, "assign", [["assigned_to", "nobody-here"]])).status).toBe(422);
    expect((await workspace.as("ada").get(apiPath(path))).body).toMatchObject({ version: 1 });
  });

  test("unknown actions and methods are refused", async () => {
    const workspace = await aDesk();
    const path = await asked(workspace);
    const bert = await atDesk(workspace, "bert");
    const fields = hiddenFields((await bert.get(path)).html, `${path}/decide`);
    expect((await bert.post(`${path}/execute`, fields)).status).toBe(404);
    expect((await bert.post(path, fields)).status).toBe(405);
    expect((await bert.get(`${path}/decide`)).headers.get("location")).toBe(path);
  });
});

describe("endings by outcome and by findings", () => {
  test("outcomes and their linked reasons are the workspace's; a reason of another outcome is not meant", async () => {
    const workspace = await anEntityWorkspace();
    await evaluate(workspace.basic("wf"));
    const id = textAt((await workspace.as("ada").get("/v2/reviews?dialect=alloy")).body, "data", 0, "id");
    const path = `/desk/reviews/${id}`;
    const bianca = await atDesk(workspace, "bianca");
    const { html } = await bianca.get(path);
    expect(words(html)).toContain("Somebody has to choose the outcome.");
    expect(words(html)).toContain("Reasons for Denied");
    const none = await act(bianca, path, "outcome", [["notes", "kept"]]);
    expect(none.status).toBe(422);
    expect(none.html).toContain('<a href="#outcome_1">Choose an outcome.</a>');
    const posted = await act(bianca, path, "outcome", [
      ["outcome", "Denied"],
      ["reasons_1", "Bad Quiz"],
      ["reasons_2", "Other"],
    ]);
    expect(posted.status).toBe(303);
    const { body } = await workspace.as("ada").get(`/v2/reviews/${id}`);
    expect(body).toMatchObject({ status: "completed", outcome: "Denied", reasons: ["Bad Quiz"] });
    expect(words((await bianca.get(path)).html)).toContain("You completed it as Denied, because: Bad Quiz");
  });

  test("findings have the fields of their own review; saving merges, completing needs them", async () => {
    const workspace = await aVoiceDesk();
    const analysisId = await anAnalysis(workspace);
    const created = await workspace.as("bot").post("/v1/reviews", { analysisId, assignedTo: "rita" });
    const path = `/desk/reviews/${textAt(created.body, "reviewId")}`;
    const rita = await atDesk(workspace, "rita");
    const opened = await rita.get(path);
    for (const label of [
      "Fraud confirmed",
      "Risk assessment",
      "Flagged sections",
      "Recommended actions",
      "Confidence",
    ]) {
      expect(words(opened.html)).toContain(label);
    }
    const native = /action="(\/desk\/reviews\/[^"]+)\/complete"/.exec(opened.html)?.[1] ?? "";
    const empty = await act(rita, native, "complete");
    expect(empty.status).toBe(422);
    expect(words(empty.html)).toContain("Write your findings first");
    const fields: Fields = [
      ["findings.fraudConfirmed", "yes"],
      ["findings.confidence", "0.9"],
      ["findings.recommendedActions", "Block caller number\r\n\r\nCall back"],
      ["findings.flaggedSections.0.timestamp", "01:23"],
      ["findings.flaggedSections.0.reason", "synthetic"],
    ];
    const { html } = await rita.get(native);
    const secrets = hiddenFields(html, `${native}/complete`);
    const off = fields.map(([name, value]) => [name, name === "findings.confidence" ? "2" : value] as const);
    const wrong = await rita.post(`${native}/findings`, [...secrets, ...off]);
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('<a href="#findings.confidence">');
    expect(wrong.html).toContain('value="01:23"');
    const saved = await rita.post(`${native}/findings`, [...hiddenFields(wrong.html, `${native}/complete`), ...fields]);
    expect([saved.status, saved.headers.get("location")]).toEqual([303, `${native}?done=findings`]);
    const done = await act(rita, native, "complete", [["findings.riskAssessment", "high"]]);
    expect(done.status).toBe(303);
    const { body } = await workspace.as("olga").get(apiPath(native));
    expect(body).toMatchObject({
      status: "completed",
      findings: {
        fraudConfirmed: true,
        confidence: 0.9,
        recommendedActions: ["Block caller number", "Call back"],
        flaggedSections: [{ timestamp: "01:23", reason: "synthetic" }],
        riskAssessment: "high",
      },
    });
  });

  test("where any findings are taken, they are JSON, and only JSON", async () => {
    const workspace = await aDesk();
    const path = await asked(workspace);
    const bert = await atDesk(workspace, "bert");
    const { html } = await bert.get(path);
    expect(html).toContain(`formaction="${path}/findings"`);
    const fields = hiddenFields(html, `${path}/complete`);
    for (const text of ["{", "[1]", "7", "[".repeat(5_000)]) {
      const refused = await bert.post(`${path}/findings`, [...fields, ["findings", text]]);
      expect(refused.status).toBe(422);
      expect(refused.html).toContain('<a href="#findings">Findings must be a JSON object');
    }
    const sent = await bert.post(`${path}/findings`, [...fields, ["findings", '{"__proto__": 1, "risk": "low"}']]);
    expect(sent.status).toBe(303);
    expect((await workspace.as("ada").get(apiPath(path))).body).toMatchObject({ findings: { risk: "low" } });
  });
});
