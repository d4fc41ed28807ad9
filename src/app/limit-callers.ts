// Authentication with its two limits around it: addresses that only guess are refused before anything is looked up, and
// whoever is known is counted where the workspace sets a limit. A workspace without limits costs no call more.
// Source: workspace.md 2 (rateLimits: per credential or member, exact, counted over all dialects together) and 3.

import { err, ok, type Result } from "../core/result.ts";
import type { RatePolicy, RateStanding } from "../core/rate-limit.ts";
import { MS_PER_MINUTE } from "../core/time.ts";
import type { IssuedToken, TokenRequest } from "./issue-token.ts";
import type { AttemptGate, CallCounter, Entered, EntryRequest } from "./limit-ports.ts";
import type { Authenticated, AuthError, AuthRequest, PresentedCredential, Principal } from "./principal.ts";

export interface LimitDeps {
  readonly gate: AttemptGate;
  readonly counter: CallCounter;
}

/** Names of the limits, as the `RateLimit` headers show them. */
const CALLS = "per-minute";
const ASSIGNMENTS = "assign-per-minute";

const perMinute = (name: string, quota: number | undefined): readonly RatePolicy[] =>
  quota === undefined ? [] : [{ name, quota, windowMs: MS_PER_MINUTE }];

const policiesFor = ({ rateLimits }: Principal, kind: EntryRequest["kind"]): readonly RatePolicy[] => [
  ...(kind === "again" ? [] : perMinute(CALLS, rateLimits.perMinute)),
  ...(kind === "assign" ? perMinute(ASSIGNMENTS, rateLimits.assignPerMinute) : []),
];

/**
 * Whose calls are counted together: a credential's (its access tokens included, and also where it acts as a member), or
 * the member's whose token it is. So a machine that runs wild under somebody's name does not lock that person out.
 */
const counterName = ({ credential, actor }: Principal): string =>
  credential === null ? `member:${actor.id}` : `credential:${credential}`;

type Limited = Extract<AuthError, { type: "rate_limited" }>;

const limited = (retryAfterSeconds: number, standings: readonly RateStanding[]): Limited => ({
  type: "rate_limited",
  retryAfterSeconds,
  standings,
});

/** A caller without a limit is not counted; nor is one whose counter cannot be reached (docs/decisions/0012). */
const countCall = async (
  { counter }: LimitDeps,
  principal: Principal,
  kind: EntryRequest["kind"],
): Promise<Result<readonly RateStanding[], Limited>> => {
  const policies = policiesFor(principal, kind);
  if (policies.length === 0) return ok([]);
  const verdict = await counter.count(principal.workspaceId, counterName(principal), policies);
  if (verdict === null) return ok([]);
  return verdict.passes ? ok(verdict.standings) : err(limited(verdict.retryAfterSeconds, verdict.standings));
};

/** Only what nobody has ever been counts as a guess: an expired token or one of another workspace is somebody's. */
const isGuess = ({ type }: AuthError): boolean => type === "unknown_credentials" || type === "token_invalid";

/** Nothing is looked up for an address that guesses; the guess that crosses the limit is told so itself. */
const behindGate = async <T>(
  { gate }: LimitDeps,
  address: string,
  credential: PresentedCredential,
  look: () => Promise<Result<T, AuthError>>,
): Promise<Result<T, AuthError>> => {
  const wait = gate.refusal(address, credential);
  if (wait !== null) return err(limited(wait, []));
  const found = await look();
  if (found.ok) gate.succeeded(credential);
  else if (isGuess(found.error)) {
    const refused = await gate.failed(address, credential);
    if (refused !== null) return err(limited(refused, []));
  }
  return found;
};

export const limitedAuthenticate =
  (deps: LimitDeps, authenticate: (request: AuthRequest) => Promise<Result<Authenticated, AuthError>>) =>
  async (request: EntryRequest): Promise<Result<Entered, AuthError>> => {
    const { address, credential, kind } = request;
    const found = await behindGate(deps, address, credential, () => authenticate(request));
    if (!found.ok) return found;
    const counted = await countCall(deps, found.value.principal, kind);
    return counted.ok ? ok({ ...found.value, standings: counted.value }) : counted;
  };

/** At the desk. Whoever brings a forged or old session cost nothing: only calls of somebody are counted. */
export const limitedSession =
  <Request, Session extends { readonly principal: Principal }, Error>(
    deps: LimitDeps,
    enter: (request: Request) => Promise<Result<Session, Error>>,
  ) =>
  async (request: Request): Promise<Result<Session, Error | Limited>> => {
    const entered = await enter(request);
    if (!entered.ok) return entered;
    const counted = await countCall(deps, entered.value.principal, "any");
    return counted.ok ? entered : counted;
  };

export interface TokenEntryRequest extends TokenRequest {
  readonly address: string;
}

export interface EnteredToken extends IssuedToken {
  readonly standings: readonly RateStanding[];
}

/** Asking for an access token is a call like any other, and the token is as good as the pair it was issued for. */
export const limitedIssueToken =
  (deps: LimitDeps, issueToken: (request: TokenRequest) => Promise<Result<IssuedToken, AuthError>>) =>
  async (request: TokenEntryRequest): Promise<Result<EnteredToken, AuthError>> => {
    const { address, credential } = request;
    const issued = await behindGate(deps, address, credential, () => issueToken(request));
    if (!issued.ok) return issued;
    const counted = await countCall(deps, issued.value.principal, "any");
    if (!counted.ok) return counted;
    deps.gate.succeeded({ type: "bearer", token: issued.value.token, header: "authorization" });
    return ok({ ...issued.value, standings: counted.value });
  };
