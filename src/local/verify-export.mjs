// `npm run verify-audit -- --database <file> [--copy <file>]`: every chain and every signed checkpoint of a whole database,
// read from an export of it (`wrangler d1 export`, or a SQLite file) without the service and with none of its code.
// The keys come from the environment, AUDIT_SIGNING_KEY and ENCRYPTION_KEY as the Worker has them: flags stand in
// process lists. Follows docs/storage.md, "The audit trail", to the letter.
import { createHmac, hkdfSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { canonicalJson, NotVerified, sha256, verifyEvents, words } from "./audit-chain.mjs";

const PURPOSE = "countersign audit checkpoints v1";
const BLOCK = 1_000;
/** The stream keeps events at least this long; what is gone before its time was taken away. */
const KEPT_MS = 29 * 24 * 60 * 60_000;

const iso = (milliseconds) => new Date(milliseconds).toISOString();

/** `id:key,id:key` -> [id, key] pairs; a key without an id has the id "". */
function ringOf(value) {
  const entries = (value ?? "").split(",").filter((entry) => entry.trim() !== "");
  return entries.map((entry) => {
    const colon = entry.indexOf(":");
    return [entry.slice(0, Math.max(0, colon)).trim(), entry.slice(colon + 1).trim()];
  });
}

/** Key id, as signatures name it -> key. */
function signingKeys({ AUDIT_SIGNING_KEY, ENCRYPTION_KEY }) {
  const derived = (key) => Buffer.from(hkdfSync("sha256", key, "", PURPOSE, 32));
  return new Map([
    ...ringOf(AUDIT_SIGNING_KEY).map(([id, key]) => [`own-${id}`, key]),
    ...ringOf(ENCRYPTION_KEY).map(([id, key]) => [`derived-${id}`, derived(key)]),
  ]);
}

function isSigned(keys, checkpoint) {
  const { workspaceId, day, position, reviewCount, digest, createdAt, signature } = checkpoint;
  const colon = signature.lastIndexOf(":");
  const key = keys.get(signature.slice(0, colon));
  if (key === undefined) return false;
  const signed = canonicalJson({ workspaceId, day, position, reviewCount, digest, createdAt: iso(createdAt) });
  return createHmac("sha256", key).update(signed, "utf8").digest("hex") === signature.slice(colon + 1);
}

const STREAM_SQL = `SELECT o.position, o.review_id AS reviewId, o.seq AS version, a.hash FROM outbox o
  LEFT JOIN audit a ON a.workspace_id = o.workspace_id AND a.review_id = o.review_id AND a.seq = o.seq
  WHERE o.workspace_id = ? AND o.position > ? AND o.position <= ? ORDER BY o.position`;

/** The digest that the stream gives now; null where not all of it is there. */
function fold(database, from, to) {
  let [digest, block, position] = [from.digest, "", from.position];
  for (const event of database.prepare(STREAM_SQL).iterate(to.workspaceId, from.position, to.position)) {
    if (event.position !== position + 1) return null;
    position = event.position;
    block += `${position} ${event.reviewId} ${event.version} ${event.hash ?? "-"}\n`;
    if (position % BLOCK !== 0 && position !== to.position) continue;
    digest = sha256(`${digest}\n${block}`);
    block = "";
  }
  return position === to.position ? digest : null;
}

/** What is wrong with a checkpoint: a reason, "pruned" for events that are gone in their time, null for nothing. */
function judgeCheckpoint({ database, keys, now }, before, checkpoint) {
  if (!isSigned(keys, checkpoint)) return "bad_signature";
  const digest = fold(database, before ?? { position: 0, digest: "" }, checkpoint);
  if (digest !== null) return digest === checkpoint.digest ? null : "digest_mismatch";
  return (before ?? checkpoint).createdAt > now - KEPT_MS ? "events_missing" : "pruned";
}

/**
 * The checkpoints of one workspace in order, up to the first break.
 * @returns {{ verified: number, pruned: number, broken: { day: string, reason: string } | null }}
 */
function verifyCheckpoints(given, checkpoints) {
  let [verified, pruned, before] = [0, 0, null];
  for (const checkpoint of checkpoints) {
    const found = judgeCheckpoint(given, before, checkpoint);
    if (found === "pruned") pruned += 1;
    else if (found === null) verified += 1;
    else return { verified, pruned, broken: { day: checkpoint.day, reason: found } };
    before = checkpoint;
  }
  return { verified, pruned, broken: null };
}

/** Those of the database and of a copy, each once, in order of position: a copied one must hold as well. */
function checkpointsOf(database, copy) {
  const rows = [...database.prepare("SELECT * FROM audit_checkpoints").all(), ...copy];
  const checkpoints = rows.map((row) => ({
    workspaceId: row.workspace_id,
    day: row.day,
    position: row.position,
    reviewCount: row.review_count,
    digest: row.digest,
    signature: row.signature,
    createdAt: row.created_at,
  }));
  const distinct = new Map(checkpoints.map((checkpoint) => [JSON.stringify(checkpoint), checkpoint]));
  return [...distinct.values()].sort((a, b) => a.position - b.position);
}

const TRAIL_SQL = `SELECT a.*, t.salt, t.texts FROM audit a LEFT JOIN event_texts t
  ON t.workspace_id = a.workspace_id AND t.review_id = a.review_id AND t.seq = a.seq
  WHERE a.workspace_id = ? AND a.review_id = ? ORDER BY a.seq`;

/** A row of `audit` as the API would show it. */
function toEvent(row, previousHash) {
  try {
    return {
      version: row.seq,
      type: row.type,
      at: iso(row.at),
      recordedAt: iso(row.recorded_at),
      actor: JSON.parse(row.actor),
      entrance: row.entrance,
      requestId: row.request_id,
      workspaceVersion: row.workspace_version,
      ...(row.clock === null ? {} : { clock: row.clock }),
      data: JSON.parse(row.data),
      textsDigest: row.texts_digest,
      texts: row.texts === null ? null : JSON.parse(row.texts),
      textsSalt: row.salt,
      previousHash,
      hash: row.hash,
    };
  } catch {
    return { version: row.seq, unreadable: true };
  }
}

/** Reviews, and the names of those that are broken. Reviews of which only events are left count, too. */
function verifyReviews(database) {
  const reviews = database
    .prepare(
      `SELECT workspace_id AS workspaceId, id AS reviewId, version, head_hash AS hash FROM reviews
        UNION ALL SELECT DISTINCT workspace_id, review_id, 0, NULL FROM audit a WHERE NOT EXISTS
        (SELECT 1 FROM reviews r WHERE r.workspace_id = a.workspace_id AND r.id = a.review_id)`,
    )
    .all();
  const broken = reviews.flatMap(({ workspaceId, reviewId, version, hash }) => {
    const rows = database.prepare(TRAIL_SQL).all(workspaceId, reviewId);
    const data = rows.map((row, index) => toEvent(row, rows[index - 1]?.hash ?? ""));
    const { broken: found } = verifyEvents({ workspaceId, reviewId, data }, { version, hash });
    return found === null ? [] : [`review ${reviewId} of workspace ${workspaceId}: broken at ${words(found)}`];
  });
  return { total: reviews.length, broken };
}

/** A SQLite file as it is; anything else is taken for the SQL of an export. */
async function openDatabase(path) {
  const { DatabaseSync } = await import("node:sqlite").catch(() => {
    throw new NotVerified("node:sqlite is missing: Node 22.5 or newer, which `npm run` brings with it");
  });
  const content = readOr(path);
  if (content.subarray(0, 15).toString("latin1") === "SQLite format 3")
    return new DatabaseSync(path, { readOnly: true });
  const database = new DatabaseSync(":memory:");
  try {
    database.exec(content.toString("utf8"));
  } catch (error) {
    throw new NotVerified(`${path} is no export of a database: ${error.message}`);
  }
  return database;
}

function readOr(path) {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new NotVerified(`${path} cannot be read: ${error.code}`);
  }
}

