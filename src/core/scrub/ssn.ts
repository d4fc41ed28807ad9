// United States social security numbers, by their form ddd-dd-dddd alone: they have no check digit.
// Not within something longer: more digits behind a dash, or the letters of an order number such as AB-123-45-6789.

import { DASH, INSIDE_IDENTIFIER, WORD } from "./characters.ts";

const SSN = new RegExp(
  String.raw`(?<!${INSIDE_IDENTIFIER})\d{3}[${DASH}]\d{2}[${DASH}]\d{4}(?!${WORD}|[${DASH}]\d)`,
  "gv",
);

export const redactSocialSecurityNumbers = (text: string): string => text.replace(SSN, "[REDACTED_SSN]");
