// The pages before anybody is known: how to sign in, whom a link is for, and why it did not work.

import type { LinkOwner } from "../../app/sign-in-ports.ts";
import type { Provider } from "../../app/oidc-ports.ts";
import { publicPage } from "../layout.tsx";
import { withQuery } from "../routes.ts";

export interface SignInView {
  /** Null: not named yet. */
  readonly workspaceId: string | null;
  readonly providers: readonly Provider[];
  /** The request came through Cloudflare Access. */
  readonly hasAccess: boolean;
  readonly returnTo: string;
  /** Why the last attempt came to nothing. */
  readonly problem: string | null;
  /** Somebody has just signed out. */
  readonly isSignedOut: boolean;
  readonly status?: 200 | 400 | 401 | 403 | 502 | 503;
  readonly headers?: Readonly<Record<string, string>>;
}

const Hidden = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <input type="hidden" name={name} value={value} />
);

/** The provider as people know it: its host. */
const nameOf = ({ issuer }: Provider): string => URL.parse(issuer)?.hostname ?? issuer;

const Providers = ({ workspaceId, providers, returnTo }: SignInView & { readonly workspaceId: string }) => (
  <>
    {providers.length === 0 ? (
      <p class="muted">
        There is no identity provider to sign in with for <bdi>{workspaceId}</bdi>. Ask whoever runs this service for a
        sign-in link.
      </p>
    ) : null}
    {providers.map((provider, place) => (
      <p>
        <a
          class="button primary wide"
          href={withQuery("/desk/sign-in/oidc", { workspace: workspaceId, provider: String(place), return: returnTo })}
        >
          Continue with <bdi>{nameOf(provider)}</bdi>
        </a>
      </p>
    ))}
  </>
);

const Access = ({ workspaceId, returnTo }: SignInView) => (
  <form method="post" action="/desk/sign-in/access">
    <Hidden name="workspace" value={workspaceId ?? ""} />
    <Hidden name="return" value={returnTo} />
    <button class="primary wide" type="submit">
      Continue with Cloudflare Access
    </button>
  </form>
);

const WorkspaceForm = ({ workspaceId, returnTo }: SignInView) => (
  <form method="get" action="/desk/sign-in" class="stack">
    <label for="workspace">Workspace</label>
    <input
      id="workspace"
      name="workspace"
      value={workspaceId ?? ""}
      required
      maxlength={64}
      autocomplete="organization"
      autocapitalize="none"
      spellcheck={false}
    />
    <Hidden name="return" value={returnTo} />
    <button type="submit" class={workspaceId === null ? "primary wide" : "wide"}>
      {workspaceId === null ? "Continue" : "Use another workspace"}
    </button>
  </form>
);

export const signInPage = (view: SignInView): Promise<Response> => {
  const { workspaceId, hasAccess, problem, isSignedOut, status = 200, headers = {} } = view;
  return publicPage(
    { title: "Sign in", active: null, status, headers },
    <section class="card narrow">
      <h1>Sign in</h1>
      {problem === null ? null : (
        <p class="notice notice-error" role="alert">
          {problem}
        </p>
      )}
      {isSignedOut ? (
        <p class="notice" role="status">
          You are signed out.
        </p>
      ) : null}
      {hasAccess ? <Access {...view} /> : null}
      {workspaceId === null ? null : <Providers {...view} workspaceId={workspaceId} />}
      <WorkspaceForm {...view} />
    </section>,
  );
};

export const linkPage = (token: string, owner: LinkOwner, returnTo: string): Promise<Response> =>
  publicPage(
    { title: "Sign in", active: null },
    <section class="card narrow">
      <h1>Sign in</h1>
      <p>
        This link works once. It signs you in to <bdi>{owner.workspaceId}</bdi>.
      </p>
      <form method="post" action="/desk/sign-in/link">
        <Hidden name="token" value={token} />
        <Hidden name="return" value={returnTo} />
        <button class="primary wide" type="submit">
          Sign in as <bdi>{owner.memberName}</bdi>
        </button>
      </form>
    </section>,
  );
