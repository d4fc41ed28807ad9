// Every entrance, one rule: each rule tried through every door that could break it, with the same verdict in that
// door's own words, and nothing written. Source: DESIGN § 1; issue "The other three APIs", Build 5.

import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { aReview as anEntityReview, evaluate, PARTS as ENTITIES } from "../support/entity-workspace.ts";
import {
  type Answer,
  aClient,
  aMember,
  aWorkspace,
  type Client,
  operator,
  type TestWorkspace,
  textAt,
} from "../support/workspace-builder.ts";
import { atDesk, type DeskVisitor, hiddenFields } from "../support/desk-browser.ts";
import { AGENT, holdsRefunds } from "./adjudon/world.ts";
import { ANALYSIS, FINDINGS } from "./authentivoice/voice-desk.ts";

const MEMBERS = [
  aMember("olga", [], { role: "owner" }),
  aMember("adam", [], { role: "admin" }),
  aMember("rita", ["banking"]),
  aMember("sam", ["sre"]),
  aMember("vic", ["banking"], { role: "viewer" }),
  aMember("aud", [], { role: "auditor" }),
  ...ENTITIES.members.filter(({ id }) => id === "bianca"),
];

/** One workspace that speaks all dialects; its clock is a test's own. */
const aDesk = (): Promise<TestWorkspace> =>
  aWorkspace({
    members: MEMBERS,
    credentials: [{ name: "wf", type: "basic", token: "wf", workflow: "W0000000000000000000000000000001" }],
    agents: [AGENT],
    policies: [holdsRefunds()],
    workflows: ENTITIES["workflows"],
    reviewReasons: ENTITIES["reviewReasons"],
    accessRules: [
      {
        name: "prod",
        accessType: "command",
        connections: ["prod"],
        reviewerGroups: ["banking", "sre"],
        allGroupsMustApprove: true,
        pendingTtlMinutes: 60,
      },
    ],
    testClock: true,
  });

let desk: TestWorkspace;
let elsewhere: TestWorkspace;
let workflow: Client;
beforeAll(async () => {
  [desk, elsewhere] = [await aDesk(), await aDesk()];
  workflow = aClient({ authorization: `Basic ${btoa(`wf:${desk.secretOf("wf")}`)}` });
});

const made = (answer: Answer, status: number): Answer => {
  if (answer.status !== status) throw new Error(`expected ${status}: ${answer.status} ${answer.text}`);
  return answer;
};

/** A held session of Rita's, who sits in one of the groups that are asked. */
const aSession = async (): Promise<string> =>
  textAt(
    made(await desk.as("rita").post("/api/sessions", { connection: "prod", script: "x" }), 202).body,
    "session_id",
  );

let traces = 0;
/** A held trace that Adam, an administrator, has posted himself. */
const aTraceOf = async (poster: string): Promise<string> => {
  traces += 1;
  const trace = {
    agentId: AGENT.externalId,
    inputContext: { prompt: `No. ${traces}` },
    outputDecision: { action: "initiate_refund" },
  };
  return textAt(made(await desk.as(poster).post("/api/v1/traces", trace), 202).body, "reviewId");
};

const aCall = async (): Promise<string> => {
  const analysis = made(await desk.as("adam").post("/v1/analyses", ANALYSIS), 201);
  const body = { analysisId: textAt(analysis.body, "analysisId"), assignedTo: "rita" };
  return textAt(made(await desk.as("adam").post("/v1/reviews", body), 201).body, "reviewId");
};

/** Native id of the review that an evaluation put into the queue, and its entity. */
const anEntity = async (): Promise<{ readonly id: string; readonly entity: string }> => {
  const { entity } = await evaluate(workflow);
  const listed = await desk.as("olga").get(`/v2/reviews?status=pending&subjectId=${entity}`);
  return { id: textAt(listed.body, "data", 0, "id"), entity };
};

