// What browsers load of the desk besides its pages. Source: issue "The desk people like to sit at", Figures and Build 7.
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { bundleDesk } from "../../src/local/bundle-desk.mjs";

const files = await bundleDesk();
const text = (name: string): string => new TextDecoder().decode(files.get(name));

test("the island has at most 15 KB gzip, and asks nothing of anybody else", () => {
  const script = text("desk/desk.js");
  expect(script.length).toBeGreaterThan(1_000);
  expect(gzipSync(script).byteLength).toBeLessThanOrEqual(15 * 1_024);
  expect(script).not.toMatch(/https?:\/\/|innerHTML|eval\(|document\.cookie|sessionStorage/);
});

test("the style sheet begins with its variables, has both colour schemes, and loads nothing", () => {
  const style = text("desk/desk.css");
  expect(style).toMatch(/^:root\{color-scheme:light dark;/);
  expect(style).toContain("prefers-color-scheme:dark");
  expect(style).not.toMatch(/url\(|@import/);
});
