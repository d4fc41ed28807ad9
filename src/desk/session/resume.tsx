// Nothing typed is lost when a session ends: a form that comes without one, or with an older one's token, is shown again
// with everything in it, and is sent only when the person says so once more. Nothing of it is stored here.

import type { DeskContext } from "../context.ts";
import { page, publicPage } from "../layout.tsx";
import { withQuery } from "../routes.ts";
import { returnPath } from "./same-origin.ts";

/** Fields that belong to the form itself and say nothing to a person. */
const isHidden = (name: string): boolean => name.startsWith("_");

const typed = (form: URLSearchParams): readonly (readonly [name: string, value: string])[] =>
  [...form].filter(([name, value]) => !isHidden(name) && value !== "");

const Typed = ({ form }: { readonly form: URLSearchParams }) => (
  <dl class="facts">
    {typed(form).map(([name, value]) => (
      <div>
        <dt>{name.replaceAll("_", " ")}</dt>
        <dd class="foreign" dir="auto">
          {value}
        </dd>
      </div>
    ))}
  </dl>
);

const Fields = ({ form, csrf }: { readonly form: URLSearchParams; readonly csrf: string }) => (
  <>
    <input type="hidden" name="_csrf" value={csrf} />
    {[...form].map(([name, value]) =>
      // A text area keeps line ends and every character; a hidden input would lose some.
      name === "_csrf" ? null : (
        <textarea name={name} hidden>
          {`\n${value}`}
        </textarea>
      ),
    )}
  </>
);

/** The page that a review's form stands on: its path without the verb. */
const pageOf = (path: string): string => returnPath(/^\/desk\/reviews\/[^/]+/.exec(path)?.[0] ?? null);

/** The session is over: everything typed waits on this page until the person is signed in again. */
export const keepForm = (path: string, form: URLSearchParams): Promise<Response> =>
  publicPage(
    { title: "Sign in to go on", active: null, status: 401 },
    <section class="card narrow">
      <h1>You are signed out</h1>
      <p>Nothing was sent, and what you typed is kept on this page. Sign in, come back to this page, and continue.</p>
      <p>
        <a class="button" href={withQuery("/desk/sign-in", { return: pageOf(path) })} target="_blank" rel="noopener">
          Sign in (opens a new tab)
        </a>
      </p>
      <form method="post" action={path}>
        <Fields form={form} csrf={form.get("_csrf") ?? ""} />
        <Typed form={form} />
        <button type="submit">I have signed in: continue</button>
      </form>
    </section>,
  );

/** Signed in, but with another session than the form's. */
export const askAgain = (c: DeskContext, form: URLSearchParams): Promise<Response> =>
  page(
    c,
    { title: "Send this?", active: null, status: 403 },
    <section class="card narrow">
      <h1>Send this?</h1>
      <p>This form is from before you signed in. Nothing was sent yet.</p>
      <form method="post" action={c.req.path}>
        <Fields form={form} csrf={c.var.csrf} />
        <Typed form={form} />
        <div class="actions">
          <button class="primary" type="submit">
            Send it as <bdi>{c.var.principal.actor.name}</bdi>
          </button>
          <a href={pageOf(c.req.path)}>Do not send it</a>
        </div>
      </form>
    </section>,
  );
