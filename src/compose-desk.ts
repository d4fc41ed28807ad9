// The part of compose.ts that is about signing in at the desk: sessions, one-time links, identity providers.

import type { PrincipalStore } from "./app/auth-ports.ts";
import { readKeyRing } from "./app/key-ring.ts";
import { type LimitDeps, limitedSession } from "./app/limit-callers.ts";
import type { Provider } from "./app/oidc-ports.ts";
import type { Clock } from "./app/ports.ts";
import {
  endSession,
  enterSession,
  mintLink,
  openSession,
  peekLink,
  type SessionDeps,
  useLink,
} from "./app/sessions.ts";
import { type SignedIn, signInByAccess, signInByIdToken } from "./app/sign-in-by-token.ts";
import { createTextSigner } from "./app/signed-texts.ts";
import type { SignIns } from "./app/sign-ins.ts";
import type { VerifyDeps } from "./app/verify-jwt.ts";
import type { Documents } from "./app/workspace-document.ts";
import type { Json, JsonObject } from "./core/json.ts";
import { err, ok } from "./core/result.ts";
import type { Env } from "./env.ts";
import { createSignInStore } from "./store/sign-ins.ts";

/** What tells the keys of session cookies from everything else that may be derived from the ring. */
const PURPOSE = "countersign desk sessions v1";

export interface SignInDeps extends VerifyDeps {
  readonly store: PrincipalStore;
  readonly documents: Documents;
  readonly clock: Clock;
  readonly limits: LimitDeps;
  readonly newToken: () => string;
  readonly allowLoopback: boolean;
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const toProvider = (entry: Json): readonly Provider[] => {
  if (!isObject(entry)) return [];
  const { issuer, audience, clientId } = entry;
  if (typeof issuer !== "string" || typeof audience !== "string" || typeof clientId !== "string") return [];
  return URL.canParse(issuer) ? [{ issuer, audience, clientId }] : [];
};

const providersOf =
  ({ store, documents }: SignInDeps) =>
  async (workspaceId: string): Promise<readonly Provider[]> => {
    const found = await store.findWorkspace(workspaceId, null);
    if (found === null) return [];
    const { json } = await documents.load(workspaceId, found.workspace.version);
    const issuers = json["issuers"];
    return Array.isArray(issuers) ? issuers.flatMap(toProvider) : [];
  };

export const createSignIns = (env: Env, deps: SignInDeps): SignIns => {
  const { clock, newToken, vault, allowLoopback } = deps;
  const signer = createTextSigner(readKeyRing(env.ENCRYPTION_KEY, "ENCRYPTION_KEY"), PURPOSE);
  const sessions: SessionDeps = { store: createSignInStore(env.DB), signer, clock, newToken };
  const providers = providersOf(deps);
  const open = ({ workspaceId, memberId }: SignedIn) => openSession(sessions, workspaceId, memberId);
  const oidc = { fetch: (url: string, init: RequestInit) => fetch(url, init), vault, clock, allowLoopback };
  return {
    canSignIn: signer.canSign && vault.canSeal,
    enter: limitedSession(deps.limits, (request) => enterSession(sessions, request)),
    end: (cookie) => endSession(sessions, cookie),
    mintLink: (workspaceId, memberId) => mintLink(sessions, workspaceId, memberId),
    peekLink: (token) => peekLink(sessions, token),
    useLink: (token) => useLink(sessions, token),
    providers,
    beginOidc: async ({ workspaceId, provider: place, redirectUri, returnTo }) => {
      const provider = (await providers(workspaceId))[place];
      if (provider === undefined) return err({ type: "no_provider" });
      const { beginOidc } = await import("./app/oidc.ts");
      return beginOidc(oidc, { workspaceId, provider, redirectUri, returnTo });
    },
    finishOidc: async (answer) => {
      const { finishOidc } = await import("./app/oidc.ts");
      const token = await finishOidc(oidc, answer);
      if (!token.ok) return token;
      const { workspaceId, idToken, returnTo } = token.value;
      const signedIn = await signInByIdToken(deps, token.value, workspaceId, idToken);
      if (!signedIn.ok) return err({ type: signedIn.error.type === "not_a_member" ? "not_a_member" : "token_refused" });
      const session = await open(signedIn.value);
      return session === null ? err({ type: "not_a_member" }) : ok({ session, returnTo });
    },
    byAccess: async (assertion, workspaceId) => {
      const signedIn = await signInByAccess(deps, assertion, workspaceId);
      if (!signedIn.ok) return signedIn;
      const session = await open(signedIn.value);
      return session === null ? err({ type: "not_a_member", elsewhere: false }) : ok(session);
    },
  };
};
