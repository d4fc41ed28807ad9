// The page of one review, and the pictures, in a real browser: two people in two windows, a stale page, no script, hostile
// text, and axe in both colour schemes, on a narrow screen and at 200 % zoom.

import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import {
  aWorkspace,
  atDesk,
  axeViolations,
  describeInBrowser,
  takeComplaints,
  useBrowser,
  type Workspace,
} from "./desk.ts";

useBrowser();

const PEOPLE = [
  { id: "ada", name: "Ada Lovelace", role: "owner" },
  { id: "bea", name: "Bea", groups: ["banking"] },
  { id: "sam", name: "Sam", groups: ["sre"] },
];

const HOSTILE = `"><script>document.title = "owned"</script><img src=x onerror=alert(1)>\u202Egnp.exe\u0000${"🙈".repeat(10_000)}`;

const reviewIn = async (page: Page, id: string): Promise<void> => {
  await page.goto(`/desk/reviews/${id}`);
};

/** What is wrong with the page as it is: what axe finds, and what sticks out. */
const problems = async (page: Page): Promise<readonly string[]> => {
  const overflow = await page.evaluate(
    "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1 ? 'the page scrolls sideways' : ''",
  );
  return [...(await axeViolations(page)), ...(overflow === "" ? [] : [String(overflow)])];
};

/** As it is, in the dark, at 200 % zoom (half the pixels), and 360 px wide. */
const VIEWS = [
  ["light", 1280],
  ["dark", 1280],
  ["light", 640],
  ["light", 360],
] as const;

const problemsEverywhere = async (page: Page): Promise<readonly string[]> => {
  const found: string[] = [];
  for (const [colorScheme, width] of VIEWS) {
    // Colours on their way from one scheme to the other are nobody's.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 800 });
    for (const problem of await problems(page)) found.push(`${colorScheme} ${width}: ${problem}`);
  }
  return found;
};

const openFolds = (page: Page): Promise<unknown> =>
  page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })");

describeInBrowser("two people in two windows", () => {
  test("both groups approve; the second decides on what the first has said", async () => {
    const workspace = await aWorkspace(PEOPLE);
    const id = await workspace.open("ada", "R-1", { groups: ["banking", "sre"] });
    const [bea, sam] = [await atDesk(workspace, "bea"), await atDesk(workspace, "sam")];
    await reviewIn(bea, id);
    await bea.getByRole("button", { name: "Approve", exact: true }).click();
    await bea.getByText("Your decision is recorded.").waitFor();
    await bea.getByText("1 of 2 approvals, missing: sre.").waitFor();
    expect(await bea.getByRole("button", { name: "Approve", exact: true }).count()).toBe(0);
    await reviewIn(sam, id);
    await sam.getByRole("button", { name: "Approve", exact: true }).click();
    await sam.getByText("Chain verified: all 3 events").waitFor();
    expect(await workspace.as("ada", "GET", `/v2/reviews/${id}`)).toMatchObject({ status: "approved" });
    // Going back does not send the form again.
    await sam.goBack();
    await sam.goForward();
    expect(await workspace.as("ada", "GET", `/v2/reviews/${id}`)).toMatchObject({ version: 3 });
    expect(takeComplaints()).toEqual([]);
  });

  test("a page that was made before somebody else's decision does not decide, and loses nothing", async () => {
    const workspace = await aWorkspace(PEOPLE);
    const id = await workspace.open("ada", "R-2", { groups: ["banking", "sre"] });
    const sam = await atDesk(workspace, "sam");
    await reviewIn(sam, id);
    await sam.getByLabel("Reason").first().fill("I have looked at both accounts");
    await workspace.as("bea", "POST", `/v2/reviews/${id}/decisions`, { verdict: "approve" });
    await sam.getByRole("button", { name: "Approve", exact: true }).click();
    await sam.getByText("This review has changed while you were looking at it").waitFor();
    expect(await sam.getByLabel("Reason").first().inputValue()).toBe("I have looked at both accounts");
    expect(await sam.locator("#problems .history li").innerText()).toContain("Bea voted to approve for banking");
    expect(await problems(sam)).toEqual([]);
    expect(await workspace.as("ada", "GET", `/v2/reviews/${id}`)).toMatchObject({ version: 2 });
    await sam.getByRole("button", { name: "Approve", exact: true }).click();
    await sam.getByText("Your decision is recorded.").waitFor();
    expect(takeComplaints()).toEqual([]);
  });
});

