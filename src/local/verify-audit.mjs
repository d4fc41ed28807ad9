// `npm run verify-audit -- --review <id> [--url http://127.0.0.1:8787] [--token <secret>] [--workspace <id>]`
// Recomputes the audit chain of one review from what the API answers, with nothing of the service's own code, and
// compares its end with the head that the service keeps. Follows docs/storage.md, "The audit trail", to the letter.
// With `--database <file>` instead: all reviews and the signed checkpoints of an export, see verify-export.mjs.
// Exit code: 0 whole, 1 broken, 2 not verified (no such review, no permission, no service).
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { NotVerified, verifyEvents, words } from "./audit-chain.mjs";
import { verifyExport } from "./verify-export.mjs";

/** The owner of the demo workspace, whom `npm start` applies. */
function demoToken() {
  const { members, credentials } = JSON.parse(readFileSync(new URL("demo-workspace.json", import.meta.url), "utf8"));
  const owner = members.find(({ role }) => role === "owner");
  return credentials.find(({ member }) => member === owner.id).secret;
}

async function getJson(url, headers) {
  const response = await fetch(url, { headers }).catch((error) => {
    throw new NotVerified(`${url.origin} does not answer: ${error.cause?.code ?? error.message}`);
  });
  const body = await response.json().catch(() => null);
  if (!response.ok) throw new NotVerified(`${response.status} ${body?.detail ?? url.pathname}`);
  return body;
}

/** The head, and the service's own verdict, call after call until it has seen every event. */
async function askService(base, headers) {
  for (let cursor = null; ; ) {
    const url = new URL(`${base}/events/verification`);
    if (cursor !== null) url.searchParams.set("cursor", cursor);
    const verdict = await getJson(url, headers);
    if (verdict.nextCursor === null) return verdict;
    cursor = verdict.nextCursor;
  }
}

async function main() {
  const text = { type: "string" };
  const { values } = parseArgs({
    options: { review: text, url: text, token: text, workspace: text, database: text, copy: text },
  });
  if (values.database !== undefined) {
    const given = { database: values.database, copy: values.copy, environment: process.env, now: Date.now() };
    process.exitCode = (await verifyExport(given)) ? 0 : 1;
    return;
  }
  if (values.review === undefined)
    throw new NotVerified("name a review: --review <id>, or an export: --database <file>");
  const base = `${values.url ?? "http://127.0.0.1:8787"}/v2/reviews/${encodeURIComponent(values.review)}`;
  const headers = { authorization: `Bearer ${values.token ?? demoToken()}` };
  if (values.workspace !== undefined) headers["x-workspace-id"] = values.workspace;
  // The head first: whatever is decided while this runs lies beyond it and is left out.
  const service = await askService(base, headers);
  const trail = await getJson(new URL(`${base}/events`), headers);
  const upToHead = { ...trail, data: trail.data.slice(0, service.head.version) };
  const { verified, broken } = verifyEvents(upToHead, service.head);
  console.log(
    `review ${trail.reviewId} of workspace ${trail.workspaceId}: ${verified} of ${service.head.version} events verified`,
  );
  if (broken === null && service.break === null) return console.log(`whole, with head ${service.head.hash}`);
  if (broken !== null) console.log(`broken at ${words(broken)}`);
  if (service.break !== null) console.log(`the service finds it broken at ${words(service.break)}`);
  process.exitCode = 1;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main().catch((error) => {
    console.error(error instanceof NotVerified ? error.message : error);
    process.exitCode = 2;
  });
}
