// What the log says of a request, a run of Cron or a drain, collected while it goes on: which workspace and review it was
// about, and what it cost at D1. The scope travels with the call (AsyncLocalStorage), so nothing has to hand it on.

import { AsyncLocalStorage } from "node:async_hooks";
import type { RequestScope } from "./app/log-ports.ts";
import type { Services } from "./app/services.ts";
import type { Env } from "./env.ts";
import { type Costs, meterD1 } from "./store/metered-d1.ts";

const scopes = new AsyncLocalStorage<RequestScope>();

/** Runs something whose cost goes to `scope`. */
export const inScope = <T>(scope: RequestScope, run: () => T): T => scopes.run(scope, run);

/** One line of the log: one call, one JSON text. */
export const log = (line: Readonly<Record<string, unknown>>): void => console.log(JSON.stringify(line));

const noteCall = (costs: Costs): void => {
  const scope = scopes.getStore();
  if (scope === undefined) return;
  scope.d1RoundTrips += 1;
  for (const { meta } of costs) {
    scope.rowsRead += meta.rows_read;
    scope.rowsWritten += meta.rows_written;
  }
};

/** The same bindings with a database that is counted. */
export const meteredEnv = (env: Env): Env => ({ ...env, DB: meterD1(env.DB, noteCall) });

/** What the object of a review has spent while a request waited for it. */
export const noteObjectRoundTrips = (roundTrips: number): void => {
  const scope = scopes.getStore();
  if (scope !== undefined) scope.objectRoundTrips += roundTrips;
};

const noteIds = (workspaceId: string, reviewId: string | null): void => {
  const scope = scopes.getStore();
  if (scope === undefined) return;
  scope.workspaceId = workspaceId;
  scope.reviewId = reviewId ?? scope.reviewId;
};

/** The same services, which remember for the log whom they have let in and what was opened. */
export const noting = (services: Services): Services => ({
  ...services,
  authenticate: async (request) => {
    const authenticated = await services.authenticate(request);
    if (authenticated.ok) {
      const { principal, target } = authenticated.value;
      noteIds(principal.workspaceId, target?.reviewId ?? null);
    }
    return authenticated;
  },
  issueToken: async (request) => {
    const issued = await services.issueToken(request);
    if (issued.ok) noteIds(issued.value.principal.workspaceId, null);
    return issued;
  },
  enterAsOperator: async (workspaceId, reviewId) => {
    const entered = await services.enterAsOperator(workspaceId, reviewId);
    if (entered !== null) noteIds(workspaceId, entered.target?.reviewId ?? null);
    return entered;
  },
  signIns: {
    ...services.signIns,
    enter: async (request) => {
      const entered = await services.signIns.enter(request);
      if (entered.ok) noteIds(entered.value.principal.workspaceId, entered.value.target?.reviewId ?? null);
      return entered;
    },
  },
  open: async (request) => {
    const opened = await services.open(request);
    if (opened.ok && opened.value.type === "opened") noteIds(request.workspaceId, opened.value.review?.id ?? null);
    return opened;
  },
  workspaces: {
    read: (workspaceId) => services.workspaces.read(workspaceId),
    remove: (workspaceId, appliedBy) => services.workspaces.remove(workspaceId, appliedBy),
    change: (...change) => services.workspaces.change(...change),
    apply: async (request) => {
      const applied = await services.workspaces.apply(request);
      // Before it was applied, the id is only what somebody says.
      if (applied.ok) noteIds(request.workspaceId, null);
      return applied;
    },
  },
});
