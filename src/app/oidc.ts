// OpenID Connect: authorization code with PKCE, as a public client. Finds out who somebody is; what that means in a workspace
// is judged as for any token (judge-token.ts). Loaded at the first sign-in, see compose-desk.ts.
// Source: OpenID Connect Core 1.0 § 3.1; RFC 7636; RFC 9207. Secrets of clients: docs/decisions/0019.

import * as oauth from "oauth4webapi";
import { judgeEndpointUrl } from "../core/endpoint-url.ts";
import { err, ok, type Result } from "../core/result.ts";
import { type Instant, MS_PER_MINUTE } from "../core/time.ts";
import type { OidcError, OidcReturn, OidcStart, Provider } from "./oidc-ports.ts";
import type { Clock } from "./ports.ts";
import type { Vault } from "./seal-secrets.ts";

export interface OidcDeps {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly vault: Vault;
  /** Real time. */
  readonly clock: Clock;
  readonly allowLoopback: boolean;
}

/** Somebody types a password and finds a telephone in between. */
const TRANSACTION_MS = 10 * MS_PER_MINUTE;
const TIMEOUT_MS = 15_000;
const MAX_BYTES = 65_536;
/** What the transaction is sealed for: it opens as nothing else. */
const PURPOSE = "desk:oidc";

interface Transaction extends Provider {
  readonly workspaceId: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
  readonly expiresAt: Instant;
}

/** Bounded, to allowed hosts only, and no redirect is followed. Source: DESIGN § 7 (SSRF guard). */
const guardedFetch =
  ({ fetch, allowLoopback }: OidcDeps) =>
  async (url: string, init: RequestInit): Promise<Response> => {
    if (!judgeEndpointUrl(url, { allowLoopback }).ok) throw new TypeError("the provider's address is not allowed");
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(url, { ...init, redirect: "manual", signal });
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength;
      if (size > MAX_BYTES) throw new TypeError("the provider's answer is too large");
      chunks.push(chunk);
    }
    const { status, headers } = response;
    return new Response(status === 204 || status === 304 ? null : new Blob(chunks), { status, headers });
  };

const optionsOf = (deps: OidcDeps) => {
  const fetch = guardedFetch(deps);
  return {
    // The library hands over its own kind of init: headers, method and a body of form fields.
    [oauth.customFetch]: (url: string, { method, headers, body }: oauth.CustomFetchOptions<string, unknown>) =>
      fetch(url, { method, headers, ...(body instanceof URLSearchParams ? { body: body.toString() } : {}) }),
    [oauth.allowInsecureRequests]: deps.allowLoopback,
  };
};

const discover = async (issuer: string, deps: OidcDeps): Promise<oauth.AuthorizationServer | null> => {
  try {
    const url = new URL(issuer);
    const response = await oauth.discoveryRequest(url, { ...optionsOf(deps), algorithm: "oidc" });
    const server = await oauth.processDiscoveryResponse(url, response);
    const { authorization_endpoint: endpoint } = server;
    const isUsable = endpoint !== undefined && judgeEndpointUrl(endpoint, { allowLoopback: deps.allowLoopback }).ok;
    return isUsable ? server : null;
  } catch {
    return null;
  }
};

/** Where to send the browser. */
export const beginOidc = async (
  deps: OidcDeps,
  {
    workspaceId,
    provider,
    redirectUri,
    returnTo,
  }: {
    readonly workspaceId: string;
    readonly provider: Provider;
    readonly redirectUri: string;
    readonly returnTo: string;
  },
): Promise<Result<OidcStart, OidcError>> => {
  const server = await discover(provider.issuer, deps);
  if (server?.authorization_endpoint === undefined) return err({ type: "provider_failed", at: "discovery" });
  const transaction: Transaction = {
    ...provider,
    workspaceId,
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier: oauth.generateRandomCodeVerifier(),
    returnTo,
    expiresAt: deps.clock.now() + TRANSACTION_MS,
  };
  const url = new URL(server.authorization_endpoint);
  const parameters = {
    client_id: provider.clientId,
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid email profile",
    code_challenge: await oauth.calculatePKCECodeChallenge(transaction.verifier),
    code_challenge_method: "S256",
    state: transaction.state,
    nonce: transaction.nonce,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const sealed = await deps.vault.seal("", PURPOSE, JSON.stringify(transaction));
  return ok({ authorizationUrl: url.toString(), transaction: sealed });
};

const openTransaction = async (sealed: string | null, { vault, clock }: OidcDeps): Promise<Transaction | null> => {
  if (sealed === null) return null;
  try {
    // Sealed by this service alone, for this purpose alone: its form is known.
    const transaction: Transaction = JSON.parse(await vault.open("", PURPOSE, sealed));
    return transaction.expiresAt > clock.now() ? transaction : null;
  } catch {
    return null;
  }
};

/** A token that the provider gave for this very sign-in; its signature is still to be judged. */
export interface OidcToken extends Provider {
  readonly workspaceId: string;
  readonly idToken: string;
  readonly returnTo: string;
}

const exchange = async (
  deps: OidcDeps,
  server: oauth.AuthorizationServer,
  transaction: Transaction,
  { url, redirectUri }: OidcReturn,
): Promise<Result<string, OidcError>> => {
  const client: oauth.Client = { client_id: transaction.clientId };
  try {
    const parameters = oauth.validateAuthResponse(server, client, url, transaction.state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      parameters,
      redirectUri,
      transaction.verifier,
      optionsOf(deps),
    );
    const answer = await oauth.processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: transaction.nonce,
      requireIdToken: true,
    });
    return answer.id_token === undefined ? err({ type: "token_refused" }) : ok(answer.id_token);
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError) return err({ type: "provider_refused", code: error.error });
    if (error instanceof oauth.ResponseBodyError) return err({ type: "provider_refused", code: error.error });
    if (error instanceof oauth.OperationProcessingError) return err({ type: "token_refused" });
    return err({ type: "provider_failed", at: "token" });
  }
};

/** What the provider's answer to this browser's sign-in is worth. */
export const finishOidc = async (deps: OidcDeps, answer: OidcReturn): Promise<Result<OidcToken, OidcError>> => {
  const transaction = await openTransaction(answer.transaction, deps);
  if (transaction === null) return err({ type: "no_transaction" });
  const server = await discover(transaction.issuer, deps);
  if (server === null) return err({ type: "provider_failed", at: "discovery" });
  const idToken = await exchange(deps, server, transaction, answer);
  if (!idToken.ok) return idToken;
  const { workspaceId, issuer, audience, clientId, returnTo } = transaction;
  return ok({ workspaceId, issuer, audience, clientId, returnTo, idToken: idToken.value });
};
