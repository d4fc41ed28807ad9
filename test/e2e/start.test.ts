import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type LocalService, startService } from "../support/local-service.ts";

const state = mkdtempSync(join(tmpdir(), "countersign-start-"));
let service: LocalService;

beforeAll(async () => {
  service = await startService(state);
});
afterAll(async () => {
  await service?.stop("SIGKILL");
  rmSync(state, { recursive: true, force: true });
});

const isUp = (url: string) =>
  fetch(`${url}/health`).then(
    (response) => response.ok,
    () => false,
  );

/** Until the condition holds; at most ten seconds. */
async function eventually(condition: () => Promise<boolean>) {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("it never came true");
    await new Promise((done) => setTimeout(done, 50));
  }
}

test("npm start: answers on the address that it prints", async () => {
  expect(await isUp(service.url)).toBe(true);
});

test("npm start: prints a way into the desk for each demo member", async () => {
  const links = [...service.output().matchAll(/^ {2}(\w+) \(\w+\) +(http:\S+\/desk\/sign-in\/link\/[0-9a-f]{64})$/gm)];
  expect(links.map(([, name]) => name)).toEqual(
    expect.arrayContaining(["Ada", "Bert", "Carla", "Dora", "Olga", "Rita"]),
  );
  const shown = await fetch(links[0]?.[2] ?? "");
  expect([shown.status, await shown.text()]).toEqual([200, expect.stringContaining("Sign in as")]);
});

test("npm start: Cron can be played from outside", async () => {
  const response = await fetch(`${service.url}/cdn-cgi/handler/scheduled?cron=*+*+*+*+*`);
  expect(response.status).toBe(200);
});

test("npm start: the documents and the reference are static files with a strict policy", async () => {
  const document = await fetch(`${service.url}/openapi.json`);
  expect(document.status).toBe(200);
  expect(document.headers.get("content-type")).toMatch(/^application\/json/);
  expect(document.headers.get("access-control-allow-origin")).toBe("*");
  expect(await document.json()).toMatchObject({ openapi: "3.1.1" });
  for (const name of ["native", "hoop", "adjudon", "alloy", "authentivoice"]) {
    const own = await fetch(`${service.url}/openapi/${name}.json`);
    expect(own.status, name).toBe(200);
    const page = await fetch(`${service.url}/reference/${name}`);
    expect(page.status, name).toBe(200);
    await Promise.all([own.text(), page.text()]);
  }
  const reference = await fetch(`${service.url}/reference`, { redirect: "manual" });
  expect(reference.status).toBe(200);
  expect(reference.headers.get("content-security-policy")).toContain("default-src 'none'; style-src 'self'");
  expect(await reference.text()).toContain("<h1>Reference</h1>");
});

test("npm start: ends with everything it started when it is asked to", async () => {
  expect(await service.stop("SIGTERM")).toBe(0);
  expect(await isUp(service.url)).toBe(false);
});

test("npm start: starts again on the same state, and a kill -9 of npm takes everything along", async () => {
  service = await startService(state);
  expect(await isUp(service.url)).toBe(true);
  expect(await service.stop("SIGKILL")).toBeNull();
  await eventually(async () => !(await isUp(service.url)));
});
