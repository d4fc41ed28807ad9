// Every field of every API that takes free text, as requests: what to send to put a text there, on which review, and in
// which GET it must come back.

import { findings } from "./fuzz-authentivoice.ts";
import type { HeaderList } from "./fuzz-target.ts";
import { AGENT, AGENT_EMAIL, basic, bearer, DESK, GUARDED, REQUESTER, SUBMITTER, WORKFLOW } from "./mixed-workspace.ts";

export interface TextRequest {
  readonly by: HeaderList;
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}

/** Sends a request, answers its parsed body; throws where it is refused. */
export type Setup = (request: TextRequest) => Promise<unknown>;

export interface TextField {
  readonly dialect: string;
  readonly field: string;
  /** Makes what the text is written on; the request that writes it, and where it is read again. */
  readonly plan: (
    text: string,
    setup: Setup,
  ) => Promise<{ readonly write: TextRequest; readonly reads: (answer: unknown) => readonly TextRequest[] }>;
}

const at = (value: unknown, key: string): string => String(Reflect.get(Object(value), key));
const get = (by: HeaderList, path: string): TextRequest => ({ by, method: "GET", path });
const post = (by: HeaderList, path: string, body: object): TextRequest => ({ by, method: "POST", path, body });
const desk = bearer(DESK);
const olga = bearer("olga");

/** A review as the native API shows it, with all its events. */
const shown = (id: string): readonly TextRequest[] => [
  get(desk, `/v2/reviews/${id}`),
  get(desk, `/v2/reviews/${id}/events`),
];

const nativeReview = async (setup: Setup): Promise<string> =>
  at(await setup(post(bearer(REQUESTER), "/v2/reviews", { subject: { type: "thing", id: "t" } })), "id");

const onNative = (field: string, path: string, body: (text: string) => object): TextField => ({
  dialect: "native",
  field,
  plan: async (text, setup) => {
    const id = await nativeReview(setup);
    return { write: post(desk, `/v2/reviews/${id}${path}`, body(text)), reads: () => shown(id) };
  },
});

const opening = (field: string, subject: (text: string) => object): TextField => ({
  dialect: "native",
  field,
  plan: async (text) => ({
    write: post(bearer(REQUESTER), "/v2/reviews", { subject: subject(text) }),
    reads: (answer) => shown(at(answer, "id")),
  }),
});

const session = (script: string) => post(bearer(REQUESTER), "/api/sessions", { connection: GUARDED, script });

const trace = (more: object): TextRequest =>
  post(bearer(SUBMITTER), "/api/v1/traces", {
    agentId: AGENT,
    inputContext: { prompt: "p" },
    outputDecision: { action: "initiate_refund", confidence: 0.9 },
    ...more,
  });

/** The trace itself: a list leaves out what is large. */
const traceOf = (answer: unknown): readonly TextRequest[] => [
  get(olga, `/api/v1/traces/${at(Reflect.get(Object(answer), "data"), "traceId")}`),
];

const onItem = (field: string, path: string, body: (text: string) => object): TextField => ({
  dialect: "adjudon",
  field,
  plan: async (text, setup) => {
    const id = at(await setup(trace({ metadata: { at: crypto.randomUUID() } })), "reviewId");
    return { write: post(olga, `/api/v1/review-queue/${id}/${path}`, body(text)), reads: () => shown(id) };
  },
});

const evaluation = (more: object): TextRequest =>
  post(basic("wf"), "/v1/evaluations", { name_first: "Jo", name_last: "Review", ...more });

const voiceReview = async (setup: Setup, more: object = {}): Promise<string> => {
  const analysis = { riskScore: 87, riskLevel: "high", fraudIndicators: [], transcription: [], summary: "s" };
  const analysisId = at(await setup(post(olga, "/v1/analyses", analysis)), "analysisId");
  return at(await setup(post(olga, "/v1/reviews", { analysisId, assignedTo: "rita", ...more })), "reviewId");
};

const onVoice = (field: string, body: (text: string) => object): TextField => ({
  dialect: "authentivoice",
  field,
  plan: async (text, setup) => {
    const id = await voiceReview(setup);
    const write = { by: olga, method: "PUT", path: `/v1/reviews/${id}`, body: body(text) };
    return { write, reads: () => [get(olga, `/v1/reviews/${id}`), ...shown(id)] };
  },
});

