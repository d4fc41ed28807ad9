// The documents that are served: one for each API and all of them in one. Source: issue "The desk people like to sit
// at", Build 8.

import { apis } from "./apis.ts";
import { documentOf, type OpenApiDocument } from "./document.ts";
import { mergedDocument } from "./merge.ts";
import { withSharedParts } from "./share.ts";

const DESCRIPTION =
  "Five public APIs of one service: the native one, which sees everything, and four that serve their own reviews in their own words. Operations and bodies of those four carry their API's name.";

/** Path below the origin -> document. */
export const openApiDocuments = (): ReadonlyMap<string, OpenApiDocument> => {
  const version = apis[0]?.version ?? "";
  return new Map([
    [
      "openapi.json",
      withSharedParts(mergedDocument(apis, { title: "Countersign", version, description: DESCRIPTION })),
    ],
    ...apis.map((api) => [`openapi/${api.name}.json`, withSharedParts(documentOf(api))] as const),
  ]);
};
