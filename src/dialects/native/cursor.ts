// Opaque positions: of a list of reviews, and of a verification that goes on. Base64url of JSON, judged when it comes back.

import * as z from "zod/mini";
import type { ListPosition, ReviewSort } from "../../app/review-queries.ts";
import type { ChainLink } from "../../core/review/audit-chain.ts";

const encode = (value: unknown): string =>
  btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const decode = (text: string): unknown => {
  try {
    return JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/")));
  } catch {
    return null;
  }
};

const uuid = z.string().check(z.regex(/^(?:[0-9a-f-]{36})?$/));
const listSchema = z.strictObject({
  sort: z.enum(["createdAt", "dueAt", "priority"]),
  key: z.int(),
  id: uuid,
});

export const listCursor = (sort: ReviewSort, { key, id }: ListPosition): string => encode({ sort, key, id });

/** Null: no cursor of a list in this order. */
export const readListCursor = (text: string, sort: ReviewSort): ListPosition | null => {
  const parsed = listSchema.safeParse(decode(text));
  return parsed.success && parsed.data.sort === sort ? { key: parsed.data.key, id: parsed.data.id } : null;
};

const chainSchema = z.strictObject({
  version: z.int().check(z.minimum(0)),
  hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});

export const chainCursor = ({ version, hash }: ChainLink): string => encode({ version, hash });

/** Null: no cursor of a verification. */
export const readChainCursor = (text: string): ChainLink | null => {
  const parsed = chainSchema.safeParse(decode(text));
  return parsed.success ? parsed.data : null;
};
