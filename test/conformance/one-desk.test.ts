// One desk: reviews of all five APIs in one workspace, listed, read, audited and decided natively, each in the words in
// which it ends; and each API serving its own and nobody else's.
// Source: issue "The other three APIs", Build 4; workspace.md 4 and last paragraph.

import { beforeAll, describe, expect, test } from "vitest";
import {
  aReview as anEntityReview,
  evaluate,
  listAt,
  PARTS as ENTITIES,
  valueAt,
} from "../support/entity-workspace.ts";
import {
  type Answer,
  aClient,
  aMember,
  aWorkspace,
  type Client,
  type TestWorkspace,
  textAt,
} from "../support/workspace-builder.ts";
import { AGENT, aTrace, holdsRefunds } from "./adjudon/world.ts";
import { ANALYSIS, FINDINGS } from "./authentivoice/voice-desk.ts";

const DIALECTS = ["hoop", "adjudon", "alloy", "authentivoice", "native"] as const;
type Name = (typeof DIALECTS)[number];

/** One review as its own API made it. */
interface Made {
  readonly dialect: Name;
  /** Ids under which the native API finds it, beside its own. */
  readonly aliases: readonly string[];
  readonly subject: { readonly type: string; readonly id: string };
  /** Its status in its own API's words. */
  readonly readOwn: () => Promise<unknown>;
}

let desk: TestWorkspace;
let workflow: Client;

const made = (answer: Answer, status: number): Answer => {
  if (answer.status !== status) throw new Error(`expected ${status}: ${answer.status} ${answer.text}`);
  return answer;
};

const aSession = async (): Promise<Made> => {
  const opened = made(await desk.as("max").post("/api/sessions", { connection: "prod", script: "x" }), 202);
  const session = textAt(opened.body, "session_id");
  return {
    dialect: "hoop",
    aliases: [session],
    subject: { type: "session", id: session },
    readOwn: async () => valueAt((await desk.as("olga").get(`/api/reviews/${session}`)).body, "status"),
  };
};

const aHeldTrace = async (): Promise<Made> => {
  const posted = made(await desk.as("bot").post("/api/v1/traces", aTrace("initiate_refund")), 202);
  const [item, trace] = [textAt(posted.body, "reviewId"), textAt(posted.body, "data", "traceId")];
  return {
    dialect: "adjudon",
    aliases: [item],
    subject: { type: "trace", id: trace },
    readOwn: async () => {
      const { body } = await desk.as("olga").get("/api/v1/review-queue");
      const found = listAt(body, "data").find((entry) => valueAt(entry, "id") === item);
      return valueAt(found, "status");
    },
  };
};

const anEntity = async (): Promise<Made> => {
  const { entity } = await evaluate(workflow);
  const queue = await desk.as("olga").get(`/v2/reviews?subjectId=${entity}`);
  return {
    dialect: "alloy",
    aliases: listAt(valueAt(queue.body, "data", "0"), "aliases").map((alias) => textAt(alias, "id")),
    subject: { type: "entity", id: entity },
    readOwn: async () => {
      const { body } = await workflow.get(`/v1/entities/${entity}/reviews`);
      return valueAt(listAt(body, "reviews")[0], "outcome");
    },
  };
};

const aCall = async (): Promise<Made> => {
  const analysis = made(await desk.as("bot").post("/v1/analyses", ANALYSIS), 201);
  const analysisId = textAt(analysis.body, "analysisId");
  const created = made(await desk.as("bot").post("/v1/reviews", { analysisId, assignedTo: "rita" }), 201);
  const id = textAt(created.body, "reviewId");
  return {
    dialect: "authentivoice",
    aliases: [id],
    subject: { type: "analysis", id: analysisId },
    readOwn: async () => valueAt((await desk.as("olga").get(`/v1/reviews/${id}`)).body, "status"),
  };
};

const aNative = async (): Promise<Made> => {
  const subject = { type: "refund", id: crypto.randomUUID() };
  const id = textAt(made(await desk.as("bot").post("/v2/reviews", { subject }), 201).body, "id");
  return {
    dialect: "native",
    aliases: [],
    subject,
    readOwn: async () => valueAt((await desk.as("olga").get(`/v2/reviews/${id}`)).body, "status"),
  };
};

const MAKERS = { hoop: aSession, adjudon: aHeldTrace, alloy: anEntity, authentivoice: aCall, native: aNative } as const;

/** Native id of a review that has just been made. */
const idOf = async ({ subject }: Made): Promise<string> => {
  const { body } = await desk.as("olga").get(`/v2/reviews?subjectType=${subject.type}&subjectId=${subject.id}`);
  return textAt(body, "data", 0, "id");
};