const aNative = async (opener: string, more: object = {}): Promise<string> => {
  const body = { subject: { type: "refund", id: "r", attributes: {} }, ...more };
  return textAt(made(await desk.as(opener).post("/v2/reviews", body), 201).body, "id");
};

const nativeDecision = (who: string, id: string, body: object = { verdict: "approve" }) =>
  desk.as(who).post(`/v2/reviews/${id}/decisions`, body);
const nativeBulk = (who: string, id: string) =>
  desk.as(who).post("/v2/reviews/bulk-decisions", { ids: [id], verdict: "approve" });
const groupVote = (who: string, id: string, status = "APPROVED") => desk.as(who).put(`/api/reviews/${id}`, { status });
const queueDecision = (who: string, id: string) =>
  desk.as(who).post(`/api/v1/review-queue/${id}/decision`, { decision: "approve" });
const queueBulk = (who: string, id: string) =>
  desk.as(who).post("/api/v1/review-queue/bulk-decision", { ids: [id], decision: "approve" });
const callUpdate = (who: string, id: string, body: object) => desk.as(who).put(`/v1/reviews/${id}`, body);

const problem = (status: number, code: string) => ({ status, body: { code } });
const inBulk = (code: string) => ({ status: 200, body: { results: [{ status: "refused", error: { code } }] } });
const word = (message: string) => ({ status: 400, body: { message } });
const flat = (status: number, code: string) => ({ status, body: { success: false, code } });
const coded = (status: number, code: string) => ({ status, body: { error: { code } } });

const visitors = new Map<string, Promise<DeskVisitor>>();
const visitor = (who: string): Promise<DeskVisitor> => {
  const known = visitors.get(who) ?? atDesk(desk, who);
  visitors.set(who, known);
  return known;
};

/** A form of the desk, as whoever forges one would fill it in: with the session's own token and the review's version. */
const deskForm = async (
  who: string,
  path: string,
  fields: readonly (readonly [string, string])[],
): Promise<{ readonly status: number; readonly text: string; readonly location: string | null }> => {
  const person = await visitor(who);
  const csrf = new Map(hiddenFields((await person.get("/desk")).html, "/desk/sign-out")).get("_csrf") ?? "";
  const sent = await person.post(path, [["_csrf", csrf], ["_key", crypto.randomUUID()], ...fields]);
  return { status: sent.status, text: sent.html, location: sent.headers.get("location") };
};

/** Native id of a review that some API calls by another name. */
const nativeIdOf = async (id: string): Promise<string> => {
  const found = await env.DB.prepare(
    `SELECT id FROM reviews WHERE workspace_id = ?1 AND (id = ?2 OR id IN
     (SELECT review_id FROM review_aliases WHERE workspace_id = ?1 AND external_id = ?2))`,
  )
    .bind(desk.id, id)
    .first<string>("id");
  return found ?? id;
};

const deskDecision = async (who: string, id: string, verdict = "approve"): Promise<Answer> => {
  const fields = [
    ["_version", String(await versionOf(id))],
    ["verdict", verdict],
  ] as const;
  const { status, text } = await deskForm(who, `/desk/reviews/${encodeURIComponent(id)}/decide`, fields);
  return { status, text, headers: new Headers(), body: null };
};

/** Its result stands in the address of the page that follows: `<review>:<code>`. */
const deskBulk = async (who: string, id: string): Promise<Answer> => {
  const review = await nativeIdOf(id);
  const fields = [
    ["item", `${review}@${String(await versionOf(id))}`],
    ["verdict", "approve"],
  ] as const;
  const { status, text, location } = await deskForm(who, "/desk/bulk", fields);
  const query = new URL(location ?? "/", "https://countersign.test").searchParams;
  return { status, text, headers: new Headers(), body: { refused: query.get("refused")?.split(":")[1] ?? null } };
};

const onPage = (status: number, text: string) => ({ status, text: expect.stringContaining(text) });
const inBulkForm = (refused: string) => ({ status: 303, body: { refused } });

