// E-mail addresses, international ones too. Looks left and right of each `@`, and neither side can contain another.
// Not found: quoted local parts, address literals (`a@[10.0.0.1]`) and hosts without a dot.

import { WORD } from "./characters.ts";

const TOKEN = "[REDACTED_EMAIL]";

/**
 * Local part and host of each `@`. The local part stops at a script without spaces if it did not begin in one:
 * in "联系ada@example.com" it is "ada".
 */
const AROUND_AT = new RegExp(
  String.raw`@(?:(?<=(?<words>[${WORD}.'%+\-]+)@)|(?<=(?<letters>[\p{L}\p{M}\p{N}_.'%+\-]+)@))(?<host>[\p{L}\p{M}\p{N}.\-]+)`,
  "gv",
);

/** Punctuation before an address belongs to the sentence. */
const LEADING_PUNCTUATION = /^[.'%+\-]+/v;

export const redactEmails = (text: string): string => {
  const parts: string[] = [];
  let done = 0;
  for (const { index: at, groups } of text.matchAll(AROUND_AT)) {
    const local = (groups?.words ?? groups?.letters ?? "").replace(LEADING_PUNCTUATION, "");
    const host = hostAtStartOf(groups?.host ?? "");
    if (local === "" || host === null) continue;
    parts.push(text.slice(done, Math.max(done, at - local.length)), TOKEN);
    done = at + 1 + host.length;
  }
  parts.push(text.slice(done));
  return parts.join("");
};

const BEFORE_OTHER_SCRIPT = new RegExp(String.raw`^[${WORD}.\-]+`, "v");

/** The longest host name at the start of a run of host characters; text may follow without a space. */
const hostAtStartOf = (run: string): string | null => {
  const beforeOtherScript = BEFORE_OTHER_SCRIPT.exec(run)?.[0] ?? "";
  return hostIn(beforeOtherScript) ?? hostIn(run);
};

/** A top-level domain, perhaps with text after a dash: letters only, or the ASCII form of an international one. */
const TOP_LEVEL = /^(?:xn--[a-z0-9]+|[\p{L}\p{M}]{2,})/iv;

/** As many labels as possible: none empty, at least two, the last a top-level domain. */
const hostIn = (run: string): string | null => {
  const labels = run.split(".");
  const firstEmpty = labels.indexOf("");
  const candidates = firstEmpty === -1 ? labels : labels.slice(0, firstEmpty);
  for (let last = candidates.length - 1; last >= 1; last--) {
    const topLevel = TOP_LEVEL.exec(candidates[last] ?? "")?.[0];
    if (topLevel !== undefined) return [...candidates.slice(0, last), topLevel].join(".");
  }
  return null;
};
