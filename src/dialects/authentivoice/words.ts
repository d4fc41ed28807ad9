// The smallest schemas of this API's bodies, shared by its routes.
// Source: authentivoice.md ruling 13 (Who, Details) and sections 4, 5.

import * as z from "zod/mini";
import type { Json, JsonObject } from "../../core/json.ts";
import type { Priority } from "../../core/review/review.ts";
import { PRIORITY_WORDS, type PriorityWord } from "./translate.ts";

export const priorityWord = z.enum(PRIORITY_WORDS);

/** Each word is one of the kernel's own. */
export const toPriority = (word: PriorityWord): Priority => word;

export const reviewType = z.enum(["standard", "detailed", "compliance", "quality"]);

/** With `Z` or an offset, in the past or not; as an instant. */
export const instant = z.pipe(
  z.iso.datetime({ offset: true }),
  z.transform((text) => Date.parse(text)),
);

/** Assumption: 256 characters name every analysis and every person; undocumented. */
export const idText = z.string().check(z.minLength(1), z.maxLength(256));

/** A parsed object as JSON: keys that were not sent are left out. */
export const toJson = (parsed: Readonly<Record<string, Json | undefined>>): JsonObject =>
  Object.fromEntries(Object.entries(parsed).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
