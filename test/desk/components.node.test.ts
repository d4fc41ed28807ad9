// The desk's parts, rendered to text: foreign text cannot do anything, deadlines and JSON read as people read them.
// Source: issue "The desk people like to sit at", Build 2 and 3, Bad input.

import { type FC, jsx } from "hono/jsx";
import { describe, expect, test } from "vitest";
import { beginningOf, Foreign, LongText } from "../../src/desk/components/foreign-text.tsx";
import { ErrorSummary, TextArea } from "../../src/desk/components/form.tsx";
import { partsOf } from "../../src/desk/components/hidden-characters.ts";
import { JsonView } from "../../src/desk/components/json-view.tsx";
import { SlaText } from "../../src/desk/components/sla-text.tsx";
import { type SlaFacts, slaWords } from "../../src/desk/components/sla-words.ts";
import { distanceWords, durationWords } from "../../src/desk/components/time-words.ts";
import type { Json } from "../../src/core/json.ts";
import { NOON } from "../support/builders.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const html = <Props extends object>(component: FC<Props>, props: Props): string =>
  String(jsx(component as FC, { ...props }));

/** What a reader reads: tags gone, entities back. */
const words = (markup: string): string =>
  markup
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

describe("foreign text", () => {
  test("markup is text", () => {
    const markup = html(Foreign, { text: `<script>alert("1")</script>&amp;<img onerror=x>` });
    expect(markup).toBe(
      '<bdi class="foreign">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;&lt;img onerror=x&gt;</bdi>',
    );
  });

  test("a bidi override, a NUL and half a character are named, not obeyed", () => {
    const markup = html(Foreign, { text: "pay\u202Efdp.exe\u0000\u0000\uD800!" });
    for (const hidden of ["\u202E", "\u0000", "\uD800"]) expect(markup).not.toContain(hidden);
    expect(words(markup)).toBe("payU+202Efdp.exeU+0000 ×2U+D800!");
  });

  test("joined emoji, flags, Persian joiners, line breaks and tabs stay as they are", () => {
    for (const text of [
      "👩‍👩‍👧‍👦",
      "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
      "می‌خواهم",
      "a\r\nb\n\tc",
    ]) {
      expect(partsOf(text)).toEqual([{ type: "plain", text }]);
    }
  });

  test("a flood of hidden characters stays small", () => {
    const parts = partsOf("\u0000\u202E".repeat(10_000));
    expect(parts.length).toBeLessThanOrEqual(101);
    expect(html(Foreign, { text: "\u0000".repeat(10_000) })).toContain("U+0000 ×10000");
  });

  test("ten thousand emoji: the beginning is whole characters, the rest is behind a fold", () => {
    const text = "👩‍👩‍👧‍👦".repeat(10_000);
    const beginning = beginningOf(text, 600);
    expect(beginning.length).toBeLessThanOrEqual(600);
    expect(text.startsWith(beginning)).toBe(true);
    expect(beginning.length % "👩‍👩‍👧‍👦".length).toBe(0);
    const markup = html(LongText, { text });
    expect(markup).toContain("<details><summary>Show all 110,000 characters</summary>");
    expect(markup).not.toContain("\uFFFD");
  });

  test("one character that is longer than the limit does not hang the page", () => {
    expect(beginningOf(`a${"\u0301".repeat(5_000)}`, 600)).toHaveLength(600);
  });

  test("a text that begins with a line break keeps it in its field", () => {
    const markup = html(TextArea, { id: "note", name: "text", label: "Note", value: "\n</textarea><b>" });
    expect(markup).toContain(">\n\n&lt;/textarea&gt;&lt;b&gt;</textarea>");
  });
});

describe("forms", () => {
  test("a problem is tied to its field, and the summary leads there", () => {
    const problems = [{ field: "note", message: "Write something." }];
    const field = html(TextArea, { id: "note", name: "text", label: "Note", hint: "Seen by all.", problems });
    expect(field).toContain('<label for="note">Note</label>');
    expect(field).toContain('aria-describedby="note-hint note-problem" aria-invalid="true"');
    expect(html(ErrorSummary, { title: "Nothing was sent", problems })).toContain(
      '<a href="#note">Write something.</a>',
    );
  });
});

