// Several people and one review, what a page does when something is in the way, and who cannot see or has no script.
// Source: issue "The desk people like to sit at", Figures, Bad input, Done when.
import { expect, test } from "vitest";
import { aLink, aWorkspace, atDesk, axeViolations, describeInBrowser, takeComplaints, useBrowser } from "./desk.ts";

const ada = { id: "ada", name: "Ada", role: "owner" };
const bert = { id: "bert", name: "Bert", groups: ["sre"] };
const carla = { id: "carla", name: "Carla", groups: ["banking"] };

const HOSTILE = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>\u202egnp.exe\u0000 ${"😀".repeat(200)}`;

/** The first so many characters, none of them cut in half. */
const beginning = (characters: number): string => Array.from(HOSTILE).slice(0, characters).join("");

useBrowser();

describeInBrowser("one review, two people", () => {
  test("a group approval in two windows: each sees the other's within a second, without reloading", async () => {
    const workspace = await aWorkspace([ada, bert, carla]);
    const id = await workspace.open("ada", "r-1", { groups: ["sre", "banking"] });
    const [left, right] = [await atDesk(workspace, "bert"), await atDesk(workspace, "carla")];
    await Promise.all([left.goto(`/desk/reviews/${id}`), right.goto(`/desk/reviews/${id}`)]);
    const isLive = right.waitForRequest(/\/desk\/live/).catch(() => null);
    await Promise.race([isLive, right.waitForTimeout(1_000)]);
    await left.getByRole("button", { name: "Approve" }).click();
    await left.getByText("Your decision is recorded.").waitFor();
    const begun = Date.now();
    await right.getByText("1 of 2 approvals").waitFor({ timeout: 5_000 });
    expect(Date.now() - begun).toBeLessThan(1_000);
    // What was renewed is what is decided: no conflict.
    await right.getByRole("button", { name: "Approve" }).click();
    await right.getByText("Your decision is recorded.").waitFor();
    await left.locator(".review-head").getByText("approved").waitFor({ timeout: 5_000 });
    expect((await workspace.as("ada", "GET", `/v2/reviews/${id}`))["status"]).toBe("approved");
    expect(takeComplaints()).toEqual([]);
    await Promise.all([left.context().close(), right.context().close()]);
  });

  test("a stale page never decides: it shows what has changed and keeps what was typed", async () => {
    const workspace = await aWorkspace([ada, bert, carla]);
    const id = await workspace.open("ada", "r-1");
    const page = await atDesk(workspace, "bert", { javaScriptEnabled: false });
    await page.goto(`/desk/reviews/${id}`);
    await page.getByLabel("Reason").first().fill("looks right to me");
    await workspace.as("carla", "POST", `/v2/reviews/${id}/notes`, { text: "It is the second one today." });
    await page.getByRole("button", { name: "Approve" }).click();
    expect(await page.getByRole("alert").textContent()).toContain("has changed while you were looking at it");
    expect(await page.getByLabel("Reason").first().inputValue()).toBe("looks right to me");
    expect((await workspace.as("ada", "GET", `/v2/reviews/${id}`))["status"]).toBe("pending");
    await page.getByRole("button", { name: "Approve" }).click();
    await page.getByText("Your decision is recorded.").waitFor();
    await page.context().close();
  });
});

describeInBrowser("something in the way", () => {
  test("two clicks decide once, and going back sends nothing again", async () => {
    const workspace = await aWorkspace([ada, bert]);
    const id = await workspace.open("ada", "r-1");
    const page = await atDesk(workspace, "bert");
    await page.goto(`/desk/reviews/${id}`);
    await page.getByRole("button", { name: "Approve" }).dblclick();
    await page.getByText("Your decision is recorded.").waitFor();
    await page.goBack();
    await page.goForward();
    const review = await workspace.as("ada", "GET", `/v2/reviews/${id}`);
    expect([review["status"], review["version"]]).toEqual(["approved", 2]);
    await page.context().close();
  });

  test("a session that ends while somebody types: sign in, come back, and nothing is lost", async () => {
    const workspace = await aWorkspace([ada, bert]);
    const id = await workspace.open("ada", "r-1");
    const page = await atDesk(workspace, "bert", { javaScriptEnabled: false });
    await page.goto(`/desk/reviews/${id}`);
    await page.getByLabel("Reason").first().fill("three lines\nof what I\nthink");
    await page.context().clearCookies();
    await page.getByRole("button", { name: "Approve" }).click();
    await page.getByRole("heading", { name: "You are signed out" }).waitFor();
    const other = await page.context().newPage();
    await other.goto(await aLink(workspace, "bert"));
    await other.getByRole("button", { name: /^Sign in as/ }).click();
    await page.getByRole("button", { name: /continue/ }).click();
    await page.getByRole("button", { name: "Send it as Bert" }).click();
    await page.getByText("Your decision is recorded.").waitFor();
    const review = await workspace.as("ada", "GET", `/v2/reviews/${id}`);
    expect(review["decision"]).toMatchObject({ reason: "three lines\nof what I\nthink" });
    await page.context().close();
  });

  test("offline: the page says so, keeps what was typed, and sends it when the connection is back", async () => {
    const workspace = await aWorkspace([ada, bert]);
    const id = await workspace.open("ada", "r-1");
    const page = await atDesk(workspace, "bert");
    await page.goto(`/desk/reviews/${id}`);
    await page.getByLabel("Reason").first().fill("still here");
    await page.context().setOffline(true);
    await page.getByText("You are offline.").waitFor();
    await page.getByRole("button", { name: "Approve" }).click();
    expect(await page.getByLabel("Reason").first().inputValue()).toBe("still here");
    await page.context().setOffline(false);
    await page.getByText("You are offline.").waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Approve" }).click();
    await page.getByText("Your decision is recorded.").waitFor();
    await page.context().close();
  });

  test("a deadline on a test clock counts with it, and its breach shows by itself", async () => {
    const workspace = await aWorkspace([ada, bert], {
      testClock: true,
      sla: { policies: [{ name: "hour", dueInMinutes: 60, atRiskPercent: 50, onBreach: ["flag"] }] },
    });
    await workspace.open("ada", "r-1");
    const page = await atDesk(workspace, "bert");
    const due = page.locator(".row-due");
    expect(await due.textContent()).toBe("due in 1 h");
    await workspace.advance(40);
    await due.getByText("at risk, due in 20 min").waitFor({ timeout: 5_000 });
    await workspace.advance(23);
    await due.getByText("breached 3 min ago").waitFor({ timeout: 5_000 });
    expect(await due.locator("time").getAttribute("class")).toContain("sla-breached");
    await page.context().close();
  });
});

describeInBrowser("every page", () => {
  test("hostile text is shown as text, and the policy has nothing to report", async () => {
    takeComplaints();
    const workspace = await aWorkspace([ada, { ...bert, name: beginning(80) }]);
    const subject = {
      type: "refund",
      id: beginning(100).replaceAll("\u0000", ""),
      attributes: { [beginning(60)]: HOSTILE },
    };
    const id = await workspace.open("ada", "x", { subject });
    const page = await atDesk(workspace, "ada");
    await page.goto(`/desk/reviews/${id}`);
    for (const path of [
      "/desk",
      `/desk?subject=${encodeURIComponent(HOSTILE)}&sort=${encodeURIComponent(HOSTILE)}`,
      `/desk/reviews/${id}`,
    ]) {
      await page.goto(path);
      expect(await page.locator("main img, main script").count()).toBe(0);
    }
    expect(await page.locator("main").textContent()).toContain("<script>alert(1)</script>");
    expect(takeComplaints()).toEqual([]);
    await page.context().close();
  });

  test("axe finds nothing in both colour schemes, at 200 % zoom and 360 px wide, and nothing is cut off", async () => {
    const workspace = await aWorkspace([ada, bert, carla]);
    const id = await workspace.open("ada", "r-1", { groups: ["sre", "banking"], priority: "urgent" });
    await workspace.open("ada", "r-2", { dueAt: new Date(Date.now() + 3_600_000).toISOString() });
    const page = await atDesk(workspace, "ada");
    const paths = [
      "/desk",
      "/desk?subject=nothing",
      `/desk/reviews/${id}`,
      "/desk/metrics",
      "/desk/webhooks",
      "/desk/nothing",
    ];
    for (const path of paths) {
      // 640 px wide is what a window of 1,280 px is at 200 %.
      for (const [width, colorScheme] of [
        [1_280, "light"],
        [1_280, "dark"],
        [640, "light"],
        [360, "dark"],
      ] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 900 });
        if (width === 1_280 && colorScheme === "light") await page.goto(path);
        const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
        expect([path, width, colorScheme, overflow, ...(await axeViolations(page))]).toEqual([
          path,
          width,
          colorScheme,
          0,
        ]);
      }
    }
    await page.context().clearCookies();
    for (const path of ["/desk/sign-in", `/desk/sign-in?workspace=${workspace.id}`]) {
      await page.goto(path);
      expect([path, ...(await axeViolations(page))]).toEqual([path]);
    }
    await page.context().close();
  });
});
