// Clients of all five APIs at once: each opens reviews and sends what can race: both groups' votes (through the review's
// object), decisions, bulk decisions, findings, notes, endings. Every act leaves exactly one trace if it is acknowledged.

import { randomUUID } from "node:crypto";
import { perform } from "./act.ts";
import { findings } from "./fuzz-authentivoice.ts";
import type { HeaderList } from "./fuzz-target.ts";
import type { Ledger, Trace } from "./ledger.ts";
import {
  AGENT,
  AGENT_EMAIL,
  basic,
  bearer,
  DESK,
  GUARDED,
  OPEN_CONNECTION,
  REQUESTER,
  REVIEWERS,
  SUBMITTER,
  WORKFLOW,
} from "./mixed-workspace.ts";

export interface MixedLoad {
  readonly url: string;
  readonly ledger: Ledger;
  /** 0 <= n < 1. */
  readonly random: () => number;
}

interface Step {
  readonly dialect: string;
  readonly by: HeaderList;
  readonly method: string;
  readonly path: string;
  /** `mark`: a text that nothing else has. */
  readonly body: (mark: string) => object;
  readonly leaves?: Trace;
  /** False: this route takes no key. */
  readonly takesKey?: boolean;
}

/** Half of the acts that may carry a key do. */
const act = (
  load: MixedLoad,
  { dialect, by, method, path, body, leaves = "event", takesKey = true }: Step,
): Promise<unknown> => {
  const requestId = randomUUID();
  return perform(load.url, load.ledger, {
    requestId,
    dialect,
    label: `${method} ${path.replaceAll(/[0-9a-f-]{36}|(?:R-|rev_|[A-Z]-)[\w-]+/g, "{id}")}`,
    method,
    path,
    headers: by,
    body: JSON.stringify(body(requestId)),
    isKeyed: takesKey && load.random() < 0.5,
    leaves,
  });
};

