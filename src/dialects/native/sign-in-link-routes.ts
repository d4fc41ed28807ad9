// POST /v2/workspaces/{id}/sign-in-links: the operator gives a member a way into the desk that works once, for fifteen
// minutes. For local use, and for the first administrator of a workspace that has no identity provider yet.

import { type Context, Hono } from "hono";
import * as z from "zod/mini";
import { toIso } from "../../core/time.ts";
import type { AppEnv } from "../../http/context.ts";
import { refuseCaller } from "./operator-only.ts";
import { problem } from "./problem.ts";
import { parse, readBody, refuseWithoutReview } from "./respond.ts";
import { isOperator, noWorkspace } from "./workspace-routes.ts";

const PATH = "/v2/workspaces/:workspaceId/sign-in-links";

export const signInLinkSchema = z.strictObject({
  memberId: z.string().check(z.minLength(1, "must not be empty"), z.maxLength(256, "must have at most 256 characters")),
});

const mint = async (c: Context<AppEnv>): Promise<Response> => {
  const { services } = c.var;
  const workspaceId = c.req.param("workspaceId") ?? "";
  if (!(await isOperator(c))) return refuseCaller(c, workspaceId);
  const body = await readBody(c);
  if (!body.ok) return refuseWithoutReview(body.error);
  const request = parse(signInLinkSchema, body.value.value);
  if (!request.ok) return refuseWithoutReview(request.error);
  const { memberId } = request.value;
  const link = await services.signIns.mintLink(workspaceId, memberId);
  if (link !== null) {
    const url = new URL(`/desk/sign-in/link/${link.token}`, c.req.url).toString();
    return c.json({ memberId, url, expiresAt: toIso(link.expiresAt) }, 201);
  }
  const isKnown = (await services.workspaces.read(workspaceId)) !== null;
  if (!isKnown) return noWorkspace();
  return refuseWithoutReview({ type: "invalid", problems: [{ path: "/memberId", message: "is no active member" }] });
};

export const signInLinkRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .post(PATH, mint)
    .all(PATH, () => problem("method_not_allowed", "This path takes POST.", { headers: { allow: "POST" } }));
