// Pages for what went wrong: short, with a way on, and without a word about the inside.

import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { FormError } from "./form.tsx";
import type { DeskContext } from "./context.ts";
import { page, publicPage } from "./layout.tsx";

interface Trouble {
  readonly title: string;
  readonly text: string;
  readonly status: ContentfulStatusCode;
  readonly headers?: Readonly<Record<string, string>>;
}

/** With the navigation of whoever is signed in; without `c` nobody is, or it does not matter who. */
const trouble = ({ title, text, status, headers = {} }: Trouble, c: DeskContext | null = null): Promise<Response> => {
  const options = { title, active: null, status, headers };
  const card = (
    <section class="card narrow">
      <h1>{title}</h1>
      <p>{text}</p>
      <p>
        <a href="/desk">To the queue</a>
      </p>
    </section>
  );
  return c === null ? publicPage(options, card) : page(c, options, card);
};

/** Missing, hidden, or another workspace's: the same page. */
export const notFound = (c: DeskContext | null = null): Promise<Response> =>
  trouble({ title: "Not found", text: "There is nothing here that you can see.", status: 404 }, c);

/** The role does not reach this page. */
export const notAllowed = (text: string, c: DeskContext | null = null): Promise<Response> =>
  trouble({ title: "Not for your role", text, status: 403 }, c);

export const methodNotAllowed = (allow: string): Promise<Response> =>
  trouble({ title: "Not this way", text: "This page cannot be asked like that.", status: 405, headers: { allow } });

export const foreignForm = (): Promise<Response> =>
  trouble({ title: "Not sent", text: "This form was not sent by a page of this desk.", status: 403 });

const FORM_ERRORS = {
  not_a_form: { title: "Not a form", text: "This address takes forms only.", status: 415 },
  too_large: { title: "Too large", text: "A form holds at most 1 MiB.", status: 413 },
  unreadable: { title: "Not sent", text: "The form did not arrive whole. Go back and send it again.", status: 400 },
} as const satisfies Record<FormError, Trouble>;

export const badForm = (error: FormError): Promise<Response> => trouble(FORM_ERRORS[error]);

export const tooManyCalls = (seconds: number): Promise<Response> =>
  trouble({
    title: "Too many requests",
    text: `Nothing was done. Try again in ${seconds} seconds.`,
    status: 429,
    headers: { "retry-after": String(seconds) },
  });

export const tryAgain = (): Promise<Response> =>
  trouble({
    title: "Not just now",
    text: "The service is busy. Nothing was lost: go back and try again.",
    status: 503,
    headers: { "retry-after": "1" },
  });

export const broken = (requestId: string): Promise<Response> =>
  trouble({
    title: "Something went wrong",
    text: `It is not your fault. If you report it, name this request: ${requestId}`,
    status: 500,
  });