/** Rows of `audit_checkpoints`: a list of them, or what `wrangler d1 execute --json` prints. */
function readCopy(path) {
  try {
    return JSON.parse(readOr(path).toString("utf8")).flatMap((entry) => entry.results ?? [entry]);
  } catch (error) {
    if (error instanceof NotVerified) throw error;
    throw new NotVerified(`${path} is no list of checkpoints`);
  }
}

/**
 * Prints what holds and what does not.
 * @param {{ database: string, copy?: string, environment: Record<string, string | undefined>, now: number }} given
 * @returns {Promise<boolean>} whether everything holds; throws {@link NotVerified} where that cannot be said
 */
export async function verifyExport({ database: path, copy, environment, now }) {
  const keys = signingKeys(environment);
  if (keys.size === 0) throw new NotVerified("set AUDIT_SIGNING_KEY or ENCRYPTION_KEY, as the Worker has them");
  const database = await openDatabase(path);
  const reviews = verifyReviews(database);
  console.log(`${reviews.total - reviews.broken.length} of ${reviews.total} reviews whole`);
  for (const line of reviews.broken) console.log(line);
  const checkpoints = checkpointsOf(database, copy === undefined ? [] : readCopy(copy));
  let isWhole = reviews.broken.length === 0;
  for (const workspaceId of new Set(checkpoints.map((checkpoint) => checkpoint.workspaceId))) {
    const own = checkpoints.filter((checkpoint) => checkpoint.workspaceId === workspaceId);
    const { verified, pruned, broken } = verifyCheckpoints({ database, keys, now }, own);
    const signed = `${verified} of ${own.length} checkpoints verified, ${pruned} more by their signature alone`;
    console.log(
      `workspace ${workspaceId}: ${signed}${broken === null ? "" : `; broken at ${broken.day}: ${broken.reason}`}`,
    );
    isWhole &&= broken === null;
  }
  if (isWhole && checkpoints.length === 0)
    throw new NotVerified("there is no checkpoint: the daily job has not signed yet");
  return isWhole;
}