const versionOf = async (id: string): Promise<unknown> =>
  env.DB.prepare(
    `SELECT version FROM reviews WHERE workspace_id = ?1 AND (id = ?2 OR id IN
     (SELECT review_id FROM review_aliases WHERE workspace_id = ?1 AND external_id = ?2))`,
  )
    .bind(desk.id, id)
    .first("version");

interface Attempt {
  readonly entrance: string;
  readonly review: () => Promise<string>;
  readonly attempt: (id: string) => Promise<Answer>;
  readonly verdict: object;
}

/** The verdict in the entrance's words, and a review that is exactly what it was. */
const tryEach = (attempts: readonly Attempt[]): void => {
  test.each(attempts)("$entrance", async ({ review, attempt, verdict }) => {
    const id = await review();
    const before = await versionOf(id);
    expect(before).toBeGreaterThan(0);
    expect(await attempt(id)).toMatchObject(verdict);
    expect(await versionOf(id)).toBe(before);
  });
};

describe("nobody approves their own request", () => {
  const own = () => aNative("rita");
  const ownTrace = () => aTraceOf("adam");
  tryEach([
    {
      entrance: "desk: group review",
      review: aSession,
      attempt: (id) => deskDecision("rita", id),
      verdict: onPage(403, "You asked for this yourself"),
    },
    {
      entrance: "desk, in bulk",
      review: own,
      attempt: (id) => deskBulk("rita", id),
      verdict: inBulkForm("self_approval"),
    },
    {
      entrance: "desk: queue",
      review: ownTrace,
      attempt: (id) => deskDecision("adam", id),
      verdict: onPage(403, "You asked for this yourself"),
    },
    {
      entrance: "group review",
      review: aSession,
      attempt: (id) => groupVote("rita", id),
      verdict: word("unable to self approve review"),
    },
    {
      entrance: "group review, natively",
      review: aSession,
      attempt: (id) => nativeDecision("rita", id),
      verdict: problem(403, "self_approval"),
    },
    {
      entrance: "group review, in bulk",
      review: aSession,
      attempt: (id) => nativeBulk("rita", id),
      verdict: inBulk("self_approval"),
    },
    {
      entrance: "native",
      review: own,
      attempt: (id) => nativeDecision("rita", id),
      verdict: problem(403, "self_approval"),
    },
    {
      entrance: "native, in bulk",
      review: own,
      attempt: (id) => nativeBulk("rita", id),
      verdict: inBulk("self_approval"),
    },
    {
      entrance: "queue",
      review: ownTrace,
      attempt: (id) => queueDecision("adam", id),
      verdict: flat(403, "FORBIDDEN"),
    },
    {
      entrance: "queue, in bulk",
      review: ownTrace,
      attempt: (id) => queueBulk("adam", id),
      verdict: { status: expect.any(Number) },
    },
    {
      entrance: "queue, natively",
      review: ownTrace,
      attempt: (id) => nativeDecision("adam", id),
      verdict: problem(403, "self_approval"),
    },
  ]);
});

