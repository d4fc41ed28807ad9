// Every API's description: the one place that knows them all, as the registry does for their routes.

import { adjudonApi } from "../dialects/adjudon/openapi/index.ts";
import { alloyApi } from "../dialects/alloy/openapi/index.ts";
import { authentivoiceApi } from "../dialects/authentivoice/openapi/index.ts";
import { hoopApi } from "../dialects/hoop/openapi/index.ts";
import { nativeApi } from "../dialects/native/openapi/index.ts";
import { workspaceDocument } from "../dialects/registry.ts";
import type { Api } from "./describe.ts";

export const apis: readonly Api[] = [nativeApi(workspaceDocument()), hoopApi, adjudonApi, alloyApi, authentivoiceApi];
