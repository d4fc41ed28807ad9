// POST /desk/bulk: one verdict on the chosen reviews, in one commit, with one result for each. What was chosen carries the
// version that was seen: what has changed since is not decided.

import type { Answer } from "../../app/ports.ts";
import { metaOf } from "../../app/run-command.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { CastVote } from "../../core/review/commands.ts";
import type { DeskContext } from "../context.ts";
import { ENTRANCE, keyOf, scopeOf, textField } from "../form.tsx";
import { type ItemResult, resultsOf } from "./outcome.ts";

/** As many as the API takes. */
const MAX_ITEMS = 100;
const MAX_REASON_CHARS = 2_000;
const ITEM = /^([0-9a-f-]{36})@([1-9]\d{0,8})$/;

/** Review -> version that was seen. Null: something was chosen that no page offered. */
const chosenIn = (form: URLSearchParams): ReadonlyMap<string, number> | null => {
  const items = form.getAll("item").map((text) => ITEM.exec(text));
  const chosen = items.flatMap((item) => (item === null ? [] : [[item[1] ?? "", Number(item[2])] as const]));
  return chosen.length === items.length ? new Map(chosen) : null;
};

const verdictIn = (form: URLSearchParams): CastVote["verdict"] | null => {
  const verdict = form.get("verdict");
  return verdict === "approve" || verdict === "reject" ? verdict : null;
};

const toAnswer = (results: readonly ItemResult[]): Answer => ({
  type: "body",
  status: 200,
  body: { results: results.map(({ id, code }) => ({ id, code })) },
});

interface StoredResults {
  readonly results: readonly ItemResult[];
}

/** What was stored under the key is what this file stored. */
const isResults = (body: object): body is StoredResults => "results" in body && Array.isArray(body.results);

const replayed = (answer: Answer): Result<readonly ItemResult[], string> =>
  answer.type === "body" && isResults(answer.body) ? ok(answer.body.results) : err(TWICE);

const TWICE = "This form was sent before with another choice. Choose again.";
const NOTHING_CHOSEN = "Choose at least one review first.";

/** The result for each, or why nothing was done. */
export const decideChosen = async (c: DeskContext): Promise<Result<readonly ItemResult[], string>> => {
  const { form, principal, services, requestId, answer } = c.var;
  const [chosen, verdict] = [chosenIn(form), verdictIn(form)];
  const reason = textField(form, "reason");
  if (chosen === null || verdict === null || keyOf(form) === null) return err("The form did not arrive whole.");
  if (chosen.size === 0) return err(NOTHING_CHOSEN);
  if (chosen.size > MAX_ITEMS) return err(`Choose at most ${MAX_ITEMS} reviews.`);
  if (reason !== null && reason.length > MAX_REASON_CHARS) return err("The reason is too long.");
  const idempotency = await scopeOf(c);
  if (answer !== null) return answer.fingerprint === idempotency?.fingerprint ? replayed(answer.answer) : err(TWICE);
  const decided = await services.decideMany({
    workspaceId: principal.workspaceId,
    asked: [...chosen.keys()],
    commandFor: () => ({ type: "CastVote", verdict, reason, notes: null, force: false, timeWindow: null }),
    meta: metaOf(principal, { entrance: ENTRANCE, requestId }, services.clock),
    versionOf: (asked) => chosen.get(asked) ?? null,
    idempotency,
    answer: (outcomes) => toAnswer(resultsOf(outcomes)),
  });
  if (!decided.ok)
    return err(decided.error.type === "unavailable" ? "Too busy just now: nothing was sent. Try again." : TWICE);
  return decided.value.type === "replayed" ? replayed(decided.value.answer) : ok(resultsOf(decided.value.outcomes));
};
