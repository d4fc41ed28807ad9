// Signing in and out. Three ways in: an identity provider of the workspace document (OpenID Connect), an assertion of
// Cloudflare Access, a one-time link; each ends in the same session. Nothing signs anybody in by being looked at: links and
// assertions are used with a button, so that a mail scanner or a prefetch uses none up.

import type { OidcError } from "../../app/oidc-ports.ts";
import type { AuthError } from "../../app/principal.ts";
import type { OpenedSession } from "../../app/sessions.ts";
import type { Desk, DeskContext } from "../context.ts";
import { badForm, foreignForm, methodNotAllowed } from "../errors.tsx";
import { readForm } from "../form.tsx";
import { seeOther } from "../layout.tsx";
import { dropCookie, readCookie, SESSION_COOKIE, setCookie, TRANSACTION_COOKIE } from "./cookies.ts";
import { isSameOrigin, returnPath } from "./same-origin.ts";
import { linkPage, signInPage, type SignInView } from "./sign-in-page.tsx";

const WORKSPACE_ID = /^[A-Za-z0-9_-]{1,64}$/;
const TOKEN = /^[0-9a-f]{64}$/;

/** How long the browser keeps what a sign-in with a provider needs; the service believes it as long. */
const TRANSACTION_MS = 600_000;

const workspaceOf = (value: string | null | undefined): string | null =>
  value !== null && value !== undefined && WORKSPACE_ID.test(value) ? value : null;

const assertionOf = (c: DeskContext): string | null => c.req.header("cf-access-jwt-assertion") ?? null;

const redirectUriOf = (c: DeskContext): string => new URL("/desk/sign-in/callback", c.req.url).toString();

const show = async (c: DeskContext, changes: Partial<SignInView> = {}): Promise<Response> => {
  const { signIns } = c.var.services;
  const workspaceId = workspaceOf(c.req.query("workspace"));
  const view = {
    workspaceId,
    providers: workspaceId === null || !signIns.canSignIn ? [] : await signIns.providers(workspaceId),
    hasAccess: assertionOf(c) !== null,
    returnTo: returnPath(c.req.query("return")),
    isSignedOut: c.req.query("signed-out") !== undefined,
    problem: null,
  };
  if (signIns.canSignIn) return signInPage({ ...view, ...changes });
  const problem = "Nobody can sign in yet: the service has no ENCRYPTION_KEY.";
  return signInPage({ ...view, problem, status: 503 });
};

const enter = (c: DeskContext, session: OpenedSession, returnTo: string | null | undefined): Response => {
  const now = c.var.services.clock.now();
  return seeOther(returnPath(returnTo), [
    ["set-cookie", setCookie(SESSION_COOKIE, session.cookie, now, session.expiresAt)],
    ["set-cookie", dropCookie(TRANSACTION_COOKIE)],
  ]);
};

const formOf = async (c: DeskContext): Promise<URLSearchParams | Response> => {
  if (!isSameOrigin(c.req.raw)) return foreignForm();
  const form = await readForm(c.req.raw);
  return form.ok ? form.value : badForm(form.error);
};

const DEAD_LINK = "This sign-in link was used already, or is older than 15 minutes. Ask for another.";

const showLink = async (c: DeskContext): Promise<Response> => {
  const token = c.req.param("token") ?? "";
  const owner = TOKEN.test(token) ? await c.var.services.signIns.peekLink(token) : null;
  if (owner === null) return show(c, { problem: DEAD_LINK, status: 400 });
  return linkPage(token, owner, returnPath(c.req.query("return")));
};

const useLink = async (c: DeskContext): Promise<Response> => {
  const form = await formOf(c);
  if (form instanceof Response) return form;
  const { signIns } = c.var.services;
  const token = form.get("token") ?? "";
  const session = signIns.canSignIn && TOKEN.test(token) ? await signIns.useLink(token) : null;
  return session === null ? show(c, { problem: DEAD_LINK, status: 400 }) : enter(c, session, form.get("return"));
};

