// Hides personal data in texts that are shown: e-mail addresses, IBANs, payment cards, social security and phone numbers.
// It only ever shortens output, stored data stays whole. UUIDs and dates are set aside before numbers are looked for;
// everything is found by form and by check digits, so no language and no field name matters. Time is linear in the text.
// Source: spec/adjudon.md rulings 5 and 13 (Scrub patterns).

import type { Json } from "./json.ts";
import { redactCards } from "./scrub/card.ts";
import { redactEmails } from "./scrub/email.ts";
import { redactIbans } from "./scrub/iban.ts";
import { splitAtNeutral } from "./scrub/neutral.ts";
import { redactInternationalPhones, redactNorthAmericanPhones } from "./scrub/phone.ts";
import { redactSocialSecurityNumbers } from "./scrub/ssn.ts";

/**
 * The text with each find replaced by its token, such as `[REDACTED_EMAIL]`. The order matters: an address may be
 * made of digits, and a number that says what it is (country code, `+`) is taken before bare groups of digits.
 */
export const scrubText = (text: string): string => {
  const withoutEmails = text.includes("@") ? redactEmails(text) : text;
  if (!/\d/.test(withoutEmails)) return withoutEmails;
  return splitAtNeutral(withoutEmails)
    .map(({ text: part, isNeutral }) => (isNeutral ? part : redactNumbers(part)))
    .join("");
};

const redactNumbers = (text: string): string =>
  [redactIbans, redactInternationalPhones, redactCards, redactSocialSecurityNumbers, redactNorthAmericanPhones].reduce(
    (scrubbed, redact) => redact(scrubbed),
    text,
  );

/** A value yet to be scrubbed, and where its copy goes. */
interface Task {
  readonly source: Json;
  readonly put: (copy: Json) => void;
}

/** A copy with every string value scrubbed, at every depth; keys, numbers and order stay. Does not recurse. */
export const scrub = (json: Json): Json => {
  let result: Json = null;
  const tasks: Task[] = [{ source: json, put: (copy) => (result = copy) }];
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    const { source, put } = task;
    if (typeof source === "string") put(scrubText(source));
    else if (source === null || typeof source !== "object") put(source);
    else if (isList(source)) put(copyOfList(source, tasks));
    else put(copyOfObject(source, tasks));
  }
  return result;
};

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const copyOfList = (source: readonly Json[], tasks: Task[]): Json => {
  const copy = source.map((): Json => null);
  for (const [index, member] of source.entries()) tasks.push({ source: member, put: (value) => (copy[index] = value) });
  return copy;
};

/** All keys are made first, as own ones: they keep their order, and `__proto__` is a key like any other. */
const copyOfObject = (source: { readonly [key: string]: Json }, tasks: Task[]): Json => {
  const copy: Record<string, Json> = Object.fromEntries(Object.keys(source).map((key) => [key, null]));
  for (const [key, member] of Object.entries(source))
    tasks.push({ source: member, put: (value) => (copy[key] = value) });
  return copy;
};
