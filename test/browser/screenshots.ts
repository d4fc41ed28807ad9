// The pictures of the README, taken of a desk with something on it: `SCREENSHOTS=docs/images npm run test:browser`. With
// `SCREENSHOTS_ALL` set, every page in both colour schemes, for whoever changes how they look.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { test } from "vitest";
import { aLink, aWindow, aWorkspace, atDesk, describeInBrowser, useBrowser } from "./desk.ts";

const folder = process.env["SCREENSHOTS"] ?? "docs/images";
const isEvery = process.env["SCREENSHOTS_ALL"] !== undefined;

const PEOPLE = [
  { id: "ada", name: "Ada Lovelace", role: "owner", groups: ["finance"] },
  { id: "bert", name: "Bert Jones", groups: ["sre"] },
  { id: "carla", name: "Carla Gomez", groups: ["banking"] },
];

const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

const ASKED = [
  [
    "refund",
    "order 20481",
    { amount: 4_800, currency: "EUR", customer: "Jo Smith", reason: "Damaged on arrival" },
    "high",
    22,
  ],
  ["payout", "batch 2026-11-22", { recipients: 312, total: 918_204.5, currency: "EUR" }, "critical", 64],
  [
    "command",
    "prod-pg",
    { script: "UPDATE accounts SET frozen = true\nWHERE id = 42;", ticket: "OPS-981" },
    "urgent",
    130,
  ],
  ["refund", "order 20466", { amount: 35, currency: "EUR", customer: "Ann Lee" }, "normal", 400],
  ["limit change", "card 4417", { from: 2_000, to: 12_000, currency: "EUR" }, "normal", null],
  ["refund", "order 20397", { amount: 12, currency: "EUR" }, "low", null],
] as const;

useBrowser();

describeInBrowser("pictures", () => {
  test("of a desk with something on it", async () => {
    mkdirSync(folder, { recursive: true });
    const workspace = await aWorkspace(PEOPLE, { name: "Payments" }, "payments");
    const ids: string[] = [];
    for (const [type, id, attributes, priority, due] of ASKED) {
      const groups = type === "command" || type === "payout" ? { groups: ["sre", "banking"] } : {};
      const dueAt = due === null ? {} : { dueAt: inMinutes(due) };
      ids.push(await workspace.open("ada", "", { subject: { type, id, attributes }, priority, ...groups, ...dueAt }));
    }
    const [, payout = "", command = "", small = "", limit = ""] = ids;
    await workspace.as("carla", "POST", `/v2/reviews/${command}/decisions`, {
      verdict: "approve",
      reason: "Agreed with OPS.",
    });
    await workspace.as("carla", "POST", `/v2/reviews/${command}/notes`, {
      text: "Checked with the account's owner: it is the right one.",
    });
    await workspace.as("carla", "POST", `/v2/reviews/${payout}/claim`, {});
    await workspace.as("ada", "POST", `/v2/reviews/${small}/assign`, { assignedTo: "bert" });
    for (const verdict of ["approve", "reject"]) {
      const id = await workspace.open("ada", `old-${verdict}`, { dueAt: inMinutes(60) });
      await workspace.as("bert", "POST", `/v2/reviews/${id}/decisions`, { verdict });
    }
    await workspace.as("bert", "POST", `/v2/reviews/${limit}/notes`, { text: "Asked the customer for a payslip." });
    const bert = await atDesk(workspace, "bert", { viewport: { width: 1_100, height: 720 } });
    const ada = await atDesk(workspace, "ada", { viewport: { width: 1_100, height: 720 } });
    const shoot = async (page: Page, path: string, name: string, kept: boolean): Promise<void> => {
      if (!kept && !isEvery) return;
      await page.goto(path);
      await page.waitForTimeout(500);
      await page.screenshot({ path: join(folder, `${name}.png`) });
      if (!isEvery) return;
      await page.screenshot({ path: join(folder, `${name}-whole.png`), fullPage: true });
      await page.emulateMedia({ colorScheme: "dark" });
      await page.screenshot({ path: join(folder, `${name}-dark.png`), fullPage: true });
      await page.setViewportSize({ width: 360, height: 720 });
      await page.screenshot({ path: join(folder, `${name}-narrow.png`), fullPage: true });
      await page.emulateMedia({ colorScheme: "light" });
      await page.setViewportSize({ width: 1_100, height: 720 });
    };
    await shoot(bert, "/desk", "desk-queue", true);
    await shoot(bert, `/desk/reviews/${command}?next=`, "desk-review", true);
    await shoot(ada, "/desk/metrics", "desk-metrics", true);
    await shoot(ada, "/desk/webhooks", "desk-webhooks", false);
    await shoot(ada, "/desk?subject=nothing", "desk-empty", false);
    const stranger = await (await aWindow({ viewport: { width: 1_100, height: 720 } })).newPage();
    await shoot(stranger, await aLink(workspace, "bert"), "desk-link", false);
    await shoot(stranger, "/desk/sign-in?workspace=demo", "desk-sign-in", false);
  });
});
