// Personal data in a trace: searched for in every answer that shows some of the trace, to whomever.
// Source: seed "List the queue"; adjudon.md rulings 5, 13 (Scrub patterns).

import { beforeAll, describe, expect, test } from "vitest";
import type { Client } from "../../support/workspace-builder.ts";
import {
  AGENT,
  aHeldTrace,
  assign,
  aTraceWorkspace,
  decide,
  escalate,
  type Held,
  queue,
  trace,
  type TraceWorkspace,
} from "./world.ts";

const SECRETS = [
  "jo@example.com",
  "DE89 3704 0044 0532 0130 00",
  "4111 1111 1111 1111",
  "078-05-1120",
  "+49 30 901820",
] as const;
const TOLD = SECRETS.join(" or ");

/** Every policy holds; every text of the trace tells everything. */
const aTelltale = (workspace: TraceWorkspace): Promise<Held> =>
  aHeldTrace(workspace, {
    agentId: AGENT.externalId,
    agentVersion: TOLD,
    rationale: TOLD,
    triggeringCondition: TOLD,
    timestamp: TOLD,
    tags: [TOLD],
    alternatives: [{ decision: TOLD }],
    inputContext: { prompt: `${crypto.randomUUID()} ${TOLD}`, messages: [{ content: TOLD }] },
    outputDecision: { action: `refund ${TOLD}`, toolCalls: [{ arguments: { to: TOLD } }] },
    metadata: { note: TOLD },
    mine: [[TOLD]],
  });

const told = (text: string): readonly string[] => SECRETS.filter((secret) => text.includes(secret));

let workspace: TraceWorkspace;
beforeAll(async () => {
  workspace = await aTraceWorkspace({
    policies: [{ name: "all", conditions: [], actions: [{ type: "flag_for_review" }] }],
  });
});

describe("The same scrub holds on every answer of this dialect", () => {
  test.each<[string, (client: Client, held: Held) => Promise<{ readonly status: number; readonly text: string }>]>([
    ["the list of the queue", (client) => queue(client)],
    ["assigning", (client, held) => assign(client, held, { assignedTo: "mia" })],
    ["escalating", (client, held) => escalate(client, held)],
    ["deciding", (client, held) => decide(client, held, "approve")],
    ["the trace", (client, held) => trace(client, held)],
    ["the list of traces", (client) => client.get("/api/v1/traces")],
  ])("%s", async (_, ask) => {
    const { status, text } = await ask(workspace.desk, await aTelltale(workspace));
    expect(status).toBe(200);
    expect(text).toContain("[REDACTED_EMAIL]");
    expect(told(text)).toEqual([]);
  });
});

describe("Native /v2 shows raw data to owners, admins and auditors, and scrubbed data to everybody else", () => {
  const paths = ({ reviewId, traceId }: Held): readonly string[] => [
    `/v2/reviews/${reviewId}`,
    `/v2/reviews?subjectId=${traceId}`,
    `/v2/reviews/${reviewId}/events`,
  ];

  test.each([
    ["ada", true],
    ["adam", true],
    ["aud", true],
    ["mia", false],
    ["vic", false],
  ])("%s, raw: %s", async (name, isRaw) => {
    for (const path of paths(await aTelltale(workspace))) {
      const { status, text } = await workspace.as(name).get(path);
      expect([path, status, told(text)]).toEqual([path, 200, isRaw ? SECRETS : []]);
    }
  });
});
