// The model case of `npm run faults`: random stories told to a real local service and to a model at once, some commands
// two at a time. Afterwards versions, audit rows and outbox rows must agree and every chain must verify, in the file itself.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runStories } from "../support/model/service-run.ts";
import type { Send } from "../support/model/service-world.ts";
import { checkDatabase } from "./check-database.ts";
import type { Flags } from "./flags.ts";
import { Journal } from "./journal.ts";
import { migrate, OPERATOR_TOKEN, startServer } from "./server.ts";

/** Commands of the longest story: long enough for a review to live through all of its states. */
const LONGEST = 120;
/** Stories at a time, each in a workspace of its own. */
const PARALLEL = 4;
/** Commands between two lines of progress. */
const SHOWN_EACH = 1_000;
const ANSWER_WITHIN_MS = 60_000;

const sendTo =
  (url: string): Send =>
  async ({ method, path, headers, body }) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      ...(body === null ? {} : { body }),
    });
    return { status: response.status, text: await response.text() };
  };

/** Prints what it did; answers where the service and the model differed, and what the database holds against it. */
export const runModel = async ({ commands, seed }: Pick<Flags, "commands" | "seed">): Promise<readonly string[]> => {
  console.log(`model: ${commands} commands, seed ${seed} (again: --only model --commands ${commands} --seed ${seed})`);
  const persistTo = mkdtempSync(join(tmpdir(), "countersign-model-"));
  migrate(persistTo);
  const server = await startServer(persistTo);
  const begun = Date.now();
  try {
    const send = sendTo(server.url);
    let shown = 0;
    const onStory = (stories: number, sent: number): void => {
      if (sent < shown + SHOWN_EACH) return;
      shown = sent;
      console.log(`  ${stories} stories, ${sent} commands so far`);
    };
    const size = { commands, longest: LONGEST, parallel: PARALLEL, seed };
    const report = await runStories({ send, operatorToken: OPERATOR_TOKEN, onStory, ...size });
    await server.kill();
    const { reviews, events, violations } = await checkDatabase(persistTo, new Journal());
    const statuses = Object.entries(report.statuses)
      .toSorted(([, a], [, b]) => b - a)
      .map(([status, count]) => `${count} ${status}`);
    console.log(
      `  ${report.stories} stories, ${report.sent} commands (${report.accepted} accepted, ${report.pairs} pairs at once), ` +
        `${report.divergences.length} divergences\n  ${reviews} reviews (${statuses.join(", ")}), ${events} events, ` +
        `${violations.length} violations, in ${Math.round((Date.now() - begun) / 1_000)} s`,
    );
    return [...report.divergences, ...violations];
  } finally {
    await server.kill();
    rmSync(persistTo, { recursive: true, force: true });
  }
};
