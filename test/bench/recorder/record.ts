// Sends one operation to the recorder and takes down what it did to D1.

import type { Recording } from "../floor/make-plan.ts";
import type { PreparedRequest } from "../harness/load.ts";
import { sendOne } from "../workspaces.ts";
import type { TracedCall } from "./traced-d1.ts";

/** What one operation costs, as D1 itself counts it. */
export interface Counts {
  readonly roundTrips: number;
  readonly rowsRead: number;
  readonly rowsWritten: number;
}

const takeCalls = async (url: string): Promise<readonly TracedCall[]> => {
  const response = await fetch(`${url}/recorder/calls`);
  const calls: readonly TracedCall[] = JSON.parse(await response.text());
  return calls;
};

/** Nothing else may run on the recorder meanwhile. */
export const record = async (url: string, request: PreparedRequest): Promise<Recording> => {
  await takeCalls(url);
  const answer = await sendOne(url, request);
  return { ...answer, calls: await takeCalls(url) };
};

export const countsOf = ({ calls }: Recording): Counts => {
  const statements = calls.flatMap((call) => call.statements);
  return {
    roundTrips: calls.length,
    rowsRead: statements.reduce((sum, { rowsRead }) => sum + rowsRead, 0),
    rowsWritten: statements.reduce((sum, { rowsWritten }) => sum + rowsWritten, 0),
  };
};
