// A review's version as its entity tag, and the two headers that speak of it. Source: RFC 9110, 13.1; workspace.md 4.

import { err, ok, type Result } from "../../core/result.ts";
import type { Review } from "../../core/review/review.ts";

export const entityTag = ({ version }: Pick<Review, "version">): string => `"${version}"`;

const TAG = /^(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"$/;

const tagsOf = (header: string): readonly string[] => header.split(",").map((tag) => tag.trim());

/** A version that no review ever has: the tag is good in form and names none. */
const NO_VERSION = -1;

/**
 * The version that `If-Match` asks for; null without one, or for `*`. Of several tags the current one counts.
 * Weak tags never match here, as RFC 9110 says of writes.
 */
export const readIfMatch = (
  headers: Headers,
  currentVersion: number | null,
): Result<number | null, { readonly type: "invalid_if_match" }> => {
  const header = headers.get("if-match");
  if (header === null || header.trim() === "*") return ok(null);
  const tags = tagsOf(header);
  if (!tags.every((tag) => TAG.test(tag))) return err({ type: "invalid_if_match" });
  const versions = tags.map((tag) => (/^"[1-9]\d{0,14}"$/.test(tag) ? Number(tag.slice(1, -1)) : NO_VERSION));
  return ok(versions.find((version) => version === currentVersion) ?? versions[0] ?? NO_VERSION);
};

/** Whether the caller has this version already. */
export const isKnown = (headers: Headers, review: Review): boolean => {
  const header = headers.get("if-none-match");
  if (header === null) return false;
  const tag = entityTag(review);
  return tagsOf(header).some((known) => known === "*" || known === tag || known === `W/${tag}`);
};
