// A workspace of its own for what is measured once, and what its administrator asks of the native API.

import type { JsonObject } from "../../../src/core/json.ts";
import type { Template } from "../harness/clone-reviews.ts";
import type { Instance } from "../harness/instance.ts";
import { applyWorkspace, DESK, REQUESTER, requestBy, sendOne } from "../workspaces.ts";

export const operationsIn = async ({ url }: Instance, workspaceId: string) => {
  await applyWorkspace(url, workspaceId);
  const post = async <T>(name: string, path: string, body: JsonObject | null): Promise<T> => {
    const answer = await sendOne(url, requestBy(workspaceId, name, "POST", path, body));
    return JSON.parse(answer.body) as T;
  };
  return {
    openReview: async (dueAt: Date | null): Promise<Template> => {
      const subject = { type: "payment", id: crypto.randomUUID(), attributes: { amount: 1 } };
      const body = { subject, ...(dueAt === null ? {} : { dueAt: dueAt.toISOString() }) };
      const opened = await post<{ id: string }>(REQUESTER, "/v2/reviews", body);
      return { workspaceId, reviewId: opened.id, subjectId: subject.id };
    },
    createEndpoint: async (receiver: string): Promise<string> => {
      const created = await post<{ id: string }>(DESK, "/v2/webhooks", { url: receiver, events: ["*"] });
      return created.id;
    },
    replay: async (endpointId: string, since: Date): Promise<void> => {
      const path = `/v2/webhooks/${endpointId}/replay?since=${encodeURIComponent(since.toISOString())}`;
      await post(DESK, path, null);
    },
  };
};