describe("what is decided stays decided", () => {
  const after = (make: () => Promise<string>, settle: (id: string) => Promise<Answer>) => async () => {
    const id = await make();
    made(await settle(id), 200);
    return id;
  };
  const rejectedSession = after(aSession, (id) => groupVote("sam", id, "REJECTED"));
  const decidedTrace = after(
    () => aTraceOf("olga"),
    (id) => queueDecision("adam", id),
  );
  const completedCall = after(aCall, (id) => callUpdate("rita", id, { status: "completed", findings: FINDINGS }));
  const decidedNative = after(
    () => aNative("rita"),
    (id) => nativeDecision("sam", id, { verdict: "reject" }),
  );
  const reviewedEntity = async () => {
    const { id, entity } = await anEntity();
    made(await workflow.post(`/v1/entities/${entity}/reviews`, anEntityReview()), 200);
    return id;
  };
  tryEach([
    {
      entrance: "desk: group review",
      review: rejectedSession,
      attempt: (id) => deskDecision("sam", id),
      verdict: onPage(409, "rejected already"),
    },
    {
      entrance: "desk: queue",
      review: decidedTrace,
      attempt: (id) => deskDecision("adam", id),
      verdict: onPage(409, "already"),
    },
    {
      entrance: "desk, in bulk",
      review: decidedNative,
      attempt: (id) => deskBulk("sam", id),
      verdict: inBulkForm("review_closed"),
    },
    {
      entrance: "group review",
      review: rejectedSession,
      attempt: (id) => groupVote("sam", id),
      verdict: word("review is in wrong state"),
    },
    {
      entrance: "group review, natively",
      review: rejectedSession,
      attempt: (id) => nativeDecision("sam", id),
      verdict: problem(409, "review_closed"),
    },
    {
      entrance: "group review, in bulk",
      review: rejectedSession,
      attempt: (id) => nativeBulk("sam", id),
      verdict: inBulk("review_closed"),
    },
    {
      entrance: "queue",
      review: decidedTrace,
      attempt: (id) => queueDecision("adam", id),
      verdict: flat(400, "INVALID_OPERATION"),
    },
    {
      entrance: "queue, in bulk",
      review: decidedTrace,
      attempt: (id) => queueBulk("adam", id),
      verdict: flat(404, "NOT_FOUND"),
    },
    {
      entrance: "queue, natively",
      review: decidedTrace,
      attempt: (id) => nativeDecision("adam", id),
      verdict: problem(409, "review_closed"),
    },
    {
      entrance: "call",
      review: completedCall,
      attempt: (id) => callUpdate("rita", id, { status: "in_progress" }),
      verdict: coded(400, "INVALID_STATUS_TRANSITION"),
    },
    {
      entrance: "call, natively",
      review: completedCall,
      attempt: (id) => desk.as("rita").post(`/v2/reviews/${id}/findings`, { notes: "x" }),
      verdict: problem(409, "review_closed"),
    },
    {
      entrance: "entity, natively",
      review: reviewedEntity,
      attempt: (id) => nativeDecision("olga", id, { outcome: "Approved", reasons: ["Other"] }),
      verdict: problem(409, "review_closed"),
    },
    {
      entrance: "native",
      review: decidedNative,
      attempt: (id) => nativeDecision("sam", id),
      verdict: problem(409, "review_closed"),
    },
    {
      entrance: "native, in bulk",
      review: decidedNative,
      attempt: (id) => nativeBulk("sam", id),
      verdict: inBulk("review_closed"),
    },
  ]);

  test("the sweep: a settled review never expires", async () => {
    const id = await rejectedSession();
    made(await operator.post(`/v2/workspaces/${desk.id}/clock`, { advanceMinutes: 120 }), 200);
    expect((await desk.as("olga").get(`/v2/reviews/${id}`)).body).toMatchObject({ status: "rejected" });
  });
});

describe("who only reads writes nothing", () => {
  const call = () => aCall();
  const both = (
    entrance: string,
    review: () => Promise<string>,
    attempt: (who: string, id: string) => Promise<Answer>,
    verdict: object,
  ) =>
    ["vic", "aud"].map((who) => ({
      entrance: `${entrance}: ${who}`,
      review,
      attempt: (id: string) => attempt(who, id),
      verdict,
    }));
  tryEach([
    ...both("desk", () => aNative("rita"), deskDecision, onPage(403, "Your role may not do this")),
    ...both("desk, in bulk", () => aNative("rita"), deskBulk, inBulkForm("forbidden")),
    ...both("group review", aSession, (who, id) => groupVote(who, id, "REJECTED"), {
      status: 403,
      body: { message: "access denied" },
    }),
    ...both(
      "native",
      () => aNative("rita"),
      (who, id) => nativeDecision(who, id, { verdict: "reject" }),
      problem(403, "forbidden"),
    ),
    ...both("queue", () => aTraceOf("olga"), queueDecision, flat(403, "FORBIDDEN")),
    ...both("queue, in bulk", () => aTraceOf("olga"), queueBulk, flat(403, "FORBIDDEN")),
    ...both("call", call, (who, id) => callUpdate(who, id, { status: "in_progress" }), coded(403, "FORBIDDEN")),
    ...both(
      "call, natively",
      call,
      (who, id) => desk.as(who).post(`/v2/reviews/${id}/complete`, {}),
      problem(403, "forbidden"),
    ),
  ]);
});

