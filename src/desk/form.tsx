// Forms of the desk: how their fields are read, and what every form carries besides what was typed.
// `_csrf`: bound to the session. `_key`: idempotency key, made with the page, so that a second click is the first again.
// `_version`: the version of the review that the page showed; the write is refused where it is another by now.

import type { IdempotencyScope } from "../app/ports.ts";
import { callerKey } from "../app/principal.ts";
import type { RequestFacts } from "../app/run-command.ts";
import { err, ok, type Result } from "../core/result.ts";
import { sha256Hex } from "../http/idempotency-key.ts";
import type { DeskContext } from "./context.ts";

/** Which door a write of the desk came through: recorded with every event. */
export const ENTRANCE = "desk";

/** A form holds at most what the API's bodies hold. */
const MAX_FORM_BYTES = 1_048_576;

const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(;|$)/i;

export type FormError = "not_a_form" | "too_large" | "unreadable";

/** Fields of a POST, in order. The rest of a body above the limit is not read. */
export const readForm = async (request: Request): Promise<Result<URLSearchParams, FormError>> => {
  if (!FORM_TYPE.test(request.headers.get("content-type") ?? "")) return err("not_a_form");
  if (Number(request.headers.get("content-length") ?? 0) > MAX_FORM_BYTES) return err("too_large");
  if (request.body === null) return ok(new URLSearchParams());
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body) {
      size += chunk.byteLength;
      if (size > MAX_FORM_BYTES) return err("too_large");
      chunks.push(chunk);
    }
    return ok(new URLSearchParams(await new Blob(chunks).text()));
  } catch {
    return err("unreadable");
  }
};

/** Null: the field is missing or empty. Line ends as the API sends them: browsers send CR LF. */
export const textField = (form: URLSearchParams, name: string): string | null => {
  const value = (form.get(name) ?? "").replaceAll("\r\n", "\n");
  return value.trim() === "" ? null : value;
};

const PRINTABLE = /^[\x20-\x7e]{1,255}$/;

/** The form's idempotency key; null: none that could be one. */
export const keyOf = (form: URLSearchParams): string | null => {
  const key = form.get("_key");
  return key !== null && PRINTABLE.test(key) ? key : null;
};

/** The version that the page showed; null: the form carries none, which a write on a review refuses. */
export const versionOf = (form: URLSearchParams): number | null => {
  const version = form.get("_version") ?? "";
  return /^[1-9]\d{0,8}$/.test(version) ? Number(version) : null;
};

/** What the form says, without what belongs to the session: the same after signing in again. */
const contentOf = (form: URLSearchParams): string => {
  const content = new URLSearchParams(form);
  content.delete("_csrf");
  return content.toString();
};

/** Scope of the form's key; null without one. */
export const scopeOf = async (c: DeskContext): Promise<IdempotencyScope | null> => {
  const { form, principal } = c.var;
  const key = keyOf(form);
  if (key === null) return null;
  const { method, path } = c.req;
  return { key, actor: callerKey(principal), method, path, fingerprint: await sha256Hex(contentOf(form)) };
};

/** What a command of this form needs besides itself: `services.run(c.var.principal, c.var.target, command, await factsOf(c))`. */
export const factsOf = async (c: DeskContext): Promise<RequestFacts> => {
  const { form, requestId, answer } = c.var;
  return {
    entrance: ENTRANCE,
    requestId,
    ifMatch: versionOf(form),
    idempotency: await scopeOf(c),
    answer,
  };
};

/** What every form of a signed-in page carries. `version`: of the review it writes to; absent where it writes to none. */
export const FormSecrets = ({ c, version }: { readonly c: DeskContext; readonly version?: number }) => (
  <>
    <input type="hidden" name="_csrf" value={c.var.csrf} />
    <input type="hidden" name="_key" value={c.var.services.ids.random()} />
    {version === undefined ? null : <input type="hidden" name="_version" value={String(version)} />}
  </>
);