const textAt = (value: unknown, ...path: readonly string[]): string | null => {
  const found = path.reduce<unknown>(
    (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );
  return typeof found === "string" ? found : null;
};

const hoopStory = async (load: MixedLoad): Promise<void> => {
  const session = (connection: string, leaves: Trace) =>
    act(load, {
      dialect: "hoop",
      by: bearer(REQUESTER),
      method: "POST",
      path: "/api/sessions",
      body: (mark) => ({ connection, script: `select '${mark}'` }),
      leaves,
    });
  const [opened] = await Promise.all([session(GUARDED, "event"), session(OPEN_CONNECTION, "mark")]);
  const id = textAt(opened, "session_id");
  if (id === null) return;
  const votes = REVIEWERS.map((reviewer) =>
    act(load, {
      dialect: "hoop",
      by: bearer(reviewer),
      method: "PUT",
      path: `/api/reviews/${id}`,
      body: () =>
        load.random() < 0.1 ? { status: "REJECTED", rejection_reason: "not today" } : { status: "APPROVED" },
    }),
  );
  await Promise.all(votes);
  const exec = () =>
    act(load, {
      dialect: "hoop",
      by: bearer(REQUESTER),
      method: "POST",
      path: `/api/sessions/${id}/exec`,
      body: () => ({}),
    });
  await Promise.all([exec(), exec()]);
};

const nativeStory = async (load: MixedLoad): Promise<void> => {
  const native = (by: string, path: string, body: (mark: string) => object) =>
    act(load, { dialect: "native", by: bearer(by), method: "POST", path, body });
  const open = (more: object) =>
    native(REQUESTER, "/v2/reviews", (mark) => ({ subject: { type: "payment", id: mark }, ...more }));
  const opened = await Promise.all([
    open({}),
    open({ groups: ["banking", "sre"] }),
    // Overdue before the load is over: the sweep and the decisions meet.
    open({ dueAt: new Date(Date.now() + 1_000).toISOString() }),
    open({}),
  ]);
  const [plain, grouped, due, other] = opened.map((one) => textAt(one, "id"));
  const bulk = [due, other].filter((id) => typeof id === "string");
  const decide = (id: string | null | undefined, by: string) =>
    id == null ? null : native(by, `/v2/reviews/${id}/decisions`, () => ({ verdict: "approve", reason: "fine" }));
  await Promise.all([
    ...[1, 2].map(() => decide(plain, DESK)),
    ...REVIEWERS.map((reviewer) => decide(grouped, reviewer)),
    plain == null ? null : native(DESK, `/v2/reviews/${plain}/notes`, (mark) => ({ text: mark })),
    bulk.length === 0
      ? null
      : native(DESK, "/v2/reviews/bulk-decisions", () => ({ ids: bulk, verdict: "reject", reason: "cleanup" })),
  ]);
};

const adjudonStory = async (load: MixedLoad): Promise<void> => {
  const adjudon = (by: string, method: string, path: string, body: (mark: string) => object) =>
    // Source: adjudon.md ruling 9: only traces take a key.
    act(load, {
      dialect: "adjudon",
      by: bearer(by),
      method,
      path: `/api/v1${path}`,
      body,
      takesKey: path === "/traces",
    });
  const submit = () =>
    adjudon(SUBMITTER, "POST", "/traces", (mark) => ({
      agentId: AGENT,
      inputContext: { prompt: mark },
      outputDecision: { action: "initiate_refund", confidence: 0.9 },
    }));
  const items = (await Promise.all([submit(), submit(), submit()])).flatMap((one) => textAt(one, "reviewId") ?? []);
  const [first, ...others] = items;
  await Promise.all([
    ...(first === undefined
      ? []
      : [
          adjudon("olga", "POST", `/review-queue/${first}/decision`, () => ({ decision: "approve", reason: "fine" })),
          adjudon(DESK, "POST", `/review-queue/${first}/decision`, () => ({ decision: "reject", reason: "no" })),
          adjudon("olga", "POST", `/review-queue/${first}/escalate`, () => ({ reason: "unsure" })),
        ]),
    others.length === 0
      ? null
      : adjudon("olga", "POST", "/review-queue/bulk-decision", () => ({
          ids: others,
          decision: "reject",
          reason: "cleanup",
        })),
  ]);
};

const alloyStory = async (load: MixedLoad): Promise<void> => {
  const alloy = (path: string, body: (mark: string) => object) =>
    act(load, { dialect: "alloy", by: basic("wf"), method: "POST", path: `/v1${path}`, body });
  const evaluated = await alloy("/evaluations", (mark) => ({ name_first: mark, name_last: "Review" }));
  const entity = textAt(evaluated, "entity_token");
  if (entity === null) return;
  const settle = () =>
    alloy(`/entities/${entity}/reviews`, () => ({
      agent: { email: AGENT_EMAIL },
      outcome: "Denied",
      reasons: ["Other"],
      workflow_token: WORKFLOW,
    }));
  const [settled] = await Promise.all([settle(), settle()]);
  const review = textAt(settled, "review_token");
  if (review === null) return;
  await alloy(`/entities/${entity}/reviews/${review}/notes`, (mark) => ({
    note: mark,
    note_author_agent_email: AGENT_EMAIL,
  }));
};

const voiceStory = async (load: MixedLoad): Promise<void> => {
  const voice = (method: string, path: string, body: (mark: string) => object, leaves: Trace = "event") =>
    act(load, { dialect: "authentivoice", by: bearer("olga"), method, path: `/v1${path}`, body, leaves });
  const analysed = await voice(
    "POST",
    "/analyses",
    (mark) => ({ riskScore: 87, riskLevel: "high", fraudIndicators: [], transcription: [], summary: mark }),
    "mark",
  );
  const analysisId = textAt(analysed, "analysisId");
  if (analysisId === null) return;
  const opened = await voice("POST", "/reviews", () => ({ analysisId, assignedTo: "rita", priority: "high" }));
  const review = textAt(opened, "reviewId");
  if (review === null) return;
  await Promise.all([
    voice("PUT", `/reviews/${review}`, () => ({ status: "in_progress", findings: findings() })),
    voice("PUT", `/reviews/${review}`, () => ({ status: "completed", findings: findings() })),
    voice("PUT", `/reviews/${review}`, () => ({ status: "completed", findings: findings() })),
  ]);
};

type Story = (load: MixedLoad) => Promise<void>;

/** Stories whose votes go through the review's object. */
export const GROUP_STORIES: readonly Story[] = [hoopStory, nativeStory];

export const STORIES: readonly Story[] = [hoopStory, nativeStory, adjudonStory, alloyStory, voiceStory];

/** So many stories, by so many clients at once; every kind has its turn. */
export const runMixedLoad = async (
  load: MixedLoad,
  stories: number,
  clients: number,
  kinds: readonly Story[] = STORIES,
): Promise<void> => {
  let begun = 0;
  const work = async (): Promise<void> => {
    while (begun < stories) {
      const story = kinds[begun % kinds.length];
      begun += 1;
      await story?.(load);
    }
  };
  await Promise.all(Array.from({ length: clients }, work));
};
