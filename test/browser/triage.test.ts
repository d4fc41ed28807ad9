// A day at the desk, in a real browser: signing in, twenty reviews by keyboard alone, many at once, the address as a saved
// view. Source: issue "The desk people like to sit at", Figures and Done when.
import { expect, test } from "vitest";
import { aLink, aWindow, aWorkspace, atDesk, describeInBrowser, takeComplaints, useBrowser } from "./desk.ts";

const ada = { id: "ada", name: "Ada", role: "owner" };
const bert = { id: "bert", name: "Bert" };

useBrowser();

describeInBrowser("signing in", () => {
  test("leads back to the page that was asked for; nobody gets in twice by one link; signing out ends it", async () => {
    const workspace = await aWorkspace([ada, bert]);
    const id = await workspace.open("ada", "r-1");
    const context = await aWindow();
    const page = await context.newPage();
    await page.goto(`/desk/reviews/${id}`);
    await expect.poll(() => page.getByRole("heading", { level: 1 }).textContent()).toBe("Sign in");
    const back = new URL(page.url()).searchParams.get("return") ?? "";
    const link = await aLink(workspace, "bert");
    await page.goto(`${link}?return=${encodeURIComponent(back)}`);
    await page.getByRole("button", { name: "Sign in as Bert" }).press("Enter");
    await page.waitForURL(`**/desk/reviews/${id}`);
    const cookies = await context.cookies();
    expect(cookies.map(({ httpOnly, secure, sameSite }) => [httpOnly, secure, sameSite])).toEqual([
      [true, true, "Lax"],
    ]);
    expect(await page.evaluate("document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage })")).toBe("{}");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.goto(link);
    expect(await page.getByRole("alert").textContent()).toContain("used already");
    await page.goto("/desk");
    expect(page.url()).toContain("/desk/sign-in");
    await context.close();
  });
});

describeInBrowser("triage", () => {
  test("twenty reviews by keyboard alone: a decision is two keys, and the next one is there", async () => {
    const workspace = await aWorkspace([ada, bert]);
    await Promise.all(Array.from({ length: 20 }, (_, place) => workspace.open("ada", `r-${place}`)));
    const page = await atDesk(workspace, "bert");
    await page.keyboard.press("n");
    for (let done = 0; done < 20; done += 1) {
      await page.waitForURL(/\/desk\/reviews\//);
      const here = page.url();
      // Every fourth with a reason, typed between the two keys of the decision.
      await page.keyboard.press(done % 4 === 3 ? "r" : "a");
      await page.keyboard.press("Enter");
      await page.waitForURL((url) => url.toString() !== here);
    }
    expect(new URL(page.url()).pathname).toBe("/desk");
    const { data } = await workspace.as("ada", "GET", "/v2/reviews?limit=50");
    const statuses = (Array.isArray(data) ? data : []).map(({ status }) => String(status));
    expect([statuses.filter((s) => s === "approved").length, statuses.filter((s) => s === "rejected").length]).toEqual([
      15, 5,
    ]);
    expect(takeComplaints()).toEqual([]);
    await page.context().close();
  });

  test("many at once: each has its own result, and the ones that failed stay selected", async () => {
    const workspace = await aWorkspace([ada, bert]);
    const own = await workspace.open("bert", "own");
    await Promise.all(["r-1", "r-2", "r-3"].map((subject) => workspace.open("ada", subject)));
    const page = await atDesk(workspace, "bert");
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    expect(await page.locator("#bulk-count").textContent()).toBe("1 selected");
    await page.getByLabel("All on this page").check();
    await page.getByLabel("Reason").fill("fine with me");
    await page.getByRole("button", { name: "Approve selected" }).click();
    await page.waitForURL(/decided=3/);
    expect(await page.getByRole("alert").textContent()).toContain("3 reviews decided, 1 not");
    const left = page.locator(".row");
    expect(await left.count()).toBe(1);
    expect(await left.getAttribute("data-review")).toBe(own);
    expect(await left.getByRole("checkbox").isChecked()).toBe(true);
    expect(await left.textContent()).toContain("You asked for this yourself");
    // Looking at the result again decides nothing again.
    await page.reload();
    expect((await workspace.as("ada", "GET", `/v2/reviews/${own}`))["version"]).toBe(1);
    await page.context().close();
  });

  test("what changed since it was chosen is not decided", async () => {
    const workspace = await aWorkspace([ada, bert, { id: "cy", name: "Cy" }]);
    const id = await workspace.open("ada", "r-1");
    // Without a script nothing on the page is renewed.
    const page = await atDesk(workspace, "bert", { javaScriptEnabled: false });
    await page.getByRole("checkbox").check();
    await workspace.as("cy", "POST", `/v2/reviews/${id}/notes`, { text: "Wait: this is the second one today." });
    await page.getByRole("button", { name: "Approve selected" }).click();
    expect(await page.locator(".row-problem").textContent()).toContain("has changed since you chose it");
    expect((await workspace.as("ada", "GET", `/v2/reviews/${id}`))["status"]).toBe("pending");
    await page.getByRole("button", { name: "Approve selected" }).click();
    await page.waitForURL(/decided=1/);
    await page.context().close();
  });
});

describeInBrowser("live changes", () => {
  test("another's decision shows within a second, in its place, and new reviews wait to be shown", async () => {
    const workspace = await aWorkspace([ada, bert, { id: "cy", name: "Cy" }]);
    const ids = await Promise.all(["r-1", "r-2", "r-3"].map((subject) => workspace.open("ada", subject)));
    const page = await atDesk(workspace, "bert");
    const rows = page.locator(".row");
    await expect.poll(() => rows.count()).toBe(3);
    await page.keyboard.press("j");
    const focused = await page.evaluate("document.activeElement.id");
    const order = await rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-review")));
    const live = page.waitForResponse((response) => response.url().endsWith("/desk"));
    await workspace.as("cy", "POST", `/v2/reviews/${ids[1] ?? ""}/decisions`, { verdict: "approve" });
    const begun = Date.now();
    await page.locator(`.row.is-gone[data-review="${ids[1] ?? ""}"]`).waitFor({ timeout: 5_000 });
    const tookMs = Date.now() - begun;
    await live;
    expect(tookMs).toBeLessThan(1_000);
    expect(await rows.evaluateAll((all) => all.map((row) => row.getAttribute("data-review")))).toEqual(order);
    expect(await page.evaluate("document.activeElement.id")).toBe(focused);
    await workspace.open("ada", "r-4");
    await page.getByRole("link", { name: "Show 1 new review" }).click();
    await expect.poll(() => rows.count()).toBe(3);
    await page.context().close();
  });
});
