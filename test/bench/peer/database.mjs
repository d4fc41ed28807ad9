// A PostgreSQL cluster of its own in a temporary folder, with the defaults of a fresh installation (fsync on), and the
// peer's rows in it. PostgreSQL itself has to be installed.
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const READY_WITHIN_MS = 30_000;

/** Folder of initdb and postgres: what pg_config says, else the newest of Debian's. */
function binaries() {
  const debian = "/usr/lib/postgresql";
  const folders = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  const found = folders.map((version) => join(debian, version, "bin")).find((bin) => existsSync(join(bin, "initdb")));
  if (found !== undefined) return found;
  try {
    return execFileSync("pg_config", ["--bindir"], { encoding: "utf8" }).trim();
  } catch {
    throw new Error("npm run bench:peer needs PostgreSQL (initdb, postgres); it is not installed here");
  }
}

/** PostgreSQL refuses to run as root. */
function otherThanRoot() {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
  return { uid: idOf("-u"), gid: idOf("-g") };
}

const freePort = () =>
  new Promise((done, fail) => {
    const probe = createServer().on("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });

async function connect(connectionString) {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const client = new pg.Client({ connectionString });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(100);
    }
  }
}

/**
 * @returns {Promise<{url: string, pid: number, client: {query: (sql: string, values?: unknown[]) => Promise<unknown>}, stop: () => Promise<void>}>}
 */
export async function startDatabase() {
  const bin = binaries();
  const owner = otherThanRoot();
  const directory = mkdtempSync(join(tmpdir(), "countersign-peer-"));
  if (owner.uid !== undefined) chownSync(directory, owner.uid, owner.gid);
  const data = join(directory, "data");
  const init = ["-D", data, "-U", "peer", "-A", "trust", "-E", "UTF8", "--no-instructions"];
  execFileSync(join(bin, "initdb"), init, { ...owner, cwd: directory, stdio: "ignore" });
  const port = await freePort();
  const flags = ["-D", data, "-k", directory, "-h", "127.0.0.1", "-p", String(port)];
  const server = spawn(join(bin, "postgres"), flags, { ...owner, cwd: directory, stdio: "ignore" });
  const ended = new Promise((done) => {
    server.on("exit", done);
  });
  const url = `postgres://peer@127.0.0.1:${port}/postgres`;
  const client = await connect(url);
  await client.query(readFileSync(new URL("./schema.sql", import.meta.url), "utf8"));
  return {
    url,
    pid: server.pid,
    client,
    stop: async () => {
      await client.end();
      server.kill("SIGINT");
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const digestOf = (token) => createHash("sha256").update(token).digest();

/**
 * The same people, tokens and reviews as the service has.
 * @param {{query: (sql: string, values?: unknown[]) => Promise<unknown>}} client
 * @param {{workspaceId: string, people: readonly {id: string, token: string, groups: readonly string[]}[],
 *   reviews: readonly {id: string, owner: string, groups: readonly string[]}[], payload: unknown}} world
 */
export async function fillDatabase(client, { workspaceId, people, reviews, payload }) {
  for (const { id, token, groups } of people) {
    const member = [workspaceId, id, `${id}@example.com`, `Reviewer ${id}`, groups];
    await client.query(
      "INSERT INTO members (workspace_id, id, email, name, groups) VALUES ($1, $2, $3, $4, $5)",
      member,
    );
    await client.query("INSERT INTO credentials VALUES ($1, $2, $3)", [digestOf(token), workspaceId, id]);
  }
  for (const { id, owner, groups } of reviews) {
    await client.query("INSERT INTO reviews VALUES ($1, $2, $3, 'PENDING', 1, '', $4, now(), now())", [
      workspaceId,
      id,
      owner,
      JSON.stringify(payload),
    ]);
    for (const group of groups)
      await client.query("INSERT INTO review_groups VALUES ($1, $2, $3, 'PENDING')", [workspaceId, id, group]);
  }
  await client.query("ANALYZE");
}
