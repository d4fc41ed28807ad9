// Sessions of the desk: opened by whatever proved who somebody is, carried by one signed cookie, and looked up in one round
// trip with each request, so that none outlives its member, its workspace or a sign-out. Source: issue "The desk" 1.

import { err, ok, type Result } from "../core/result.ts";
import { type Instant, MS_PER_MINUTE } from "../core/time.ts";
import { tokenPrincipal } from "./build-principal.ts";
import { sha256 } from "./digest-secrets.ts";
import type { Clock } from "./ports.ts";
import { type Authenticated, keyOwner } from "./principal.ts";
import type { LinkOwner, SignInStore } from "./sign-in-ports.ts";
import type { TextSigner } from "./signed-texts.ts";

export interface SessionDeps {
  readonly store: SignInStore;
  readonly signer: TextSigner;
  /** Real time: a session is a person's, not a workspace's. */
  readonly clock: Clock;
  /** 256 random bits, hex. */
  readonly newToken: () => string;
}

/** Source: issue "The desk" 1. */
export const SESSION_MS = 8 * 60 * MS_PER_MINUTE;
/** A link is read and clicked, not kept. */
const LINK_MS = 15 * MS_PER_MINUTE;
/** As long as an answer under a key is kept. Source: workspace.md 4. */
const ANSWER_TTL_MS = 24 * 60 * MS_PER_MINUTE;

/** The value of the cookie, to be handed to the browser and to nobody else. */
export interface OpenedSession {
  readonly cookie: string;
  readonly expiresAt: Instant;
}

interface CookieContent {
  readonly workspaceId: string;
  readonly token: string;
  readonly expiresAt: Instant;
}

const CONTENT = /^([A-Za-z0-9_-]{1,64})~([0-9a-f]{64})~(\d{1,15})$/;

const readCookie = async (cookie: string, { signer }: SessionDeps): Promise<CookieContent | null> => {
  const [, workspaceId, token, expiresAt] = CONTENT.exec((await signer.open(cookie)) ?? "") ?? [];
  if (workspaceId === undefined || token === undefined || expiresAt === undefined) return null;
  return { workspaceId, token, expiresAt: Number(expiresAt) };
};

export interface SessionRequest {
  /** Null: the browser sent none. */
  readonly cookie: string | null;
  /** Native id or any alias of the review that the path names. */
  readonly reviewId: string | null;
  readonly idempotency: { readonly key: string; readonly method: string; readonly path: string } | null;
}

export interface EnteredSession extends Authenticated {
  /** What forms of this session carry: whoever cannot read its pages cannot guess it. */
  readonly csrf: string;
}

export type NoSession = { readonly type: "no_session" };

const cookieOf = async (
  { signer }: SessionDeps,
  { workspaceId, token, expiresAt }: CookieContent,
): Promise<OpenedSession> => ({ cookie: await signer.sign(`${workspaceId}~${token}~${expiresAt}`), expiresAt });

/** Who sits there. A cookie that is forged or over costs no look-up. */
export const enterSession = async (
  deps: SessionDeps,
  { cookie, reviewId, idempotency }: SessionRequest,
): Promise<Result<EnteredSession, NoSession>> => {
  const now = deps.clock.now();
  const content = cookie === null ? null : await readCookie(cookie, deps);
  if (content === null || content.expiresAt <= now) return err({ type: "no_session" });
  const { workspaceId, token } = content;
  const digest = await sha256(token);
  const found = await deps.store.findSession({ workspaceId, digest, reviewId, idempotency, now });
  if (found === null) return err({ type: "no_session" });
  const principal = tokenPrincipal(found.workspace, found.member);
  const { answer } = found;
  const isKept =
    answer !== null &&
    answer.caller === keyOwner(principal) &&
    (principal.testNow ?? now) < answer.storedAt + ANSWER_TTL_MS;
  return ok({
    principal,
    target: found.target,
    answer: isKept ? await answer.hydrate() : null,
    // The session's digest is known to storage; its token is not, so what is derived from it is no one else's.
    csrf: await sha256(`csrf ${token}`),
  });
};

/** A session of somebody whose identity was proved. Null: no active member by now. */
export const openSession = async (
  deps: SessionDeps,
  workspaceId: string,
  memberId: string,
): Promise<OpenedSession | null> => {
  const token = deps.newToken();
  const createdAt = deps.clock.now();
  const expiresAt = createdAt + SESSION_MS;
  const session = { workspaceId, digest: await sha256(token), memberId, createdAt, expiresAt };
  return (await deps.store.addSession(session)) ? cookieOf(deps, { workspaceId, token, expiresAt }) : null;
};

/** Signing out. A cookie that opens nothing has nothing to end. */
export const endSession = async (deps: SessionDeps, cookie: string): Promise<void> => {
  const content = await readCookie(cookie, deps);
  if (content !== null) await deps.store.endSession(content.workspaceId, await sha256(content.token));
};

export interface MintedLink {
  /** Part of the address that signs in. Shown once. */
  readonly token: string;
  readonly expiresAt: Instant;
}

/** A one-time link; whoever asks has checked the operator's token. Null: no such active member. */
export const mintLink = async (
  deps: SessionDeps,
  workspaceId: string,
  memberId: string,
): Promise<MintedLink | null> => {
  const token = deps.newToken();
  const createdAt = deps.clock.now();
  const expiresAt = createdAt + LINK_MS;
  const link = { workspaceId, digest: await sha256(token), memberId, createdAt, expiresAt };
  return (await deps.store.addLink(link)) ? { token, expiresAt } : null;
};

/** Whom a link would sign in; it stays unused. */
export const peekLink = async (deps: SessionDeps, token: string): Promise<LinkOwner | null> =>
  deps.store.peekLink(await sha256(token), deps.clock.now());

/** Signs in by a link, once. */
export const useLink = async (deps: SessionDeps, linkToken: string): Promise<OpenedSession | null> => {
  const token = deps.newToken();
  const createdAt = deps.clock.now();
  const expiresAt = createdAt + SESSION_MS;
  const session = { digest: await sha256(token), createdAt, expiresAt };
  const used = await deps.store.useLink(await sha256(linkToken), session);
  return used === null ? null : cookieOf(deps, { workspaceId: used.workspaceId, token, expiresAt });
};
