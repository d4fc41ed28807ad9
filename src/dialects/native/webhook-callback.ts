// The callback of a review that is being opened: made before the review, so that its first event finds it, and taken
// back where the review is not opened after all. Source: webhooks.md 7.

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
  const { workspaceId, meta } = request;
  const reviewId = request.open?.id ?? null;
  const isCalledBack = url !== null && reviewId !== null;
  const secret = isCalledBack ? await webhooks.registerCallback(workspaceId, reviewId, url, meta.now) : null;
  if (secret !== null && !secret.ok) return err({ type: "invalid", problems: secret.error });
  const opened = await open(request);
  const isOpened = opened.ok && opened.value.type === "opened";
  if (isCalledBack && !isOpened) await webhooks.withdrawCallback(workspaceId, reviewId);
  if (!opened.ok) return opened;
  const shown = isOpened ? (secret?.value ?? null) : null;
  return ok({ outcome: opened.value, extra: isCalledBack ? { callbackSecret: shown } : {} });
};

/** Of a replayed answer: the secret was shown before. */
export const replayedCallback = (body: unknown): JsonObject => {
  const hasCallback = typeof body === "object" && body !== null && "callbackUrl" in body && body.callbackUrl !== null;
  return hasCallback ? { callbackSecret: null } : {};
};
