// One line in the log for one run of an endpoint's queue: how many attempts it made, and what came of them. Never a
// body, a secret, the receiver's URL or its answer. A run that had nothing to send says nothing.

import { costOf, newScope, type RequestScope } from "../app/log-ports.ts";
import type { Instant } from "../core/time.ts";
import type { Drained } from "./drain.ts";
import { isDelivered, type Send } from "./send.ts";

export interface LoggedDrainDeps {
  readonly send: Send;
  readonly now: () => Instant;
  readonly log: (line: Readonly<Record<string, unknown>>) => void;
  /** Runs the drain so that what it does is counted in the scope. */
  readonly inScope: (scope: RequestScope, run: () => Promise<Drained>) => Promise<Drained>;
}

/** Throws what the drain throws, after the line. */
export const loggedDrain = async (
  { send, now, log, inScope }: LoggedDrainDeps,
  address: { readonly workspaceId: string; readonly endpointId: string },
  drain: (send: Send) => Promise<Drained>,
): Promise<Drained> => {
  const startedAt = now();
  const scope = newScope();
  let [attempts, delivered] = [0, 0];
  const counted: Send = async (...message) => {
    attempts += 1;
    const outcome = await send(...message);
    if (isDelivered(outcome)) delivered += 1;
    return outcome;
  };
  const tell = (end: Readonly<Record<string, unknown>>): void => {
    const { workspaceId, endpointId } = address;
    const durationMs = now() - startedAt;
    log({ event: "drain", workspaceId, endpointId, attempts, delivered, durationMs, ...costOf(scope), ...end });
  };
  try {
    const drained = await inScope(scope, () => drain(counted));
    if (attempts > 0) tell({ isMore: drained.isMore, nextAt: drained.nextAt });
    return drained;
  } catch (error) {
    // The message may carry SQL and parameters: only the kind of error is logged.
    tell({ failed: error instanceof Error ? error.name : "unknown" });
    throw error;
  }
};
