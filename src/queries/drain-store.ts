// The DrainStore port of one endpoint over one D1 database.

import { DISABLED_TYPE, type DrainStore, type MessageFormat } from "../app/webhook-ports.ts";
import { loadWork } from "./endpoint-work.ts";
import { readMessage } from "./outbox-messages.ts";
import { announceDisabled } from "./own-messages.ts";
import { recordDeliveries } from "./record-deliveries.ts";

export const createDrainStore = (
  db: D1Database,
  workspaceId: string,
  endpointId: string,
  formats: readonly MessageFormat[],
): DrainStore => {
  const knowing = formats.filter(({ types }) => types.includes(DISABLED_TYPE)).map(({ name }) => name);
  let cursorWas = 0;
  return {
    load: async (now) => {
      const work = await loadWork(db, workspaceId, endpointId, now);
      cursorWas = work?.cursorWas ?? 0;
      return work;
    },
    record: async (flush) => {
      const next = await recordDeliveries(db, workspaceId, endpointId, cursorWas, flush);
      cursorWas = flush.cursor ?? cursorWas;
      return next;
    },
    message: ({ position }) => readMessage(db, workspaceId, position),
    announceDisabled: (endpoint, body, at) => announceDisabled(db, workspaceId, endpoint, knowing, body, at),
  };
};
