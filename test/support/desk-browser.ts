// A member at the desk, without a browser: keeps the session's cookie, follows forms as a browser sends them. For tests
// inside workerd; what only a browser does is in test/browser.

import { env, exports } from "cloudflare:workers";
import { operator, type TestWorkspace, textAt } from "./workspace-builder.ts";

export const DESK_ORIGIN = "https://countersign.test";

export interface Page {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

export interface DeskVisitor {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Page>;
  /** Sends fields as a page of the desk does; a redirect is not followed. */
  post(
    path: string,
    fields: readonly (readonly [string, string])[],
    headers?: Readonly<Record<string, string>>,
  ): Promise<Page>;
  /** Cookies as they stand. */
  cookies(): ReadonlyMap<string, string>;
  setCookie(name: string, value: string): void;
}

/** Somebody with an empty cookie jar. */
export const aVisitor = (): DeskVisitor => {
  const jar = new Map<string, string>();
  const send = async (path: string, init: RequestInit): Promise<Page> => {
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set("cookie", [...jar].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await exports.default.fetch(`${DESK_ORIGIN}${path}`, { ...init, headers, redirect: "manual" });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const at = pair.indexOf("=");
      if (/max-age=0(?:;|$)/i.test(cookie)) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return { status: response.status, headers: response.headers, html: await response.text() };
  };
  return {
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, fields, headers = {}) =>
      send(path, {
        method: "POST",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          origin: DESK_ORIGIN,
          "sec-fetch-site": "same-origin",
          ...headers,
        },
        body: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString(),
      }),
    cookies: () => jar,
    setCookie: (name, value) => jar.set(name, value),
  };
};

/** Path of a one-time link for the member. */
export const aLink = async (workspace: Pick<TestWorkspace, "id">, memberId: string): Promise<string> => {
  const minted = await operator.post(`/v2/workspaces/${workspace.id}/sign-in-links`, { memberId });
  if (minted.status !== 201) throw new Error(`no link: ${minted.status} ${minted.text}`);
  return new URL(textAt(minted.body, "url")).pathname;
};

/** The member, signed in by a link. */
export const atDesk = async (workspace: Pick<TestWorkspace, "id">, memberId: string): Promise<DeskVisitor> => {
  const visitor = aVisitor();
  const token = (await aLink(workspace, memberId)).split("/").at(-1) ?? "";
  const entered = await visitor.post("/desk/sign-in/link", [["token", token]]);
  if (entered.status !== 303) throw new Error(`not signed in: ${entered.status} ${entered.html}`);
  return visitor;
};

const decode = (text: string): string =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

/** Hidden fields of the form that is sent to the path (or of the first form); a failure where there is none. */
export const hiddenFields = (html: string, action: string | null = null): readonly (readonly [string, string])[] => {
  const forms = [...html.matchAll(/<form([^>]*)>([^]*?)<\/form>/g)];
  const form = forms.find(
    ([, attributes = ""]) => action === null || decode(attributes).includes(`action="${action}"`),
  );
  if (form === undefined) throw new Error(`no form for ${action} in ${html}`);
  return [...(form[2] ?? "").matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
    ([, name = "", value = ""]) => [decode(name), decode(value)] as const,
  );
};

/** The database, for what no page shows. */
export const database: D1Database = env.DB;
