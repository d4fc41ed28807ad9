// The callback of a review that is being opened: stored in the review's own commit, so that its first event finds it and
// none is left behind where the review is not opened after all. Source: webhooks.md 7.

import type { OpenOutcome, OpenRequest } from "../../app/open-review.ts";
import type { Services } from "../../app/services.ts";
import type { JsonObject } from "../../core/json.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { NativeError } from "./errors.ts";

/** What the answer says of the callback: its secret, once. Nothing where there is no callback. */
export interface OpenedWithCallback {
  readonly outcome: OpenOutcome;
  readonly extra: JsonObject;
}

/** `url` null: no callback. */
export const openWithCallback = async (
  { open, webhooks }: Pick<Services, "open" | "webhooks">,
  request: OpenRequest,
  url: string | null,
): Promise<Result<OpenedWithCallback, NativeError>> => {
  const reviewId = request.open?.id ?? null;
  const isCalledBack = url !== null && reviewId !== null;
  const planned = isCalledBack ? await webhooks.planCallback(request.workspaceId, reviewId, url) : null;
  if (planned !== null && !planned.ok) return err({ type: "invalid", problems: planned.error });
  const opened = await open(planned === null ? request : { ...request, endpoints: [planned.value.endpoint] });
  if (!opened.ok) return opened;
  const shown = opened.value.type === "opened" ? (planned?.value.secret ?? null) : null;
  return ok({ outcome: opened.value, extra: isCalledBack ? { callbackSecret: shown } : {} });
};

/** Of a replayed answer: the secret was shown before. */
export const replayedCallback = (body: unknown): JsonObject => {
  const hasCallback = typeof body === "object" && body !== null && "callbackUrl" in body && body.callbackUrl !== null;
  return hasCallback ? { callbackSecret: null } : {};
};