describe("time in words", () => {
  test.each([
    [0, "less than a minute"],
    [42 * MINUTE, "42 min"],
    [-HOUR, "1 h"],
    [2 * HOUR + 5 * MINUTE + 59_000, "2 h 5 min"],
    [14 * HOUR + 30 * MINUTE, "14 h"],
    [48 * HOUR, "2 days"],
  ])("%i ms is %s", (ms, expected) => {
    expect(durationWords(ms)).toBe(expected);
  });

  test("before and after now", () => {
    expect(distanceWords(NOON + HOUR, NOON)).toBe("in 1 h");
    expect(distanceWords(NOON - HOUR, NOON)).toBe("1 h ago");
    expect(distanceWords(NOON, NOON)).toBe("just now");
  });
});

describe("deadlines", () => {
  const facts = (changes: Partial<NonNullable<SlaFacts["sla"]>> = {}, rest: Partial<SlaFacts> = {}): SlaFacts => ({
    sla: { dueAt: NOON + HOUR, atRiskAt: NOON + 45 * MINUTE, status: "on_track", breachedAt: null, ...changes },
    pausedAt: null,
    isOpen: true,
    ...rest,
  });

  test.each([
    ["on track", facts(), NOON + 18 * MINUTE, "on-track", "due in 42 min"],
    ["at risk as written", facts({ status: "at_risk" }), NOON, "at-risk", "at risk, due in 1 h"],
    ["at risk before the sweep wrote it", facts(), NOON + 50 * MINUTE, "at-risk", "at risk, due in 10 min"],
    ["breached", facts({ breachedAt: NOON, status: "breached" }), NOON + 3 * HOUR, "breached", "breached 3 h ago"],
    ["breached before the sweep wrote it", facts(), NOON + 2 * HOUR, "breached", "breached 1 h ago"],
    ["paused", facts({}, { pausedAt: NOON }), NOON + 9 * HOUR, "paused", "paused, 1 h left"],
    ["met", facts({ status: "met" }, { isOpen: false }), NOON + 9 * HOUR, "met", "decided in time"],
    ["missed", facts({ status: "breached", breachedAt: NOON }, { isOpen: false }), NOON, "breached", "deadline missed"],
    ["none", { sla: null, pausedAt: null, isOpen: true }, NOON, "none", "no deadline"],
  ] as const)("%s", (_, given, now, tone, expected) => {
    expect(slaWords(given, now)).toMatchObject({ tone, words: expected });
  });

  test("the page carries what the island counts with, and only where it counts", () => {
    const running = html(SlaText, { facts: facts(), now: NOON });
    expect(running).toContain(`datetime="2026-03-02T13:00:00.000Z" data-due="${NOON + HOUR}"`);
    expect(running).toContain(`data-risk="${NOON + 45 * MINUTE}"`);
    expect(html(SlaText, { facts: facts({}, { pausedAt: NOON }), now: NOON })).not.toContain("data-");
    expect(html(SlaText, { facts: facts({ status: "met" }, { isOpen: false }), now: NOON })).not.toContain("data-");
  });
});

describe("JSON", () => {
  const view = (value: Json): string => html(JsonView, { value, label: "Payload" });

  test("names and values are text, and nothing else", () => {
    const markup = view({ "<b>": '"><script>x</script>', __proto__: 1, list: [1, "1", null, true, ""] });
    expect(markup).not.toMatch(/<script|<b>/);
    expect(words(markup)).toContain('"><script>x</script>');
    expect(markup).toContain('<code class="json-literal">1</code>');
    expect(markup).toContain('<code class="json-literal">&quot;1&quot;</code>');
    expect(markup).toContain('<code class="json-literal">&quot;&quot;</code>');
  });

  test("what is nested is folded, the first levels open", () => {
    const markup = view({ a: { b: { c: { d: 1 } } } });
    expect(markup.match(/<details class="json-branch" open="">/g)).toHaveLength(1);
    expect(markup.match(/<details class="json-branch">/g)).toHaveLength(2);
  });

  test("long lists are cut, and whole behind the fold", () => {
    const markup = view(Array.from({ length: 1_000 }, (_, index) => index));
    expect(markup).toContain("Show the other 960, as text");
    expect(markup).toContain("999");
  });

  test("no payload makes a page too large or too deep", () => {
    const wide: Json = Array.from({ length: 40 }, () =>
      Array.from({ length: 40 }, () => Array.from({ length: 40 }, () => 1)),
    );
    expect(view(wide).length).toBeLessThan(1_500_000);
    let deep: Json = 1;
    for (let level = 0; level < 1_000; level += 1) deep = [deep];
    expect(view(deep).length).toBeLessThan(50_000);
  });
});
