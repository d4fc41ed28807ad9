// Every dialect of the service, and the schema of the workspace document that their parts make up.
// A dialect's part of the document is known before its routes are.

import type { DocumentSchema } from "../app/document-ports.ts";
import * as adjudon from "./adjudon/document.ts";
import { adjudon as adjudonDialect } from "./adjudon/index.ts";
import * as alloy from "./alloy/document.ts";
import { alloy as alloyDialect } from "./alloy/index.ts";
import * as authentivoice from "./authentivoice/document.ts";
import { authentivoice as authentivoiceDialect } from "./authentivoice/index.ts";
import type { Dialect, DocumentPart } from "./dialect.ts";
import { composeSchema, wholeDocument } from "./document/compose-schema.ts";
import * as hoop from "./hoop/document.ts";
import { hoop as hoopDialect } from "./hoop/index.ts";
import { native } from "./native/index.ts";

/** Every public API, each with the paths it answers for. */
export const dialects: readonly Dialect[] = [native, hoopDialect, adjudonDialect, alloyDialect, authentivoiceDialect];

const documentParts: readonly DocumentPart[] = [
  { name: "hoop", documentShape: hoop.documentShape, webhookTypes: hoop.webhookTypes },
  { name: "adjudon", documentShape: adjudon.documentShape, webhookTypes: adjudon.webhookTypes },
  { name: "alloy", documentShape: alloy.documentShape, webhookTypes: alloy.webhookTypes },
  { name: "authentivoice", documentShape: authentivoice.documentShape, webhookTypes: authentivoice.webhookTypes },
];

/** `allowLoopback`: webhooks and key sets of a document may live on loopback. */
export const documentSchema = ({ allowLoopback }: { readonly allowLoopback: boolean }): DocumentSchema =>
  composeSchema({
    parts: documentParts,
    allowLoopback,
    references: (json) => ({
      members: adjudon.memberReferences(json),
      workflowTokens: alloy.workflowTokensOf(json),
    }),
    outcomesOf: alloy.outcomesOf,
  });

/** The whole document's schema, for whoever describes it to its authors. */
export const workspaceDocument = () => wholeDocument({ parts: documentParts, allowLoopback: false }).whole;
