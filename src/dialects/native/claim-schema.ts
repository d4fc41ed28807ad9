// The bodies of claims and of asking for the next review, parsed once. Unknown keys are refused: typos must not pass.
// Source: issue "The desk people like to sit at", Build 5.

import * as z from "zod/mini";
import { PRIORITIES } from "../../core/review/review.ts";
import { DIALECTS } from "./list-query.ts";

export const claimSchema = z.strictObject({});

const MAX_SKIPPED = 100;

/** Null is absence. */
export const nextSchema = z.strictObject({
  dialect: z.nullish(z.enum(DIALECTS)),
  /** Name of a group that was asked. */
  group: z.nullish(
    z.string().check(z.minLength(1, "must not be empty"), z.maxLength(256, "must have at most 256 characters")),
  ),
  status: z.nullish(z.enum(["pending", "in_progress"])),
  priority: z.nullish(z.enum(PRIORITIES)),
  /** `free`: what is assigned to the caller, or to nobody who is still here. */
  assigned: z._default(z.enum(["free", "any"]), "free"),
  /** Native ids that the caller does not want now. */
  skip: z._default(
    z
      .array(z.string().check(z.maxLength(512, "must have at most 512 characters")))
      .check(z.maxLength(MAX_SKIPPED, `must name at most ${MAX_SKIPPED} reviews`)),
    [],
  ),
});
export type NextBody = z.infer<typeof nextSchema>;
