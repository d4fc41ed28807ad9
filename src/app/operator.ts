// The operator's token: who may apply, read and delete whole workspaces. Source: workspace.md 1.

import { isSameDigest, sha256 } from "./digest-secrets.ts";

/** Source: workspace.md 1. A shorter one is no token. */
const MIN_TOKEN_CHARS = 32;

const tokensOf = (configured: string | undefined): readonly string[] =>
  (configured ?? "")
    .split(",")
    .map((token) => token.trim())
    .filter((token) => token.length >= MIN_TOKEN_CHARS);

export const hasOperatorToken = (configured: string | undefined): boolean => tokensOf(configured).length > 0;

/** One token, or two separated by a comma while they are rotated. None configured: nobody is the operator. */
export const operatorCheck = (configured: string | undefined): ((token: string) => Promise<boolean>) => {
  const tokens = tokensOf(configured);
  return async (token) => {
    const shown = await sha256(token);
    const expected = await Promise.all(tokens.map(sha256));
    // Every one is compared, so that time does not tell which.
    return expected.map((digest) => isSameDigest(digest, shown)).includes(true);
  };
};
