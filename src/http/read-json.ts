// Reads a JSON body once, bounded in bytes and nesting. What it should contain is the dialect's business.
// Source: workspace.md 3 (bodies above 1 MB are 413).

import { err, ok, type Result } from "../core/result.ts";

export const MAX_BODY_BYTES = 1_048_576;

/** Deepest nesting that is read; a dialect may ask for less. */
export const MAX_DEPTH = 1_000;

export interface JsonBody {
  /** The body as sent, for digests and fingerprints; "" when there was none. */
  readonly raw: string;
  readonly value: unknown;
}

export type BodyError =
  | { readonly type: "too_large" }
  | { readonly type: "empty" }
  | { readonly type: "malformed" }
  | { readonly type: "too_deep" };

/** Bytes of the body. Above the limit the rest is not read; a body that ends before its end is malformed. */
const readBytes = async (request: Request, maxBytes: number): Promise<Result<Uint8Array, BodyError>> => {
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) return err({ type: "too_large" });
  if (request.body === null) return ok(new Uint8Array());
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body) {
      size += chunk.byteLength;
      if (size > maxBytes) return err({ type: "too_large" });
      chunks.push(chunk);
    }
  } catch {
    // The caller went away, or sent no chunks where chunks were announced: nothing here has failed.
    return err({ type: "malformed" });
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return ok(bytes);
};

const OPENING = new Set(["[", "{"]);
const CLOSING = new Set(["]", "}"]);

/** Depth of brackets outside strings; judged before parsing, so that no parser recurses on hostile input. */
const depthOf = (text: string, limit: number): number => {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (isInString) {
      if (char === "\\") index += 1;
      else if (char === '"') isInString = false;
    } else if (char === '"') isInString = true;
    else if (OPENING.has(char)) {
      depth += 1;
      if (depth > limit) return depth;
    } else if (CLOSING.has(char)) depth -= 1;
  }
  return 0;
};

/** `__proto__` in a body is data: JSON.parse makes it an own property, and nothing here copies keys by assignment. */
export const readJson = async (
  request: Request,
  { maxBytes = MAX_BODY_BYTES, maxDepth = MAX_DEPTH }: { readonly maxBytes?: number; readonly maxDepth?: number } = {},
): Promise<Result<JsonBody, BodyError>> => {
  const read = await readBytes(request, maxBytes);
  if (!read.ok) return read;
  const bytes = read.value;
  if (bytes.byteLength === 0) return err({ type: "empty" });
  let raw: string;
  try {
    raw = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return err({ type: "malformed" });
  }
  if (depthOf(raw, maxDepth) > maxDepth) return err({ type: "too_deep" });
  try {
    const value: unknown = JSON.parse(raw);
    return ok({ raw, value });
  } catch {
    return err({ type: "malformed" });
  }
};
