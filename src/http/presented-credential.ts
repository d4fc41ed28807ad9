// Reads what a request shows of itself. Says nothing about whether it is true.
// Source: workspace.md 3: Authorization (Basic or Bearer), else X-API-Key, else Api-Key.

import type { PresentedCredential } from "../app/principal.ts";

/** Longest header that is read at all: a JWT with many claims fits, a flood does not. */
const MAX_CREDENTIAL_CHARS = 16_384;

const decodeBase64 = (text: string): string | null => {
  try {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
};

const readBasic = (encoded: string): PresentedCredential => {
  const pair = decodeBase64(encoded.trim());
  const colon = pair?.indexOf(":") ?? -1;
  if (pair === null || colon < 0) return { type: "unreadable" };
  return { type: "basic", token: pair.slice(0, colon), secret: pair.slice(colon + 1) };
};

const readAuthorization = (header: string): PresentedCredential => {
  const space = header.indexOf(" ");
  const scheme = header.slice(0, Math.max(0, space)).toLowerCase();
  const rest = header.slice(space + 1);
  if (scheme === "basic") return readBasic(rest);
  if (scheme !== "bearer" || rest === "" || rest.includes(" ")) return { type: "unreadable" };
  return { type: "bearer", token: rest, header: "authorization" };
};

export const presentedCredential = (headers: Headers): PresentedCredential => {
  const authorization = headers.get("authorization");
  const xApiKey = headers.get("x-api-key");
  const apiKey = headers.get("api-key");
  const shown = authorization ?? xApiKey ?? apiKey;
  if (shown === null || shown === "") return { type: "none" };
  if (shown.length > MAX_CREDENTIAL_CHARS) return { type: "unreadable" };
  if (authorization !== null) return readAuthorization(authorization);
  return { type: "bearer", token: shown, header: xApiKey === null ? "api-key" : "x-api-key" };
};
