// Before every page: who sits there. One D1 round trip brings the member, the review that the path names and what is stored
// under the form's key. A form is read, and checked to come from a page of this session, before anything is done with it.

import type { MiddlewareHandler } from "hono";
import { nowOf } from "../../app/run-command.ts";
import { isSameDigest } from "../../app/digest-secrets.ts";
import type { DeskContext, DeskEnv } from "../context.ts";
import { badForm, tooManyCalls, foreignForm } from "../errors.tsx";
import { keyOf, readForm } from "../form.tsx";
import { seeOther } from "../layout.tsx";
import { QUEUE, withQuery } from "../routes.ts";
import { askAgain, keepForm } from "./resume.tsx";
import { dropCookie, readCookie, SESSION_COOKIE } from "./cookies.ts";
import { isSameOrigin } from "./same-origin.ts";

const REVIEW_PATH = /^\/desk\/reviews\/([^/]+)/;

/** Longest id that anything has: an entity's own, of 255 characters, and some air. */
const MAX_ID_CHARS = 512;

/** An id that some review could have; null for what cannot be one, so that no query ever sees it. */
const reviewIdOf = (path: string): string | null => {
  const encoded = REVIEW_PATH.exec(path)?.[1];
  if (encoded === undefined) return null;
  try {
    const id = decodeURIComponent(encoded);
    return id === "" || id.length > MAX_ID_CHARS || /\p{Cc}/u.test(id) ? null : id;
  } catch {
    return null;
  }
};

/** Where to sign in, and then back to what was asked for. */
const toSignIn = (c: DeskContext): Response => {
  const { pathname, search } = new URL(c.req.url);
  const isPlain = pathname === QUEUE && search === "";
  const signIn = isPlain ? "/desk/sign-in" : withQuery("/desk/sign-in", { return: pathname + search });
  return seeOther(signIn, [["set-cookie", dropCookie(SESSION_COOKIE)]]);
};

const isRead = (method: string): boolean => method === "GET" || method === "HEAD";

const formOf = async (c: DeskContext): Promise<URLSearchParams | Response> => {
  if (isRead(c.req.method)) return new URLSearchParams();
  if (!isSameOrigin(c.req.raw)) return foreignForm();
  const form = await readForm(c.req.raw);
  return form.ok ? form.value : badForm(form.error);
};

/** Pages below this have a member in `c.var.principal`; everybody else is sent to sign in. */
export const requireSession: MiddlewareHandler<DeskEnv> = async (c, next) => {
  const form = await formOf(c);
  if (form instanceof Response) return form;
  const { services } = c.var;
  const key = keyOf(form);
  const entered = await services.signIns.enter({
    cookie: readCookie(c.req.raw.headers, SESSION_COOKIE),
    reviewId: reviewIdOf(c.req.path),
    idempotency: key === null ? null : { key, method: c.req.method, path: c.req.path },
  });
  if (!entered.ok) {
    if (entered.error.type === "rate_limited") return tooManyCalls(entered.error.retryAfterSeconds);
    return isRead(c.req.method) ? toSignIn(c) : keepForm(c.req.path, form);
  }
  const { principal, target, answer, csrf } = entered.value;
  c.set("principal", principal);
  c.set("target", target);
  c.set("answer", answer);
  c.set("csrf", csrf);
  c.set("form", form);
  c.set("now", nowOf(principal, services.clock));
  c.set("document", () => services.documents.load(principal.workspaceId, principal.workspaceVersion));
  // A form of a session before this one is shown once more: the person confirms what they typed.
  if (!isRead(c.req.method) && !isSameDigest(form.get("_csrf") ?? "", csrf)) return askAgain(c, form);
  return next();
};
