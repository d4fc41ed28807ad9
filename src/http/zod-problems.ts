// What zod found, as JSON pointers with one sentence each. Values never stand in a sentence, so secrets cannot.

import type * as z from "zod/mini";
import type { Problem } from "../app/document-ports.ts";

const toPointer = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** One problem for each issue, and one for each unknown key, in the order in which zod met them. */
export const zodProblems = (error: z.core.$ZodError): readonly Problem[] =>
  error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ path: toPointer([...issue.path, key]), message: "is not a known key" }))
      : [{ path: toPointer(issue.path), message: issue.message }],
  );
