// What the desk may ask about who sits there. compose-desk.ts builds it; desk/session shows it.

import type { Result } from "../core/result.ts";
import type { OidcError, OidcRequest, OidcReturn, OidcStart, Provider } from "./oidc-ports.ts";
import type { AuthError } from "./principal.ts";
import type { EnteredSession, MintedLink, NoSession, OpenedSession, SessionRequest } from "./sessions.ts";
import type { LinkOwner } from "./sign-in-ports.ts";

export interface SignIns {
  /** Without a key for signatures nobody can sign in, and nobody can be told more than that. */
  readonly canSignIn: boolean;
  /** One D1 round trip. Counted where the workspace sets a limit. */
  readonly enter: (
    request: SessionRequest,
  ) => Promise<Result<EnteredSession, NoSession | Extract<AuthError, { type: "rate_limited" }>>>;
  readonly end: (cookie: string) => Promise<void>;
  /** For the operator: whoever asks has checked the token. Null: no such active member. */
  readonly mintLink: (workspaceId: string, memberId: string) => Promise<MintedLink | null>;
  /** Null: no such link, used, or too old. The link stays unused. */
  readonly peekLink: (token: string) => Promise<LinkOwner | null>;
  readonly useLink: (token: string) => Promise<OpenedSession | null>;
  /** Issuers of the workspace that people may sign in with; empty for a workspace that there is not, too. */
  readonly providers: (workspaceId: string) => Promise<readonly Provider[]>;
  /** Where to send the browser, and what it carries until it comes back. */
  readonly beginOidc: (request: OidcRequest) => Promise<Result<OidcStart, OidcError>>;
  readonly finishOidc: (answer: OidcReturn) => Promise<Result<OidcFinished, OidcError>>;
  /** By an assertion of Cloudflare Access. `workspaceId` null: the one workspace in which it is good. */
  readonly byAccess: (assertion: string, workspaceId: string | null) => Promise<Result<OpenedSession, AuthError>>;
}

export interface OidcFinished {
  readonly session: OpenedSession;
  readonly returnTo: string;
}
