// Clients under whose hands the service dies: each opens sessions and reviews, and sends everything that can race at once:
// approvals of both groups, a rejection now and then, several claims of one execution, several decisions of one review.

import { setTimeout as sleep } from "node:timers/promises";
import type { Answer, Journal, Operation, Verb } from "./journal.ts";
import { authorizationOf, CONNECTION, DESK, GROUPS, REQUESTER, reviewersOf } from "./workspace.ts";

/** Outlives the run's own patience, not a client's. */
const ANSWER_TIMEOUT_MS = 15_000;

export interface Load {
  readonly url: string;
  readonly journal: Journal;
  /** 0 <= n < 1. */
  readonly random: () => number;
  /** Set just before the kill: from then on a broken connection is what was asked for. */
  readonly isDying: () => boolean;
}

/** Null where the connection broke before the whole answer was read. */
export const send = async (url: string, operation: Operation, requestId: string): Promise<Answer | null> => {
  try {
    const response = await fetch(url + operation.path, {
      method: operation.method,
      headers: {
        authorization: authorizationOf(operation.caller),
        "content-type": "application/json",
        "x-request-id": requestId,
        "idempotency-key": operation.requestId,
      },
      body: operation.body,
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    return { status: response.status, body: await response.text() };
  } catch {
    return null;
  }
};

const perform = async (
  load: Load,
  verb: Verb,
  caller: string,
  method: Operation["method"],
  path: string,
  body: object,
): Promise<Answer | null> => {
  const operation = { requestId: crypto.randomUUID(), verb, caller, method, path, body: JSON.stringify(body) };
  const answer = await send(load.url, operation, operation.requestId);
  load.journal.note(operation, answer, load.isDying());
  return answer;
};

/** How often a reviewer rejects. */
const REJECTIONS = 0.1;
const CLAIMS = 3;
const DECISIONS = 3;

/** A guarded session from its opening to its executor's report. */
const sessionStory = async (load: Load): Promise<void> => {
  const opened = await perform(load, "open", REQUESTER, "POST", "/api/sessions", {
    connection: CONNECTION,
    script: "select 1",
  });
  if (opened?.status !== 202) return;
  const { session_id: sessionId }: { session_id: string } = JSON.parse(opened.body);
  const votes = GROUPS.flatMap((group) =>
    reviewersOf(group).map((reviewer) => {
      const rejects = load.random() < REJECTIONS;
      const body = rejects ? { status: "REJECTED", rejection_reason: "not today" } : { status: "APPROVED" };
      return perform(load, rejects ? "reject" : "approve", reviewer, "PUT", `/api/reviews/${sessionId}`, body);
    }),
  );
  await Promise.all(votes);
  const claims = await Promise.all(
    Array.from({ length: CLAIMS }, () =>
      perform(load, "claim", REQUESTER, "POST", `/api/sessions/${sessionId}/exec`, {}),
    ),
  );
  const won = claims.find((claim) => claim?.status === 202);
  if (won === undefined || won === null) return;
  const { execution_token: executionToken }: { execution_token: string } = JSON.parse(won.body);
  await perform(load, "report", DESK, "PUT", `/v2/reviews/${sessionId}/execution`, {
    executionToken,
    result: "succeeded",
    exitCode: 0,
  });
};

/** A review without groups, decided by several at once: one of them wins. */
const reviewStory = async (load: Load): Promise<void> => {
  const opened = await perform(load, "open", REQUESTER, "POST", "/v2/reviews", {
    subject: { type: "payment", id: crypto.randomUUID(), attributes: { amount: 1 } },
  });
  if (opened?.status !== 201) return;
  const { id }: { id: string } = JSON.parse(opened.body);
  await Promise.all(
    Array.from({ length: DECISIONS }, (_, n) =>
      perform(load, "decide", DESK, "POST", `/v2/reviews/${id}/decisions`, { verdict: n === 0 ? "reject" : "approve" }),
    ),
  );
};

/** How much of the load are sessions. */
const SESSIONS = 0.7;

/** One client, until the service is dead. Never throws for what the service does. */
export const runClient = async (load: Load): Promise<void> => {
  while (!load.isDying()) {
    await (load.random() < SESSIONS ? sessionStory(load) : reviewStory(load));
    // A service that refuses everything must not become a busy loop.
    await sleep(1);
  }
};
