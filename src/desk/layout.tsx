// The frame of every page: policy headers, landmarks, navigation, skip link. Pages bring their main part as children.
// Source: issue "The desk" 1 (strict CSP, no inline script), 7 (everything works without JavaScript).

import type { Child } from "hono/jsx";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { isAdministrator } from "../core/review/actor.ts";
import type { DeskContext } from "./context.ts";
import { ASSETS } from "./routes.ts";

/** Pages load their own style and script, talk to their own origin, and nothing else happens in them. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": CONTENT_SECURITY_POLICY,
  // With "no-referrer" a browser sends `Origin: null` with a form, and no form could be told from a stranger's.
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
} as const;

export type Section = "queue" | "metrics" | "webhooks";

export interface PageOptions {
  /** Of the document; the product's name is added. */
  readonly title: string;
  /** Which entry of the navigation this page belongs to; null: none. */
  readonly active: Section | null;
  readonly status?: ContentfulStatusCode;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the island does on this page: `queue`, `review`. Absent: countdowns and the offline notice only. */
  readonly island?: string;
}

interface Entry {
  readonly section: Section;
  readonly href: string;
  readonly label: string;
}

/** What the member may open: the same roles as the API's routes of the same matter. */
const entriesFor = (c: DeskContext): readonly Entry[] => {
  const { role } = c.var.principal.actor;
  const mayMeasure = isAdministrator(role) || role === "auditor";
  return [
    { section: "queue", href: "/desk", label: "Queue" },
    ...(mayMeasure ? [{ section: "metrics", href: "/desk/metrics", label: "Metrics" } as const] : []),
    ...(isAdministrator(role) ? [{ section: "webhooks", href: "/desk/webhooks", label: "Webhooks" } as const] : []),
  ];
};

const Navigation = ({ c, active }: { readonly c: DeskContext; readonly active: Section | null }) => (
  <nav class="bar-nav" aria-label="Main">
    {entriesFor(c).map(({ section, href, label }) => (
      <a href={href} aria-current={section === active ? "page" : undefined}>
        {label}
      </a>
    ))}
  </nav>
);

const Who = ({ c }: { readonly c: DeskContext }) => {
  const { actor, workspaceId } = c.var.principal;
  return (
    <form class="who" method="post" action="/desk/sign-out">
      <span class="who-name">
        <bdi>{actor.name}</bdi>
        <span class="who-place">
          {" "}
          <bdi>{workspaceId}</bdi>, {actor.role}
        </span>
      </span>
      <input type="hidden" name="_csrf" value={c.var.csrf} />
      <button class="quiet" type="submit">
        Sign out
      </button>
    </form>
  );
};

interface FrameProps extends Pick<PageOptions, "title" | "active"> {
  readonly island: string | undefined;
  /** Null: nobody is signed in. */
  readonly c: DeskContext | null;
  readonly children: Child;
}

const Frame = ({ c, title, active, island, children }: FrameProps) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{`${title} · Countersign`}</title>
      <link rel="icon" href={ASSETS.icon} type="image/svg+xml" />
      <link rel="stylesheet" href={ASSETS.style} />
      <script src={ASSETS.script} type="module" />
    </head>
    <body
      data-island={island}
      data-now={c === null ? undefined : String(c.var.now)}
      data-clock={c?.var.principal.testNow == null ? undefined : "test"}
    >
      <a class="skip" href="#main">
        Skip to content
      </a>
      <header class="bar">
        <a class="brand" href="/desk">
          Countersign
        </a>
        {c === null ? null : <Navigation c={c} active={active} />}
        {c === null ? null : <Who c={c} />}
      </header>
      <p id="offline" class="notice notice-warning" role="status" hidden>
        You are offline. What you typed stays here; send it when the connection is back.
      </p>
      {c === null ? null : <p id="live-note" class="live-note" role="status" />}
      <main id="main" tabindex={-1}>
        {children}
      </main>
    </body>
  </html>
);

const respond = async (
  frame: { toString(): string | Promise<string> },
  { status = 200, headers = {} }: PageOptions,
): Promise<Response> =>
  new Response(`<!doctype html>${await frame.toString()}`, { status, headers: { ...HEADERS, ...headers } });

/** A page of somebody who is signed in. Children are escaped text and elements; raw HTML has no way in. */
export const page = (c: DeskContext, options: PageOptions, children: Child): Promise<Response> =>
  respond(
    <Frame c={c} title={options.title} active={options.active} island={options.island}>
      {children}
    </Frame>,
    options,
  );

/** A page for whoever asks: sign-in, errors before anybody is known. */
export const publicPage = (options: PageOptions, children: Child): Promise<Response> =>
  respond(
    <Frame c={null} title={options.title} active={options.active} island={options.island}>
      {children}
    </Frame>,
    options,
  );

/** After a write: the page to look at next, asked for with GET, so that going back never sends the form again. */
export const seeOther = (location: string, headers: HeadersInit = {}): Response => {
  const answer = new Response(null, { status: 303, headers });
  answer.headers.set("location", location);
  return answer;
};
