// What browser tests are written with: workspaces over HTTP, people who sit at the desk, and what is wrong with a page. One
// browser for a file; a context (a window with cookies of its own) for each person.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, inject } from "vitest";
import { chromiumPath } from "./chromium.ts";
import { OPERATOR_TOKEN } from "./service.ts";

export const serviceUrl: string = inject("serviceUrl");

/** `describe`, skipped where there is no browser. */
export const describeInBrowser = describe.skipIf(serviceUrl === "");

type Json = Readonly<Record<string, unknown>>;

const call = async (method: string, path: string, token: string, body?: unknown): Promise<Json> => {
  const response = await fetch(`${serviceUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === "" ? {} : JSON.parse(text);
};

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role?: string;
  readonly groups?: readonly string[];
}

export interface Workspace {
  readonly id: string;
  readonly secretOf: (member: string) => string;
  /** A call of the API as that member. */
  readonly as: (member: string, method: string, path: string, body?: unknown) => Promise<Json>;
  /** Opens a native review; answers its id. */
  readonly open: (member: string, subjectId: string, more?: Json) => Promise<string>;
  readonly apply: (people: readonly Person[], more?: Json) => Promise<void>;
  readonly advance: (minutes: number) => Promise<void>;
}

/** A workspace that no other test uses. */
export const aWorkspace = async (
  people: readonly Person[],
  more: Json = {},
  id = `ws-${crypto.randomUUID()}`,
): Promise<Workspace> => {
  const secretOf = (member: string): string => `key-of-${member}-in-${id}`;
  const apply = async (members: readonly Person[], rest: Json = {}): Promise<void> => {
    await call("PUT", `/v2/workspaces/${id}`, OPERATOR_TOKEN, {
      members: members.map((person) => ({ role: "member", groups: [], email: `${person.id}@example.com`, ...person })),
      credentials: members.map((person) => ({
        name: person.id,
        type: "bearer",
        secret: secretOf(person.id),
        member: person.id,
      })),
      ...rest,
    });
  };
  await apply(people, more);
  const as: Workspace["as"] = (member, method, path, body) => call(method, path, secretOf(member), body);
  return {
    id,
    secretOf,
    as,
    apply,
    open: async (member, subjectId, rest = {}) => {
      const opened = await as(member, "POST", "/v2/reviews", {
        subject: { type: "refund", id: subjectId, attributes: { amount: 120 } },
        ...rest,
      });
      return String(opened["id"]);
    },
    advance: async (minutes) => {
      await call("POST", `/v2/workspaces/${id}/clock`, OPERATOR_TOKEN, { advanceMinutes: minutes });
    },
  };
};

/** Address of a one-time link. */
export const aLink = async ({ id }: Workspace, memberId: string): Promise<string> =>
  String((await call("POST", `/v2/workspaces/${id}/sign-in-links`, OPERATOR_TOKEN, { memberId }))["url"]);

let browser: Browser | null = null;
/** What a browser found wrong by itself: violations of the policy, errors of scripts. Must stay empty. */
const complaints: string[] = [];

/** Starts the browser of this file; call once, at its top level. */
export const useBrowser = (): void => {
  beforeAll(async () => {
    const executablePath = chromiumPath();
    if (serviceUrl === "" || executablePath === null) return;
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  });
  afterAll(async () => {
    await browser?.close();
    browser = null;
  });
};

const watch = (page: Page): void => {
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    const text = message.text();
    if (/content security policy|refused to/i.test(text)) complaints.push(`${page.url()}: ${text}`);
  });
};

/** A window of its own. */
export const aWindow = async (options: BrowserContextOptions = {}): Promise<BrowserContext> => {
  if (browser === null) throw new Error("useBrowser() was not called");
  const context = await browser.newContext({ baseURL: serviceUrl, reducedMotion: "reduce", ...options });
  context.on("page", watch);
  // A busy machine is slow, not wrong.
  context.setDefaultTimeout(30_000);
  return context;
};

/** The member at the desk, in a window of their own, at the queue. */
export const atDesk = async (
  workspace: Workspace,
  memberId: string,
  options: BrowserContextOptions = {},
): Promise<Page> => {
  const context = await aWindow(options);
  const page = await context.newPage();
  await page.goto(await aLink(workspace, memberId));
  await page.getByRole("button", { name: /^Sign in as/ }).click();
  await page.waitForURL(/\/desk(\?|$)/);
  // The island has begun: what needs it is shown.
  if (options.javaScriptEnabled !== false) await page.getByText("Keyboard", { exact: true }).waitFor();
  return page;
};

/** What the browsers complained of since the last time. */
export const takeComplaints = (): readonly string[] => complaints.splice(0);

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** Violations that axe finds, one line each. Evaluated beside the page, whose policy allows no script of others. */
export const axeViolations = async (page: Page): Promise<readonly string[]> => {
  const result: AxeResult = await page.evaluate(`(() => { ${axeSource}; return axe.run(document); })()`);
  return result.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
};
