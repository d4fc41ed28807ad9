// Every format in which a message can go out: the standard one, and one for each dialect.

import type { EntityQueries } from "../app/entity-queries.ts";
import type { SessionQueries } from "../app/session-queries.ts";
import type { MessageFormat } from "../app/webhook-ports.ts";
import type { Documents } from "../app/workspace-document.ts";
import { adjudonFormat } from "./adjudon/webhook.ts";
import { alloyFormat } from "./alloy/webhook.ts";
import { authentivoiceFormat } from "./authentivoice/webhook.ts";
import { hoopFormat } from "./hoop/webhook.ts";
import { standardFormat } from "./native/webhook.ts";

/** What the dialects' messages show beside a review and its event. */
export interface FormatSources {
  readonly documents: Documents;
  readonly entities: EntityQueries;
  readonly sessions: Pick<SessionQueries, "find">;
}

export const createFormats = ({ documents, entities, sessions }: FormatSources): readonly MessageFormat[] => [
  standardFormat,
  hoopFormat(standardFormat, async (workspaceId, sessionId) => {
    const session = await sessions.find(workspaceId, sessionId);
    const connection = session?.body["connection"];
    return typeof connection === "string" ? connection : "";
  }),
  adjudonFormat(standardFormat.retries),
  alloyFormat(entities),
  authentivoiceFormat(standardFormat, documents),
];
