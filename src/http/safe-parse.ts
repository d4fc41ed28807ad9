// Parses what came from outside with a schema, and words what is wrong in zod's own English. zod/mini knows no language:
// without this every problem that a schema does not word itself would read "Invalid input". Handed to each parse, not
// configured once for all, so that no module's words hang on what else was loaded.

import type * as z from "zod/mini";
import english from "zod/v4/locales/en.js";

const { localeError } = english();

/** Where the messages of problems are shown to somebody; elsewhere a schema's own `safeParse` says as much. */
export const safeParse = <T>(schema: z.ZodMiniType<T>, value: unknown): z.core.util.SafeParseResult<T> =>
  schema.safeParse(value, { error: localeError });