const begin = async (c: DeskContext): Promise<Response> => {
  const { signIns, clock } = c.var.services;
  const workspaceId = workspaceOf(c.req.query("workspace"));
  if (workspaceId === null || !signIns.canSignIn) return show(c);
  const provider = Number(/^\d{1,3}$/.exec(c.req.query("provider") ?? "")?.[0] ?? -1);
  const returnTo = returnPath(c.req.query("return"));
  const started = await signIns.beginOidc({ workspaceId, provider, returnTo, redirectUri: redirectUriOf(c) });
  if (!started.ok) return refuse(c, started.error);
  const now = clock.now();
  return seeOther(started.value.authorizationUrl, [
    ["set-cookie", setCookie(TRANSACTION_COOKIE, started.value.transaction, now, now + TRANSACTION_MS)],
  ]);
};

/** What to tell the person; what exactly was wrong with a token is nobody's business but the provider's. */
const oidcProblem = (error: OidcError): Pick<SignInView, "problem"> & Required<Pick<SignInView, "status">> => {
  switch (error.type) {
    case "no_provider":
      return { problem: "That identity provider is none of this workspace's.", status: 400 };
    case "provider_failed":
      return { problem: "The identity provider does not answer as it should. Try again in a moment.", status: 502 };
    case "provider_refused":
      return { problem: "The identity provider did not sign you in.", status: 403 };
    case "no_transaction":
      return { problem: "That sign-in took too long, or began in another browser. Try again.", status: 400 };
    case "token_refused":
      return { problem: "The identity provider's answer could not be verified.", status: 403 };
    case "not_a_member":
      return { problem: "You are known there, but no active member of this workspace.", status: 403 };
  }
};

const refuse = (c: DeskContext, error: OidcError): Promise<Response> =>
  show(c, { ...oidcProblem(error), headers: { "set-cookie": dropCookie(TRANSACTION_COOKIE) } });

const finish = async (c: DeskContext): Promise<Response> => {
  const { signIns } = c.var.services;
  if (!signIns.canSignIn) return show(c);
  const transaction = readCookie(c.req.raw.headers, TRANSACTION_COOKIE);
  const url = new URL(c.req.url);
  const finished = await signIns.finishOidc({ transaction, url, redirectUri: redirectUriOf(c) });
  return finished.ok ? enter(c, finished.value.session, finished.value.returnTo) : refuse(c, finished.error);
};

const accessProblem = ({ type }: AuthError): string => {
  if (type === "workspace_ambiguous") return "You are a member of several workspaces: name one.";
  if (type === "not_a_member") return "You are no active member of this workspace.";
  return "Cloudflare Access's word could not be verified.";
};

const byAccess = async (c: DeskContext): Promise<Response> => {
  const form = await formOf(c);
  if (form instanceof Response) return form;
  const { signIns } = c.var.services;
  const assertion = assertionOf(c);
  if (assertion === null || !signIns.canSignIn) return show(c);
  const session = await signIns.byAccess(assertion, workspaceOf(form.get("workspace")));
  if (session.ok) return enter(c, session.value, form.get("return"));
  return show(c, { problem: accessProblem(session.error), status: 403, returnTo: returnPath(form.get("return")) });
};

/** Without a session there is nothing to forge: the token of the form is not asked for. */
const signOut = async (c: DeskContext): Promise<Response> => {
  const form = await formOf(c);
  if (form instanceof Response) return form;
  const cookie = readCookie(c.req.raw.headers, SESSION_COOKIE);
  if (cookie !== null) await c.var.services.signIns.end(cookie);
  return seeOther("/desk/sign-in?signed-out", [
    ["set-cookie", dropCookie(SESSION_COOKIE)],
    ["clear-site-data", '"cache"'],
  ]);
};

/** Paths that need no session, and what `Allow` says of each. */
export const addSignInRoutes = (desk: Desk): void => {
  desk.get("/desk/sign-in", (c) => show(c));
  desk.get("/desk/sign-in/link/:token", showLink);
  desk.post("/desk/sign-in/link", useLink);
  desk.get("/desk/sign-in/oidc", begin);
  desk.get("/desk/sign-in/callback", finish);
  desk.post("/desk/sign-in/access", byAccess);
  desk.post("/desk/sign-out", signOut);
  const reads = ["/desk/sign-in", "/desk/sign-in/link/:token", "/desk/sign-in/oidc", "/desk/sign-in/callback"];
  for (const path of reads) desk.all(path, () => methodNotAllowed("GET, HEAD"));
  for (const path of ["/desk/sign-in/link", "/desk/sign-in/access", "/desk/sign-out"]) {
    desk.all(path, () => methodNotAllowed("POST"));
  }
};