export const TEXT_FIELDS: readonly TextField[] = [
  opening("subject.id", (id) => ({ type: "thing", id })),
  opening("subject.attributes", (text) => ({ type: "thing", id: "t", attributes: { text, deep: [{ text }] } })),
  opening("subject.attributes key", (text) => ({ type: "thing", id: "t", attributes: { [text]: 1 } })),
  onNative("notes", "/notes", (text) => ({ text })),
  onNative("decision.reason", "/decisions", (reason) => ({ verdict: "approve", reason })),
  onNative("decision.notes", "/decisions", (notes) => ({ verdict: "reject", reason: "r", notes })),
  onNative("escalate.reason", "/escalate", (reason) => ({ reason })),
  onNative("cancel.reason", "/cancel", (reason) => ({ reason })),
  onNative("findings.notes", "/findings", (notes) => ({ ...findings(), notes })),
  {
    dialect: "hoop",
    field: "script",
    plan: async (text) => ({
      write: session(text),
      reads: (answer) => [get(bearer(REQUESTER), `/api/sessions/${at(answer, "session_id")}`)],
    }),
  },
  {
    dialect: "hoop",
    field: "rejection_reason",
    plan: async (text, setup) => {
      const id = at(await setup(session("select 1")), "session_id");
      const body = { status: "REJECTED", rejection_reason: text };
      return {
        write: { by: bearer("rita"), method: "PUT", path: `/api/reviews/${id}`, body },
        reads: () => [get(bearer("rita"), `/api/reviews/${id}`), ...shown(id)],
      };
    },
  },
  {
    dialect: "adjudon",
    field: "inputContext",
    plan: async (text) => ({ write: trace({ inputContext: { prompt: text } }), reads: traceOf }),
  },
  {
    dialect: "adjudon",
    field: "metadata",
    plan: async (text) => ({ write: trace({ metadata: { text, at: crypto.randomUUID() } }), reads: traceOf }),
  },
  onItem("decision.reason", "decision", (reason) => ({ decision: "approve", reason })),
  onItem("decision.notes", "decision", (notes) => ({ decision: "reject", reason: "r", notes })),
  onItem("escalate.reason", "escalate", (reason) => ({ reason })),
  {
    dialect: "alloy",
    field: "name_first",
    plan: async (text) => ({
      write: evaluation({ name_first: text }),
      reads: (answer) => {
        const path = `/v1/entities/${at(answer, "entity_token")}/evaluations/${at(answer, "evaluation_token")}`;
        return [get(basic("wf"), path)];
      },
    }),
  },
  {
    dialect: "alloy",
    field: "note",
    plan: async (text, setup) => {
      const entity = at(await setup(evaluation({})), "entity_token");
      const review = await setup(
        post(basic("wf"), `/v1/entities/${entity}/reviews`, {
          agent: { email: AGENT_EMAIL },
          outcome: "Denied",
          reasons: ["Other"],
          workflow_token: WORKFLOW,
        }),
      );
      const path = `/v1/entities/${entity}/reviews/${at(review, "review_token")}`;
      const body = { note: text, note_author_agent_email: AGENT_EMAIL };
      return { write: post(basic("wf"), `${path}/notes`, body), reads: () => [get(basic("wf"), path)] };
    },
  },
  {
    dialect: "authentivoice",
    field: "summary",
    plan: async (text) => ({
      write: post(olga, "/v1/analyses", {
        riskScore: 1,
        riskLevel: "low",
        fraudIndicators: [],
        transcription: [{ at: 0, text }],
        summary: text,
      }),
      reads: (answer) => [get(olga, `/v1/analyses/${at(answer, "analysisId")}`)],
    }),
  },
  {
    dialect: "authentivoice",
    field: "instructions",
    plan: async (text, setup) => {
      const analysis = { riskScore: 8, riskLevel: "high", fraudIndicators: [], transcription: [], summary: "s" };
      const analysisId = at(await setup(post(olga, "/v1/analyses", analysis)), "analysisId");
      return {
        write: post(olga, "/v1/reviews", { analysisId, assignedTo: "rita", instructions: text }),
        reads: (answer) => [get(olga, `/v1/reviews/${at(answer, "reviewId")}`)],
      };
    },
  },
  onVoice("findings.notes", (notes) => ({ status: "in_progress", findings: { ...findings(), notes } })),
  onVoice("escalationReason", (escalationReason) => ({ status: "escalated", escalationReason })),
];
