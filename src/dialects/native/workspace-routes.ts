// The workspace document: applied, read and deleted by the operator, read by its own administrators.
// Source: workspace.md 1.

import type { Context, Hono } from "hono";
import type { Applied, ApplyError, IfMatch, RemoveError } from "../../app/apply-workspace.ts";
import { isAdministrator } from "../../core/review/actor.ts";
import { authenticate } from "../../http/authenticate.ts";
import type { AppEnv } from "../../http/context.ts";
import { presentedCredential } from "../../http/presented-credential.ts";
import { readJson } from "../../http/read-json.ts";
import { refuseWithoutReview } from "./respond.ts";
import { problem } from "./problem.ts";

const PATH = "/v2/workspaces/:workspaceId";

/** Source: workspace.md 2, Details. */
const WORKSPACE_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Who applied it, as its versions remember. */
const OPERATOR = "operator";

/** Whether the request carries the operator's token. */
export const isOperator = async (c: Context<AppEnv>): Promise<boolean> => {
  const credential = presentedCredential(c.req.raw.headers);
  // Only as the contract shows it: no other header carries this token.
  return (
    credential.type === "bearer" &&
    credential.header === "authorization" &&
    (await c.var.services.isOperator(credential.token))
  );
};

export const notOperator = (): Response => problem("unauthenticated", "This call needs the operator token.");
export const noWorkspace = (): Response => problem("not_found", "There is no such workspace.");
const deleted = (): Response => problem("conflict", "This workspace was deleted; its id cannot be used again.");

/** Who applies and loses is told so with 409: of two applies one wins, and the other is 409 or wins after it. */
const outrun = (code: "conflict" | "unavailable", seconds: number): Response =>
  problem(code, "Others are applying this workspace right now. Nothing was written: try again.", {
    headers: { "retry-after": String(seconds) },
  });

const TAG = /^"([1-9]\d{0,14})"$/;

/** A tag that no version has (a weak one, too) asks for a version that is not there. */
const readIfMatch = (headers: Headers): IfMatch => {
  const header = headers.get("if-match");
  if (header === null) return null;
  if (header.trim() === "*") return "any";
  return header.split(",").flatMap((tag) => {
    const version = TAG.exec(tag.trim())?.[1];
    return version === undefined ? [] : [Number(version)];
  });
};

/** Null for a word that is neither: a dry run must not become a real one by a typing error. */
const readDryRun = (word: string | undefined): boolean | null => {
  if (word === undefined || word === "false") return false;
  return word === "true" ? true : null;
};

const refuseApply = (error: ApplyError): Response => {
  switch (error.type) {
    case "invalid_document":
      return problem("invalid_request", "The document was not applied.", { errors: error.problems });
    case "workspace_deleted":
      return deleted();
    case "precondition_failed":
      return problem(
        "precondition_failed",
        error.version === null ? "There is no such workspace yet." : `The workspace is at version ${error.version}.`,
        error.version === null ? {} : { headers: { etag: `"${error.version}"` } },
      );
    case "unavailable":
      return outrun("conflict", error.retryAfterSeconds);
  }
};

const refuseRemove = (error: RemoveError): Response => {
  switch (error.type) {
    case "workspace_not_found":
      return noWorkspace();
    case "unavailable":
      return outrun("unavailable", error.retryAfterSeconds);
  }
};

const showApplied = (c: Context<AppEnv>, workspaceId: string, applied: Applied, isDryRun: boolean): Response => {
  const { version, changes, generated, isFirst } = applied;
  const body = { workspaceId, version, changes, generated: Object.fromEntries(generated) };
  if (!isDryRun) c.header("ETag", `"${version}"`);
  return c.json(body, isFirst && !isDryRun ? 201 : 200);
};

const apply = async (c: Context<AppEnv>): Promise<Response> => {
  if (!(await isOperator(c))) return notOperator();
  const workspaceId = c.req.param("workspaceId") ?? "";
  const isDryRun = readDryRun(c.req.query("dryRun"));
  if (isDryRun === null) return problem("invalid_request", "dryRun is true or false.");
  if (!WORKSPACE_ID.test(workspaceId)) {
    return problem("invalid_request", "A workspace's id is 1-64 characters of A-Z, a-z, 0-9, _ and -.");
  }
  const body = await readJson(c.req.raw);
  if (!body.ok) return refuseWithoutReview(body.error);
  const ifMatch = readIfMatch(c.req.raw.headers);
  const { workspaces } = c.var.services;
  const applied = await workspaces.apply({
    workspaceId,
    json: body.value.value,
    appliedBy: OPERATOR,
    ifMatch,
    isDryRun,
  });
  return applied.ok ? showApplied(c, workspaceId, applied.value, isDryRun) : refuseApply(applied.error);
};

const showToOperator = async (c: Context<AppEnv>, workspaceId: string): Promise<Response> => {
  const current = await c.var.services.workspaces.read(workspaceId);
  if (current === null) return noWorkspace();
  c.header("ETag", `"${current.version}"`);
  return c.json(current.json);
};

const show = async (c: Context<AppEnv>): Promise<Response> => {
  const workspaceId = c.req.param("workspaceId") ?? "";
  if (await isOperator(c)) return showToOperator(c, workspaceId);
  const { services } = c.var;
  const authenticated = await authenticate(c, {
    credential: presentedCredential(c.req.raw.headers),
    workspaceId,
    organizationId: null,
    reviewId: null,
    idempotency: null,
  });
  if (!authenticated.ok) {
    const { error } = authenticated;
    // A workspace that is not the caller's own looks like one that is not there.
    const isForeign = error.type === "workspace_mismatch" || (error.type === "not_a_member" && error.elsewhere);
    return isForeign ? noWorkspace() : refuseWithoutReview(error);
  }
  const { principal } = authenticated.value;
  if (!isAdministrator(principal.actor.role) || principal.scopes !== null)
    return refuseWithoutReview({ type: "forbidden" });
  const { json, version } = await services.documents.load(principal.workspaceId, principal.workspaceVersion);
  c.header("ETag", `"${version}"`);
  return c.json(json);
};

const remove = async (c: Context<AppEnv>): Promise<Response> => {
  if (!(await isOperator(c))) return notOperator();
  const removed = await c.var.services.workspaces.remove(c.req.param("workspaceId") ?? "", OPERATOR);
  return removed.ok ? c.body(null, 204) : refuseRemove(removed.error);
};

const ALLOWED = ["GET", "HEAD", "PUT", "DELETE"];

/** Adds the operator's calls to an app that holds full paths. */
export const addWorkspaceRoutes = (app: Hono<AppEnv>): void => {
  app.put(PATH, apply);
  app.get(PATH, show);
  app.delete(PATH, remove);
  app.all(PATH, () =>
    problem("method_not_allowed", `Use one of ${ALLOWED.join(", ")}.`, { headers: { allow: ALLOWED.join(", ") } }),
  );
};