describe("a queue item is an administrator's, whichever door", () => {
  tryEach([
    {
      entrance: "queue",
      review: () => aTraceOf("olga"),
      attempt: (id) => queueDecision("rita", id),
      verdict: flat(403, "FORBIDDEN"),
    },
    {
      entrance: "natively",
      review: () => aTraceOf("olga"),
      attempt: (id) => nativeDecision("rita", id),
      verdict: problem(403, "not_eligible"),
    },
    {
      entrance: "native bulk",
      review: () => aTraceOf("olga"),
      attempt: (id) => nativeBulk("rita", id),
      verdict: inBulk("not_eligible"),
    },
  ]);
});

describe("nothing crosses a workspace", () => {
  const stranger = () => elsewhere.as("olga");
  /** A form of a stranger's own session, sent to a review of this workspace. */
  const strangersForm = async (path: string, fields: readonly (readonly [string, string])[]): Promise<Answer> => {
    const person = await atDesk(elsewhere, "olga");
    const csrf = new Map(hiddenFields((await person.get("/desk")).html, "/desk/sign-out")).get("_csrf") ?? "";
    const sent = await person.post(path, [
      ["_csrf", csrf],
      ["_key", crypto.randomUUID()],
      ["verdict", "approve"],
      ...fields,
    ]);
    const refused = new URL(sent.headers.get("location") ?? "/", "https://countersign.test").searchParams.get(
      "refused",
    );
    return {
      status: sent.status,
      text: sent.html,
      headers: sent.headers,
      body: { refused: refused?.split(":")[1] ?? null },
    };
  };
  tryEach([
    {
      entrance: "desk",
      review: () => aNative("rita"),
      attempt: (id) => strangersForm(`/desk/reviews/${id}/decide`, [["_version", "1"]]),
      verdict: { status: 404 },
    },
    {
      entrance: "desk, in bulk",
      review: () => aNative("rita"),
      attempt: (id) => strangersForm("/desk/bulk", [["item", `${id}@1`]]),
      verdict: inBulkForm("not_found"),
    },
    {
      entrance: "group review",
      review: aSession,
      attempt: (id) => stranger().put(`/api/reviews/${id}`, { status: "REJECTED" }),
      verdict: { status: 404, body: { message: "resource not found" } },
    },
    {
      entrance: "native",
      review: () => aNative("rita"),
      attempt: (id) => stranger().post(`/v2/reviews/${id}/decisions`, { verdict: "reject" }),
      verdict: problem(404, "not_found"),
    },
    {
      entrance: "native bulk",
      review: () => aNative("rita"),
      attempt: (id) => stranger().post("/v2/reviews/bulk-decisions", { ids: [id], verdict: "reject" }),
      verdict: inBulk("not_found"),
    },
    {
      entrance: "queue",
      review: () => aTraceOf("olga"),
      attempt: (id) => stranger().post(`/api/v1/review-queue/${id}/decision`, { decision: "reject" }),
      verdict: flat(404, "NOT_FOUND"),
    },
    {
      entrance: "queue, in bulk",
      review: () => aTraceOf("olga"),
      attempt: (id) => stranger().post("/api/v1/review-queue/bulk-decision", { ids: [id], decision: "reject" }),
      verdict: flat(404, "NOT_FOUND"),
    },
    {
      entrance: "call",
      review: aCall,
      attempt: (id) => stranger().put(`/v1/reviews/${id}`, { status: "in_progress" }),
      verdict: coded(404, "REVIEW_NOT_FOUND"),
    },
  ]);

  test("entity: another account's workflow key finds nothing", async () => {
    const { entity } = await anEntity();
    const foreign = aClient({ authorization: `Basic ${btoa(`wf:${elsewhere.secretOf("wf")}`)}` });
    const answer = await foreign.post(`/v1/entities/${entity}/reviews`, anEntityReview());
    expect(answer).toMatchObject({ status: 404, body: { error: { minor_code: 4041 } } });
  });
});