describeInBrowser("without a script", () => {
  test("a note, a decision and its history need none", async () => {
    const workspace = await aWorkspace(PEOPLE);
    const id = await workspace.open("ada", "R-3");
    const bea = await atDesk(workspace, "bea", { javaScriptEnabled: false });
    await reviewIn(bea, id);
    await bea.getByText("Add a note").click();
    await bea.getByLabel("Note", { exact: true }).fill("without a script");
    await bea.getByRole("button", { name: "Add the note" }).click();
    await bea.getByText("Your note is added.").waitFor();
    await bea.getByRole("button", { name: "Reject", exact: true }).click();
    await bea.getByText("You rejected it").waitFor();
  });
});

const hostileWorkspace = async (): Promise<{ readonly workspace: Workspace; readonly id: string }> => {
  const workspace = await aWorkspace([
    ...PEOPLE,
    { id: "eve", name: `</bdi><b>${HOSTILE.slice(0, 80)}`, groups: ["banking"] },
  ]);
  const id = await workspace.open("ada", '"><i>', {
    subject: {
      type: "<u>",
      id: "‮x",
      attributes: {
        [HOSTILE.slice(0, 60)]: HOSTILE,
        list: Array.from({ length: 45 }, () => ({ deep: [HOSTILE.slice(0, 90)] })),
      },
    },
    dueAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  await workspace.as("eve", "POST", `/v2/reviews/${id}/notes`, { text: HOSTILE });
  return { workspace, id };
};

describeInBrowser("hostile text", () => {
  test("is shown as text everywhere: nothing runs, the policy reports nothing, nothing sticks out", async () => {
    const { workspace, id } = await hostileWorkspace();
    const ada = await atDesk(workspace, "ada");
    await reviewIn(ada, id);
    await openFolds(ada);
    expect(await ada.title()).not.toBe("owned");
    expect(await ada.locator("main img, main script, main b, main i, main u").count()).toBe(0);
    expect(await ada.locator(".hidden-character").first().innerText()).toMatch(/^U\+/);
    await ada.setViewportSize({ width: 360, height: 800 });
    expect(await problems(ada)).toEqual([]);
    expect(takeComplaints()).toEqual([]);
  });
});

describeInBrowser("axe, both schemes, 200 % zoom, 360 px", () => {
  test("an open review with every form unfolded, and one that is settled", async () => {
    const workspace = await aWorkspace(PEOPLE);
    const id = await workspace.open("bea", "R-4", {
      groups: ["banking", "sre"],
      dueAt: new Date(Date.now() + 600_000).toISOString(),
    });
    const ada = await atDesk(workspace, "ada");
    await reviewIn(ada, id);
    await openFolds(ada);
    expect(await problemsEverywhere(ada)).toEqual([]);
    await workspace.as("sam", "POST", `/v2/reviews/${id}/decisions`, { verdict: "reject", reason: "no" });
    await reviewIn(ada, id);
    expect(await problems(ada)).toEqual([]);
    expect(takeComplaints()).toEqual([]);
  });

  test("the pictures and the webhooks", async () => {
    const workspace = await aWorkspace(PEOPLE);
    const ids = await Promise.all([1, 2, 3].map((number) => workspace.open("ada", `R-${number}`)));
    await workspace.as("bea", "POST", `/v2/reviews/${ids[0]}/decisions`, { verdict: "approve" });
    const endpoint = await workspace.as("ada", "POST", "/v2/webhooks", {
      url: "http://127.0.0.1:9/nobody",
      events: ["*"],
      description: "Books",
    });
    await workspace.as("sam", "POST", `/v2/reviews/${ids[1]}/decisions`, { verdict: "approve" });
    const ada = await atDesk(workspace, "ada");
    for (const path of ["/desk/metrics", "/desk/webhooks", `/desk/webhooks/${String(endpoint["id"])}`]) {
      await ada.goto(path);
      await openFolds(ada);
      expect(await problemsEverywhere(ada), path).toEqual([]);
    }
    expect(takeComplaints()).toEqual([]);
  });
});
