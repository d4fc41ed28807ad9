// One act of a client: sent, judged, written down. 503 is "nobody knows, come back" and has to say so in that API's own
// words; any other 5xx is a failure.

import { setTimeout as sleep } from "node:timers/promises";
import { isErrorOf } from "./fuzz-errors.ts";
import { type Act, againOf, type Answer, type Fate, type Ledger } from "./ledger.ts";

/** Outlives the service's own patience. */
const ANSWER_TIMEOUT_MS = 60_000;

/** Null where no whole answer came. */
const sendAs = async (url: string, act: Act, requestId: string): Promise<Answer | null> => {
  try {
    const response = await fetch(url + act.path, {
      method: act.method,
      headers: {
        "content-type": "application/json",
        "x-request-id": requestId,
        ...act.headers,
        ...(act.isKeyed ? { "idempotency-key": act.requestId } : {}),
      },
      body: act.body,
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  } catch {
    return null;
  }
};

type Form = (answer: Answer) => boolean;
const forms: Readonly<Record<string, Form>> = isErrorOf;

/** What is wrong with an answer; null where nothing is. */
const faultOf = ({ dialect }: Act, answer: Answer): string | null => {
  const { status, headers } = answer;
  if (status < 400) return null;
  if (forms[dialect]?.(answer) !== true) return `no error of ${dialect}'s`;
  if (status >= 500 && status !== 503) return "a server error";
  return status === 503 && !/^[1-9]\d*$/.test(headers.get("retry-after") ?? "") ? "503 without Retry-After" : null;
};

const fateOf = (answer: Answer | null): Fate => {
  if (answer === null || answer.status >= 500) return "unanswered";
  return answer.status < 300 ? "acknowledged" : "refused";
};

const note = (ledger: Ledger, act: Act, answer: Answer | null): void => {
  const fault = answer === null ? "no answer" : faultOf(act, answer);
  if (fault !== null) {
    ledger.failures.push(
      `${act.dialect} ${act.label} -> ${answer?.status ?? "-"} ${answer?.text.slice(0, 200) ?? ""}: ${fault}`,
    );
  }
  ledger.settle(act, fateOf(answer));
};

/** The parsed answer of an act that succeeded; null for any other. */
export const perform = async (url: string, ledger: Ledger, act: Act): Promise<unknown> => {
  const answer = await sendAs(url, act, act.requestId);
  note(ledger, act, answer);
  return answer !== null && answer.status < 300 ? JSON.parse(answer.text === "" ? "null" : answer.text) : null;
};

const PARALLEL = 8;
/** An object that was just reset may say so once more. */
const TRIES = 3;

/** Sends every keyed act of unknown fate again; afterwards its fate is known. Answers how many there were. */
export const sendAgain = async (url: string, ledger: Ledger): Promise<number> => {
  const acts = ledger.withFate("unanswered").filter(({ isKeyed }) => isKeyed);
  const queue = [...acts];
  const work = async (): Promise<void> => {
    for (let act = queue.shift(); act !== undefined; act = queue.shift()) {
      let answer: Answer | null = null;
      for (let tries = 0; tries < TRIES && fateOf(answer) === "unanswered"; tries += 1) {
        if (tries > 0) await sleep(200);
        answer = await sendAs(url, act, againOf(act.requestId));
      }
      note(ledger, act, answer);
      if (fateOf(answer) === "unanswered") ledger.failures.push(`${act.dialect} ${act.label}: still no answer`);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return acts.length;
};