const everyPage = async (who: string, query: string): Promise<readonly unknown[]> => {
  const found: unknown[] = [];
  for (let cursor = ""; ; ) {
    const page = made(await desk.as(who).get(`/v2/reviews?limit=3${query}${cursor}`), 200);
    found.push(...listAt(page.body, "data"));
    const next = valueAt(page.body, "nextCursor");
    if (typeof next !== "string") return found;
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
};

beforeAll(async () => {
  desk = await aWorkspace({
    members: [
      aMember("olga", [], { role: "owner" }),
      aMember("rita", ["banking"]),
      aMember("sam", ["sre"]),
      aMember("max"),
      ...ENTITIES.members.filter(({ id }) => id === "bianca"),
    ],
    credentials: [
      { name: "bot", role: "member" },
      { name: "wf", type: "basic", token: "wf", workflow: "W0000000000000000000000000000001" },
    ],
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
      },
    ],
  });
  workflow = aClient({ authorization: `Basic ${btoa(`wf:${desk.secretOf("wf")}`)}` });
});

describe("listed and read", () => {
  let all: readonly { readonly made: Made; readonly id: string }[];
  beforeAll(async () => {
    const reviews: Made[] = [];
    for (const dialect of [...DIALECTS, ...DIALECTS]) reviews.push(await MAKERS[dialect]());
    all = await Promise.all(reviews.map(async (review) => ({ made: review, id: await idOf(review) })));
  });

  test("GET /v2/reviews lists the reviews of every API together, newest first", async () => {
    const listed = await everyPage("olga", "");
    const ids = listed.map((review) => valueAt(review, "id"));
    expect(ids).toEqual(all.map(({ id }) => id).toReversed());
    expect(listed.map((review) => valueAt(review, "dialect"))).toEqual(
      all.map(({ made: { dialect } }) => dialect).toReversed(),
    );
    expect(listed.map((review) => valueAt(review, "subject", "id"))).toEqual(
      all.map(({ made: { subject } }) => subject.id).toReversed(),
    );
  });

  test.each(DIALECTS)("?dialect=%s lists that API's and no others", async (dialect) => {
    const listed = await everyPage("olga", `&dialect=${dialect}`);
    const own = all.filter(({ made: review }) => review.dialect === dialect);
    expect(listed.map((review) => valueAt(review, "id"))).toEqual(own.map(({ id }) => id).toReversed());
  });

  test("a member who is no reader of a session's review sees the others'", async () => {
    const listed = await everyPage("bianca", "");
    const others = all.filter(({ made: { dialect } }) => dialect !== "hoop");
    expect(listed.map((review) => valueAt(review, "id"))).toEqual(others.map(({ id }) => id).toReversed());
  });

  test("each is read by its native id and by every id that its API gave it: the same review", async () => {
    for (const { made: review, id } of all) {
      const byId = made(await desk.as("olga").get(`/v2/reviews/${id}`), 200);
      expect(byId.body).toMatchObject({ id, dialect: review.dialect, status: "pending", subject: review.subject });
      expect(listAt(byId.body, "aliases").map((alias) => valueAt(alias, "id"))).toEqual(
        expect.arrayContaining([...review.aliases]),
      );
      for (const alias of review.aliases) {
        expect((await desk.as("olga").get(`/v2/reviews/${alias}`)).body).toEqual(byId.body);
      }
    }
  });

  test("each has an audit trail that begins with its opening through its own API, and verifies", async () => {
    for (const { made: review, id } of all) {
      const events = made(await desk.as("olga").get(`/v2/reviews/${id}/events`), 200);
      expect(events.body).toMatchObject({
        reviewId: id,
        data: [{ version: 1, type: "opened", entrance: review.dialect, previousHash: "" }],
      });
      const verified = made(await desk.as("olga").get(`/v2/reviews/${id}/events/verification`), 200);
      expect(verified.body).toMatchObject({ valid: true, complete: true, break: null });
    }
  });

  test("each API serves only its own: another's ids are not found, and its lists hold none of them", async () => {
    const olga = desk.as("olga");
    const [hoop, adjudon] = [await olga.get("/api/reviews"), await olga.get("/api/v1/review-queue")];
    const voice = await olga.get("/v1/reviews");
    expect(voice.body).toMatchObject({ total: 2 });
    expect(adjudon.body).toMatchObject({ total: 2 });
    expect(JSON.parse(hoop.text)).toHaveLength(2);
    const decision = { decision: "approve" };
    for (const { made: review, id } of all) {
      for (const name of [id, ...review.aliases]) {
        const knocks: readonly (readonly [Name, () => Promise<Answer>])[] = [
          ["hoop", () => olga.get(`/api/reviews/${name}`)],
          ["hoop", () => olga.put(`/api/reviews/${name}`, { status: "APPROVED" })],
          ["authentivoice", () => olga.get(`/v1/reviews/${name}`)],
          ["authentivoice", () => olga.put(`/v1/reviews/${name}`, { findings: FINDINGS })],
          ["alloy", () => workflow.get(`/v1/entities/${review.subject.id}/reviews/${name}`)],
          ["adjudon", () => olga.post(`/api/v1/review-queue/${name}/decision`, decision)],
        ];
        for (const [dialect, knock] of knocks.filter(([owner]) => owner !== review.dialect)) {
          expect({ name, dialect, status: (await knock()).status }).toEqual({ name, dialect, status: 404 });
        }
      }
      expect((await olga.get(`/v2/reviews/${id}`)).body).toMatchObject({ version: 1 });
    }
  });
});

