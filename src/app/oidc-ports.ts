// Signing in with an identity provider, as the desk and the one module that speaks OpenID Connect see it.
// Source: OpenID Connect Core 1.0 § 3.1; RFC 7636 (PKCE); RFC 9207 (`iss` in the answer).

/** An issuer of the workspace document that carries a `clientId`. */
export interface Provider {
  readonly issuer: string;
  readonly audience: string;
  readonly clientId: string;
}

export interface OidcRequest {
  readonly workspaceId: string;
  /** Place in the list of the workspace's providers. */
  readonly provider: number;
  /** Address of the desk that the provider sends the browser back to. */
  readonly redirectUri: string;
  /** Page of the desk to show then. */
  readonly returnTo: string;
}

export interface OidcStart {
  readonly authorizationUrl: string;
  /** Sealed: state, nonce and the verifier of PKCE. Ten minutes. */
  readonly transaction: string;
}

export interface OidcReturn {
  /** As {@link OidcStart} gave it; null: the browser brought none. */
  readonly transaction: string | null;
  /** The address that the provider sent the browser to, whole. */
  readonly url: URL;
  readonly redirectUri: string;
}

export type OidcError =
  /** The workspace has no such provider (any more), or there is no such workspace. */
  | { readonly type: "no_provider" }
  /** The provider cannot be reached, or does not speak the protocol. `at`: which step failed. */
  | { readonly type: "provider_failed"; readonly at: "discovery" | "token" }
  /** The provider said no. */
  | { readonly type: "provider_refused"; readonly code: string }
  /** Not the answer to a sign-in that this browser began, or too late. */
  | { readonly type: "no_transaction" }
  /** The token is not good, or not for this sign-in. */
  | { readonly type: "token_refused" }
  /** A good token of somebody who is no active member of the workspace. */
  | { readonly type: "not_a_member" };