describe("each API serves its own reviews only", () => {
  tryEach([
    {
      entrance: "a queue item is no group review",
      review: () => aTraceOf("olga"),
      attempt: (id) => groupVote("olga", id, "REJECTED"),
      verdict: { status: 404 },
    },
    {
      entrance: "a session is no queue item",
      review: aSession,
      attempt: (id) => queueDecision("adam", id),
      verdict: flat(404, "NOT_FOUND"),
    },
    {
      entrance: "a session is no call",
      review: aSession,
      attempt: (id) => callUpdate("adam", id, { status: "in_progress" }),
      verdict: coded(404, "REVIEW_NOT_FOUND"),
    },
    {
      entrance: "a native review is no queue item",
      review: () => aNative("rita"),
      attempt: (id) => queueDecision("adam", id),
      verdict: flat(404, "NOT_FOUND"),
    },
  ]);
});

describe("completing needs findings, and a second person where one is asked for", () => {
  const halfDone = async () => {
    const id = await aCall();
    made(
      await callUpdate("rita", id, { status: "completed", findings: FINDINGS, additionalReviewRequired: true }),
      200,
    );
    return id;
  };
  tryEach([
    {
      entrance: "call, no findings",
      review: aCall,
      attempt: (id) => callUpdate("rita", id, { status: "completed" }),
      verdict: coded(422, "MISSING_FINDINGS"),
    },
    {
      entrance: "natively, no findings",
      review: aCall,
      attempt: (id) => desk.as("rita").post(`/v2/reviews/${id}/complete`, {}),
      verdict: problem(422, "findings_missing"),
    },
    {
      entrance: "call, confidence above 1",
      review: aCall,
      attempt: (id) => callUpdate("rita", id, { status: "completed", findings: { ...FINDINGS, confidence: 1.1 } }),
      verdict: coded(422, "INVALID_FINDINGS"),
    },
    {
      entrance: "natively, confidence above 1",
      review: aCall,
      attempt: (id) =>
        desk.as("rita").post(`/v2/reviews/${id}/complete`, { findings: { ...FINDINGS, confidence: 1.1 } }),
      verdict: problem(400, "invalid_request"),
    },
    {
      entrance: "saved natively, no risk of the list",
      review: aCall,
      attempt: (id) => desk.as("rita").post(`/v2/reviews/${id}/findings`, { riskAssessment: "huge" }),
      verdict: problem(400, "invalid_request"),
    },
    {
      entrance: "call, same person twice",
      review: halfDone,
      attempt: (id) => callUpdate("rita", id, { status: "completed" }),
      verdict: coded(403, "FORBIDDEN"),
    },
    {
      entrance: "natively, same person twice",
      review: halfDone,
      attempt: (id) => desk.as("rita").post(`/v2/reviews/${id}/complete`, {}),
      verdict: { status: 403 },
    },
    {
      entrance: "a verdict does not complete it",
      review: aCall,
      attempt: (id) => nativeDecision("olga", id),
      verdict: problem(409, "conflict"),
    },
    { entrance: "nor in bulk", review: aCall, attempt: (id) => nativeBulk("olga", id), verdict: inBulk("conflict") },
  ]);
});