describe("decided natively, in the words in which it ends", () => {
  const decide = (who: string, id: string, body: object): Promise<Answer> =>
    desk.as(who).post(`/v2/reviews/${id}/decisions`, body);
  const lastEvent = async (id: string): Promise<unknown> => {
    const { body } = await desk.as("olga").get(`/v2/reviews/${id}/events`);
    return listAt(body, "data").at(-1);
  };
  const expectNativeEnd = async (id: string, type: string): Promise<void> => {
    expect(await lastEvent(id)).toMatchObject({ type, entrance: "native" });
    const verified = await desk.as("olga").get(`/v2/reviews/${id}/events/verification`);
    expect(verified.body).toMatchObject({ valid: true, complete: true });
  };

  test("hoop: both groups approve, by the session's id", async () => {
    const review = await aSession();
    const [session = ""] = review.aliases;
    expect((await decide("rita", session, { verdict: "approve" })).body).toMatchObject({ status: "pending" });
    expect((await decide("sam", session, { verdict: "approve" })).body).toMatchObject({ status: "approved" });
    expect(await review.readOwn()).toBe("APPROVED");
    await expectNativeEnd(await idOf(review), "approved");
    expect((await decide("sam", session, { verdict: "revoke" })).body).toMatchObject({ status: "revoked" });
    expect(await review.readOwn()).toBe("REVOKED");
  });

  test("Adjudon: an owner rejects, and the trace is blocked by a person", async () => {
    const review = await aHeldTrace();
    const id = await idOf(review);
    expect(await decide("rita", id, { verdict: "reject" })).toMatchObject({ status: 403 });
    expect((await decide("olga", id, { verdict: "reject", reason: "No" })).body).toMatchObject({ status: "rejected" });
    expect(await review.readOwn()).toBe("rejected");
    expect((await desk.as("olga").get(`/api/v1/traces/${review.subject.id}`)).body).toMatchObject({
      data: { status: "blocked", humanOverride: true },
    });
    await expectNativeEnd(id, "rejected");
  });

  test("Alloy: an outcome with its linked reasons; a bare verdict is not how it ends", async () => {
    const review = await anEntity();
    const id = await idOf(review);
    const { outcome, reasons } = anEntityReview();
    expect(await decide("rita", id, { verdict: "reject" })).toMatchObject({ status: 409 });
    expect(await decide("rita", id, { outcome: "denied", reasons })).toMatchObject({ status: 400 });
    expect((await decide("rita", id, { outcome, reasons })).body).toMatchObject({
      status: "completed",
      outcome,
      reasons,
      decision: { verdict: "reject" },
    });
    expect(await review.readOwn()).toBe(outcome);
    await expectNativeEnd(id, "completed");
  });

  test("AuthentiVoice: findings, then completion; a bare verdict is not how it ends", async () => {
    const review = await aCall();
    const [id = ""] = review.aliases;
    expect(await decide("rita", id, { verdict: "approve" })).toMatchObject({ status: 409 });
    made(await desk.as("rita").post(`/v2/reviews/${id}/findings`, FINDINGS), 200);
    const completed = await desk.as("rita").post(`/v2/reviews/${id}/complete`, {});
    expect(completed.body).toMatchObject({ status: "completed", findings: FINDINGS });
    expect(await review.readOwn()).toBe("completed");
    await expectNativeEnd(await idOf(review), "completed");
  });

  test("native: one approval", async () => {
    const review = await aNative();
    const id = await idOf(review);
    expect((await decide("rita", id, { verdict: "approve" })).body).toMatchObject({ status: "approved" });
    await expectNativeEnd(id, "approved");
  });

  test("what is final natively is final everywhere: one bulk over all five, one result each", async () => {
    const reviews = await Promise.all(DIALECTS.map((dialect) => MAKERS[dialect]()));
    const ids = await Promise.all(reviews.map(idOf));
    const bulk = await desk.as("olga").post("/v2/reviews/bulk-decisions", { ids, verdict: "reject" });
    const byDialect = Object.fromEntries(
      listAt(bulk.body, "results").map((result, index) => [DIALECTS[index], valueAt(result, "status")]),
    );
    expect(byDialect).toEqual({
      hoop: "decided",
      adjudon: "decided",
      alloy: "refused",
      authentivoice: "refused",
      native: "decided",
    });
    const own = await Promise.all(reviews.map(({ readOwn }) => readOwn()));
    expect(own).toEqual(["REJECTED", "rejected", undefined, "pending", "rejected"]);
  });
});
