// Tells endpoints and waiting clients that something was committed: after the answer, once for many commits.
// Whoever is told while a message to it is under way is told again after it; nobody needs to be told twice at once.

import type { Announce, Listener } from "../app/webhook-ports.ts";

export interface AnnouncerDeps {
  readonly tell: (listener: Listener) => Promise<void>;
  /** Keeps the work alive after the answer. */
  readonly waitUntil: (work: Promise<void>) => void;
}

const keyOf = (listener: Listener): string =>
  listener.type === "hub" ? `hub ${listener.workspaceId}` : `endpoint ${listener.workspaceId} ${listener.endpointId}`;

/** One for each isolate. A lost message is found by Cron, or by the hub's own reading. */
export const createAnnouncer = ({ tell, waitUntil }: AnnouncerDeps): Announce => {
  /** Under way: whether it is to be told again. */
  const underWay = new Map<string, boolean>();
  const tellUntilQuiet = async (key: string, listener: Listener): Promise<void> => {
    try {
      do {
        underWay.set(key, false);
        await tell(listener);
      } while (underWay.get(key) === true);
    } catch {
      // Overloaded or reset: Cron comes by.
    } finally {
      underWay.delete(key);
    }
  };
  return (listeners) => {
    for (const listener of listeners) {
      const key = keyOf(listener);
      if (underWay.has(key)) underWay.set(key, true);
      else waitUntil(tellUntilQuiet(key, listener));
    }
  };
};
