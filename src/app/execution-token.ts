// The token that proves a claim: handed to the one caller who won it, brought back with the report. Derived from the
// workspace's signing key whenever it is needed and stored nowhere. Source: hoop.md rulings 10, 13; DESIGN § 2.

const encoder = new TextEncoder();

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** `claimVersion` is the version that the claim made, so that no claim's token fits another one's. */
export const executionToken = async (signingKey: string, reviewId: string, claimVersion: number): Promise<string> => {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(signingKey), algorithm, false, ["sign"]);
  const signature = await crypto.subtle.sign("HMAC", key, encoder.encode(`execution:${reviewId}:${claimVersion}`));
  return base64url(new Uint8Array(signature));
};

const digest = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text)));

/** Whether a token is that claim's. Digests are compared, all of them, so that time tells nothing. */
export const isExecutionToken = async (
  token: string,
  signingKey: string,
  reviewId: string,
  claimVersion: number,
): Promise<boolean> => {
  const [given, expected] = await Promise.all([
    digest(token),
    executionToken(signingKey, reviewId, claimVersion).then(digest),
  ]);
  return given.reduce((difference, byte, index) => difference | (byte ^ (expected[index] ?? 0)), 0) === 0;
};
