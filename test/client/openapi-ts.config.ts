// What the client in generated/ is made of: the native API's document, as the build wrote it.
// To make it again: `npm run client` in the repository's root.
import { defineConfig } from "@hey-api/openapi-ts";

export default defineConfig({
  input: process.env["OPENAPI_DOCUMENT"] ?? "../../dist/assets/openapi/native.json",
  output: {
    path: process.env["CLIENT_OUTPUT"] ?? "generated",
    // The generator's own code does not pass `exactOptionalPropertyTypes`; its types are checked where they are used.
    header: ["// Made by @hey-api/openapi-ts from openapi/native.json: see ../openapi-ts.config.ts", "// @ts-nocheck"],
  },
  plugins: ["@hey-api/client-fetch", "@hey-api/sdk", "@hey-api/typescript"],
  logs: { level: "warn" },
});
