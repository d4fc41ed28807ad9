// The reference: whole without a script, at home on its own site, and made of headings, landmarks and links that lead
// somewhere. Source: issue "The desk people like to sit at", Build 8.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { apis } from "../../src/openapi/apis.ts";
import { HEADERS } from "../../src/openapi/files.ts";
import { referencePages } from "../../src/openapi/reference/pages.ts";

const pages = referencePages(apis);
const text = (path: string): string =>
  readFileSync(new URL(`../../src/openapi/reference/${path}`, import.meta.url), "utf8");

const idsOf = (html: string): readonly string[] => [...html.matchAll(/ id="([^"]+)"/g)].map(([, id = ""]) => id);

/** Path of the site -> its HTML. */
const site = new Map([...pages].map(([path, html]) => [`/${path.replace(/\.html$/, "")}`, html]));

test("there is a page that finds everything, and one for each API", () => {
  expect([...site.keys()]).toEqual(["/reference", ...apis.map(({ name }) => `/reference/${name}`)]);
  const operations = apis.flatMap((api) => api.operations.map(({ id }) => `/reference/${api.name}#operation-${id}`));
  for (const link of operations) expect(site.get("/reference")).toContain(`href="${link}"`);
});

describe.each([...site])("%s", (path, html) => {
  test("asks nothing of another site and runs nothing inline", () => {
    const used = [...html.matchAll(/<(?:link|script|img|iframe|object|form)\b[^>]*>/g)].map(([tag]) => tag);
    expect(used.filter((tag) => /(?:https?:)?\/\/(?!reference)/.test(tag))).toEqual([]);
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style| style="| on[a-z]+="/);
  });

  test("has one first heading, none that skips a level, and the landmarks", () => {
    const levels = [...html.matchAll(/<h([1-6])\b/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.reduce((before, level) => {
      expect(level).toBeLessThanOrEqual(before + 1);
      return level;
    }, 0);
    for (const part of [
      '<html lang="en">',
      "<header>",
      "<main ",
      '<nav aria-label="',
      "<title>",
      'class="skip" href="#main"',
    ]) {
      expect(html).toContain(part);
    }
    expect(html).toContain(`href="${path}" aria-current="page"`);
  });

  test("names each place once, and every link leads to one", () => {
    const ids = idsOf(html);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target = ""] of html.matchAll(/href="([^"]+)"/g)) {
      const [page = "", anchor] = target.split("#");
      if (/^(?:data:|\/openapi|\/reference\/reference\.css)/.test(target)) continue;
      const found = page === "" ? html : site.get(page);
      expect(found, target).toBeDefined();
      if (anchor !== undefined) expect(idsOf(found ?? ""), target).toContain(anchor);
    }
  });
});

test("text of a description is shown as text", () => {
  const [api] = apis;
  if (api === undefined) throw new Error("no API");
  const hostile = referencePages([{ ...api, description: '<script>alert(1)</script> & "quotes"' }]);
  expect(hostile.get(`reference/${api.name}.html`)).toContain(
    "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot;",
  );
});

test("the headers allow the site's own style sheet and script, and nothing else", () => {
  expect(HEADERS).toContain("default-src 'none'; style-src 'self'; script-src 'self'; img-src data:;");
  expect(HEADERS).not.toMatch(/unsafe|https?:/);
});

/** WCAG 2.2, relative luminance. */
const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (a: string, b: string): number => {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
};

test.each([
  ["light", 0],
  ["dark", 1],
] as const)("in the %s scheme every text stands out by 4.5 and more", (_, at) => {
  const scheme = [...text("reference.css").matchAll(/:root \{([^}]+)\}/g)].map(([, body = ""]) => body)[at] ?? "";
  const colours = Object.fromEntries(
    [...scheme.matchAll(/--(\w+): (#[0-9a-f]{6})/g)].map(([, name, value]) => [name, value]),
  );
  for (const ink of ["ink", "soft", "link", "warn"]) {
    for (const ground of ["paper", "shade"]) {
      expect(contrast(String(colours[ink]), String(colours[ground])), `${ink} on ${ground}`).toBeGreaterThanOrEqual(
        4.5,
      );
    }
  }
});
