// `npm run verify-audit -- --review <id> [--url http://127.0.0.1:8787] [--token <secret>] [--workspace <id>]`
// Recomputes the audit chain of one review from what the API answers, with nothing of the service's own code, and
// compares its end with the head that the service keeps. Follows docs/storage.md, "The audit trail", to the letter.
// Exit code: 0 whole, 1 broken, 2 not verified (no such review, no permission, no service).
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

/** Lower-case hex of the SHA-256 of a text's UTF-8 bytes. */
const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");

/** RFC 8785: keys sorted by UTF-16 code units, no white space, ECMAScript's spelling of strings and numbers. */
export function canonicalJson(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`).join(",")}}`;
}

/** What the hash of an event is made of, beside the hash of the event before. */
function hashedText({ workspaceId, reviewId }, event) {
  const { version, type, at, recordedAt, entrance, requestId, workspaceVersion, clock, data, textsDigest } = event;
  const { kind, id, role, groups, identity } = event.actor;
  const actor = { kind, id, role, groups, identity };
  const hashed = {
    workspaceId,
    reviewId,
    version,
    type,
    at,
    recordedAt,
    actor,
    entrance,
    requestId,
    workspaceVersion,
    data,
  };
  return canonicalJson({ ...hashed, texts: textsDigest, ...(clock === undefined ? {} : { clock }) });
}

function eventBreak(ids, event, previous) {
  if (event.version !== previous.version + 1) return { version: previous.version + 1, reason: "missing" };
  const { version } = event;
  if (event.unreadable === true) return { version, reason: "unreadable" };
  if (event.previousHash !== previous.hash) return { version, reason: "hash_mismatch" };
  if (sha256(previous.hash + hashedText(ids, event)) !== event.hash) return { version, reason: "hash_mismatch" };
  if (event.texts === null) return null;
  const isItsText = sha256(event.textsSalt + canonicalJson(event.texts)) === event.textsDigest;
  return isItsText ? null : { version, reason: "texts_mismatch" };
}

/**
 * @param {{ workspaceId: string, reviewId: string, data: readonly object[] }} trail the answer of `…/events`
 * @param {{ version: number, hash: string | null }} head what the review keeps; a null hash is not compared
 * @returns {{ verified: number, broken: { version: number, reason: string } | null }}
 */
export function verifyEvents(trail, head) {
  let previous = { version: 0, hash: "" };
  for (const event of trail.data) {
    const broken = eventBreak(trail, event, previous);
    if (broken !== null) return { verified: previous.version, broken };
    previous = { version: event.version, hash: event.hash };
  }
  const verified = previous.version;
  if (verified < head.version) return { verified, broken: { version: verified + 1, reason: "missing" } };
  if (verified > head.version) return { verified, broken: { version: head.version + 1, reason: "unexpected" } };
  const isHead = head.hash === null || head.hash === previous.hash;
  return { verified, broken: isHead ? null : { version: verified, reason: "head_mismatch" } };
}

/** The owner of the demo workspace, whom `npm start` applies. */
function demoToken() {
  const { members, credentials } = JSON.parse(readFileSync(new URL("demo-workspace.json", import.meta.url), "utf8"));
  const owner = members.find(({ role }) => role === "owner");
  return credentials.find(({ member }) => member === owner.id).secret;
}

class NotVerified extends Error {}

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

const words = ({ version, reason }) => `event ${version}: ${reason}`;

async function main() {
  const text = { type: "string" };
  const { values } = parseArgs({ options: { review: text, url: text, token: text, workspace: text } });
  if (values.review === undefined) throw new NotVerified("name a review: --review <id>");
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
