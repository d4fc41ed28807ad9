// Everything that is served about the APIs, as texts of static files: the documents and the pages of the reference.

import { apis } from "./apis.ts";
import { openApiDocuments } from "./documents.ts";
import { referencePages } from "./reference/pages.ts";

const COMMON = `  X-Content-Type-Options: nosniff
  Referrer-Policy: no-referrer
  Strict-Transport-Security: max-age=31536000; includeSubDomains`;

const PAGE = `  Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
${COMMON}`;

/** Documents hold nothing secret: a generator in a browser may read them from anywhere. */
const DOCUMENT = `  Content-Security-Policy: default-src 'none'; frame-ancestors 'none'
  Access-Control-Allow-Origin: *
${COMMON}`;

/** What the platform sends with the files. */
export const HEADERS = `/reference
${PAGE}
/reference/*
${PAGE}
/openapi.json
${DOCUMENT}
/openapi/*
${DOCUMENT}
`;

/** Path below the origin -> text. */
export const apiFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ...[...openApiDocuments()].map(([path, document]) => [path, `${JSON.stringify(document, null, 1)}\n`] as const),
    ...referencePages(apis),
    ["_headers", HEADERS],
  ]);
