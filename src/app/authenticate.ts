// Who is calling: one question to storage, then hashes and signatures. Beside the caller it brings the review that the
// path names and the answer stored under the idempotency key. Source: workspace.md 3.

import { err, ok, type Result } from "../core/result.ts";
import { type Instant, MS_PER_MINUTE } from "../core/time.ts";
import { type AccessToken, readAccessToken } from "./access-token.ts";
import { admitAccess, admitKey } from "./admit-key.ts";
import type { AuthFindings, AuthQuestion, FoundCredential, PrincipalStore } from "./auth-ports.ts";
import { operatorPrincipal, tokenPrincipal } from "./build-principal.ts";
import { isSameDigest, lookupOf, type SecretDigest, type SecretDigester } from "./digest-secrets.ts";
import { judgeToken } from "./judge-token.ts";
import type { Clock } from "./ports.ts";
import {
  type Authenticated,
  type AuthError,
  type AuthRequest,
  keyOwner,
  type PresentedCredential,
  type Principal,
} from "./principal.ts";
import { type Claims, readClaims, type VerifyDeps, verifyJwt } from "./verify-jwt.ts";

export interface AuthDeps extends VerifyDeps {
  readonly store: PrincipalStore;
  readonly digester: SecretDigester;
  /** Real time: tokens come from outside. */
  readonly clock: Clock;
}

type Shown = Extract<PresentedCredential, { type: "basic" | "bearer" }>;

/** A place where a credential may stand, and the secret that would open it. */
interface Attempt {
  readonly lookup: string;
  readonly secret: string;
  /** Of the secret, where the look-up is made of it; null: not computed yet. */
  readonly digest: SecretDigest | null;
}

/** Colons are allowed in tokens and in secrets, so a pair can be read in several ways; more than these nobody needs. */
const MAX_READINGS = 8;

const basicAttempts = (token: string, secret: string): readonly Attempt[] => {
  const pair = `${token}:${secret}`;
  const attempts: Attempt[] = [];
  for (
    let colon = pair.indexOf(":");
    colon >= 0 && attempts.length < MAX_READINGS;
    colon = pair.indexOf(":", colon + 1)
  ) {
    attempts.push({ lookup: pair.slice(0, colon), secret: pair.slice(colon + 1), digest: null });
  }
  return attempts;
};

const attemptsOf = async (shown: Shown, digester: SecretDigester): Promise<readonly Attempt[]> => {
  if (shown.type === "basic") return basicAttempts(shown.token, shown.secret);
  const digests = await digester.all(shown.token);
  return digests.map((digest) => ({ lookup: lookupOf(digest), secret: shown.token, digest }));
};

/** The credential whose digest the shown secret has. An unknown one costs a digest as well: a bearer's was its look-up. */
const openedBy = async (
  attempts: readonly Attempt[],
  found: readonly FoundCredential[],
  digester: SecretDigester,
): Promise<FoundCredential | null> => {
  if (found.length === 0 && attempts[0]?.digest === null) await digester.current(attempts[0].secret);
  for (const credential of found) {
    const attempt = attempts.find(({ lookup }) => lookup === credential.lookup);
    if (attempt === undefined) continue;
    const digest = attempt.digest ?? (await digester.like(credential.secretDigest, attempt.secret));
    if (digest !== null && isSameDigest(digest, credential.secretDigest)) return credential;
  }
  return null;
};

const admitToken = async (
  token: string,
  findings: AuthFindings,
  request: AuthRequest,
  deps: AuthDeps,
): Promise<Result<Principal, AuthError>> => {
  const judged = await judgeToken(findings, request, (issuer) => verifyJwt(token, issuer, deps.clock.now(), deps));
  return judged.ok ? ok(tokenPrincipal(judged.value.workspace, judged.value.member)) : judged;
};

const questionOf = (
  shown: Shown,
  attempts: readonly Attempt[],
  claims: Claims | null,
  { workspaceId, reviewId, idempotency }: AuthRequest,
): AuthQuestion => ({
  keys: { type: shown.type, lookups: attempts.map(({ lookup }) => lookup) },
  token: claims === null ? null : { ...claims, workspaceId },
  reviewId,
  idempotency,
});