describe("an outcome goes with its linked reasons, exact case", () => {
  const queued = async () => (await anEntity()).id;
  const entityOf = async (id: string) => textAt((await desk.as("olga").get(`/v2/reviews/${id}`)).body, "subject", "id");
  tryEach([
    {
      entrance: "entity",
      review: queued,
      attempt: async (id) =>
        workflow.post(`/v1/entities/${await entityOf(id)}/reviews`, anEntityReview("Approved", "Bad Quiz")),
      verdict: { status: 404, body: { error: { minor_code: 4042 } } },
    },
    {
      entrance: "entity, wrong case",
      review: queued,
      attempt: async (id) => workflow.post(`/v1/entities/${await entityOf(id)}/reviews`, anEntityReview("denied")),
      verdict: { status: 404, body: { error: { minor_code: 4042 } } },
    },
    {
      entrance: "natively",
      review: queued,
      attempt: (id) => nativeDecision("olga", id, { outcome: "Approved", reasons: ["Bad Quiz"] }),
      verdict: problem(400, "invalid_request"),
    },
    {
      entrance: "a bare verdict is no outcome",
      review: queued,
      attempt: (id) => nativeDecision("olga", id),
      verdict: problem(409, "conflict"),
    },
  ]);
});

describe("a claim forbids nothing, whichever door", () => {
  const claimedBy = async (who: string, make: () => Promise<string>): Promise<string> => {
    const id = await make();
    made(await desk.as(who).post(`/v2/reviews/${id}/claim`), 200);
    return id;
  };
  test.each<[string, string, () => Promise<string>, (id: string) => Promise<Answer>]>([
    ["group review", "olga", aSession, (id) => groupVote("sam", id, "REJECTED")],
    ["native", "sam", () => aNative("rita"), (id) => nativeDecision("adam", id)],
    ["native, in bulk", "sam", () => aNative("rita"), (id) => nativeBulk("adam", id)],
    ["queue", "olga", () => aTraceOf("rita"), (id) => queueDecision("adam", id)],
    ["queue, in bulk", "olga", () => aTraceOf("rita"), (id) => queueBulk("adam", id)],
    ["call", "sam", aCall, (id) => callUpdate("rita", id, { status: "completed", findings: FINDINGS })],
    [
      "entity, natively",
      "adam",
      async () => (await anEntity()).id,
      (id) => nativeDecision("olga", id, { outcome: "Denied", reasons: ["Other"] }),
    ],
  ])("%s", async (_entrance, claimant, review, decide) => {
    const id = await claimedBy(claimant, review);
    const before = await versionOf(id);
    const answer = await decide(id);
    expect(answer.status, answer.text).toBe(200);
    expect(await versionOf(id)).toBe(Number(before) + 1);
    // What is settled nobody works on any more.
    expect((await desk.as("olga").get(`/v2/reviews/${id}`)).body).toMatchObject({ claim: null });
  });
});

describe("time comes first, whichever door", () => {
  const overdue = async () => {
    const id = await aSession();
    // Only the clock moves; no sweep comes by.
    await env.DB.prepare("UPDATE workspaces SET test_now = test_now + 3660000 WHERE id = ?1").bind(desk.id).run();
    return id;
  };
  test.each([
    ["group review", (id: string) => groupVote("sam", id), word("review is in wrong state")],
    ["natively", (id: string) => nativeDecision("sam", id), problem(409, "review_closed")],
    ["in bulk", (id: string) => nativeBulk("sam", id), inBulk("review_closed")],
  ])("%s", async (_entrance, attempt, verdict) => {
    const id = await overdue();
    expect(await attempt(id)).toMatchObject(verdict);
    expect((await desk.as("olga").get(`/v2/reviews/${id}`)).body).toMatchObject({ status: "expired", version: 2 });
  });
});
