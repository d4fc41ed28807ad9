// What every answer must carry, whatever it says. Source: issue "Proof", Security; OWASP API8.

const REQUIRED: readonly (readonly [name: string, value: RegExp])[] = [
  ["strict-transport-security", /^max-age=(?:3153600\d|[4-9]\d{7,}); includeSubDomains$/],
  ["x-content-type-options", /^nosniff$/],
  ["referrer-policy", /^no-referrer$/],
  ["content-security-policy", /^default-src 'none'; frame-ancestors 'none'$/],
  ["cache-control", /^no-store$/],
  ["x-request-id", /^[A-Za-z0-9._-]{1,128}$/],
];

/** Names of the headers that are missing or say something else; for answers that are no pages. */
export const unsafeHeaders = ({ headers }: Pick<Response, "headers">): readonly string[] =>
  REQUIRED.flatMap(([name, value]) => (value.test(headers.get(name) ?? "") ? [] : [name]));