/** Source: workspace.md 4, `Idempotency-Key`: kept 24 h. */
const ANSWER_TTL_MS = 24 * 60 * MS_PER_MINUTE;

/** What was found beside the caller, narrowed to the caller's workspace and to the caller. */
const beside = async (
  principal: Principal,
  { targets, answers }: AuthFindings,
  now: Instant,
): Promise<Authenticated> => {
  const target = targets.find(({ workspaceId }) => workspaceId === principal.workspaceId);
  const answer = answers.find(
    ({ workspaceId, caller, storedAt }) =>
      workspaceId === principal.workspaceId &&
      caller === keyOwner(principal) &&
      (principal.testNow ?? now) < storedAt + ANSWER_TTL_MS,
  );
  return { principal, target: target?.ref ?? null, answer: answer === undefined ? null : await answer.hydrate() };
};

/** A token leads to its credential by the place where the credential stands: as many round trips as the credential. */
const admitByAccessToken = async (
  token: AccessToken,
  request: AuthRequest,
  deps: AuthDeps,
): Promise<Result<Authenticated, AuthError>> => {
  const { reviewId, idempotency } = request;
  const keys = { type: "basic", lookups: [token.lookup] } as const;
  const findings = await deps.store.find({ keys, token: null, reviewId, idempotency });
  const now = deps.clock.now();
  const admitted = await admitAccess(token, findings, request, now);
  return admitted.ok ? ok(await beside(admitted.value, findings, now)) : admitted;
};

/** The credential that a Basic pair opens, for whoever may then have a token of it. */
export const openCredential = async (
  shown: Extract<PresentedCredential, { type: "basic" }>,
  request: AuthRequest,
  deps: AuthDeps,
): Promise<Result<{ readonly credential: FoundCredential; readonly principal: Principal }, AuthError>> => {
  const attempts = await attemptsOf(shown, deps.digester);
  const findings = await deps.store.find(questionOf(shown, attempts, null, request));
  const credential = await openedBy(attempts, findings.credentials, deps.digester);
  if (credential === null) return err({ type: "unknown_credentials", presented: shown });
  const admitted = admitKey(credential, "basic", request);
  return admitted.ok ? ok({ credential, principal: admitted.value }) : admitted;
};

const admit = async (shown: Shown, request: AuthRequest, deps: AuthDeps): Promise<Result<Authenticated, AuthError>> => {
  const access = shown.type === "bearer" ? readAccessToken(shown.token) : null;
  if (access !== null) return admitByAccessToken(access, request, deps);
  const attempts = await attemptsOf(shown, deps.digester);
  const claims = shown.type === "bearer" ? readClaims(shown.token) : null;
  const findings = await deps.store.find(questionOf(shown, attempts, claims, request));
  const credential = await openedBy(attempts, findings.credentials, deps.digester);
  let admitted: Result<Principal, AuthError>;
  if (credential !== null) admitted = admitKey(credential, shown.type === "basic" ? "basic" : "key", request);
  else if (shown.type === "bearer" && claims !== null)
    admitted = await admitToken(shown.token, findings, request, deps);
  else admitted = err({ type: "unknown_credentials", presented: shown });
  return admitted.ok ? ok(await beside(admitted.value, findings, deps.clock.now())) : admitted;
};

/** One D1 round trip, and one more when a stored answer has to be rendered again. */
export const authenticate = async (deps: AuthDeps, request: AuthRequest): Promise<Result<Authenticated, AuthError>> => {
  const { credential } = request;
  switch (credential.type) {
    case "none":
      return err({ type: "no_credentials" });
    case "unreadable":
      return err({ type: "unreadable_credentials" });
    case "basic":
    case "bearer":
      return admit(credential, request, deps);
  }
};

/** The operator reads a workspace, a deleted one too; whoever calls this has checked the token. Null: no such workspace. */
export const enterAsOperator = async (
  store: PrincipalStore,
  workspaceId: string,
  reviewId: string | null,
): Promise<Authenticated | null> => {
  const found = await store.findWorkspace(workspaceId, reviewId);
  if (found === null) return null;
  return { principal: operatorPrincipal(found.workspace), target: found.target, answer: null };
};
