// A workspace in which time does everything that it can: a warning after half an hour, a breach after an hour, three
// rungs after that; and its reviews, seen from outside.

import { setTimeout as sleep } from "node:timers/promises";
import { bearer, DESK, mixedDocument, REQUESTER } from "./mixed-workspace.ts";
import type { World } from "./world.ts";

/** Minutes after the opening at which a review that nobody touches is told of, and how. */
export const TIMELINE: readonly (readonly [minutes: number, type: string])[] = [
  [30, "sla_at_risk"],
  [60, "sla_breached"],
  [60, "escalated"],
  [90, "escalated"],
  [120, "escalated"],
];

export const timedDocument = (testClock: boolean): object => ({
  ...mixedDocument(),
  ...(testClock ? { testClock } : {}),
  sla: { policies: [{ name: "hour", dueInMinutes: 60, atRiskPercent: 50, onBreach: ["flag", "escalate"] }] },
  escalation: {
    ladder: [
      { afterMinutes: 0, to: ["role:owner"] },
      { afterMinutes: 30, to: ["member:rita"] },
      { afterMinutes: 60, to: ["member:sam"] },
    ],
  },
});

export const call = async (
  world: World,
  method: string,
  path: string,
  by: Readonly<Record<string, string>>,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: unknown }> => {
  const response = await fetch(world.url + path, {
    method,
    headers: { "content-type": "application/json", ...by },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text) };
};

/** Opens so many, a few at once; answers their ids. */
export const openMany = async (world: World, count: number): Promise<readonly string[]> => {
  const ids: string[] = [];
  let left = count;
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const subject = { type: "thing", id: `thing-${left}` };
      const { status, body } = await call(world, "POST", "/v2/reviews", bearer(REQUESTER), { subject });
      if (status !== 201) throw new Error(`not opened: ${status} ${JSON.stringify(body)}`);
      ids.push(String(Reflect.get(Object(body), "id")));
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return ids;
};

export interface SeenEvent {
  readonly type: string;
  readonly at: string;
  readonly automated: boolean;
}

export const eventsOf = async (world: World, id: string): Promise<readonly SeenEvent[]> => {
  const { body } = await call(world, "GET", `/v2/reviews/${id}/events`, bearer(DESK));
  const rows = Reflect.get(Object(body), "data");
  if (!Array.isArray(rows)) throw new Error(`no events of ${id}: ${JSON.stringify(body)}`);
  return rows.map((row) => ({
    type: String(Reflect.get(Object(row), "type")),
    at: String(Reflect.get(Object(row), "at")),
    automated: Reflect.get(Object(Reflect.get(Object(row), "actor")), "kind") === "policy",
  }));
};

/** What the timers of a review did, as `minutes type`. */
export const firedOf = (events: readonly SeenEvent[]): readonly string[] => {
  const openedAt = Date.parse(events[0]?.at ?? "");
  return events
    .filter(({ automated }) => automated)
    .map(({ type, at }) => `${(Date.parse(at) - openedAt) / 60_000} ${type}`);
};

/** What is to have fired of a review that nobody touched, so many minutes after its opening. */
export const expectedBy = (minutes: number): readonly string[] =>
  TIMELINE.filter(([at]) => at <= minutes).map(([at, type]) => `${at} ${type}`);

/** Notes and decisions on these reviews by several clients, until told to stop. Answers what was answered wrongly. */
export const disturb = (world: World, ids: readonly string[]): { readonly stop: () => Promise<readonly string[]> } => {
  let isOver = false;
  const problems: string[] = [];
  const work = async (client: number): Promise<void> => {
    for (let n = client; !isOver; n += 1) {
      const id = ids[n % ids.length] ?? "";
      const isDecision = n % 7 === 0;
      const path = `/v2/reviews/${id}/${isDecision ? "decisions" : "notes"}`;
      const { status } = await call(
        world,
        "POST",
        path,
        bearer(DESK),
        isDecision ? { verdict: "approve" } : { text: "hm" },
      );
      // Contention is answered with 503, a decided review with 409.
      if (status >= 400 && status !== 409 && status !== 503) problems.push(`${path} answered ${status}`);
      await sleep(1);
    }
  };
  const done = Promise.all([0, 1, 2].map(work));
  return {
    stop: async () => {
      isOver = true;
      await done;
      return problems;
    },
  };
};
