// What a user would pick instead: one Fastify process in front of PostgreSQL, with the group vote of the service:
// bearer token, row lock, the reviewer's group stamped, status from all groups, hash-chained audit row, outbox row, one
// transaction, the review as the answer. Written to be as fast as it plainly can be: prepared statements, one
// statement for all writes, a connection per client. Started by run.ts: `DATABASE`, `POOL`; prints its port.
import { createHash } from "node:crypto";
import fastify from "fastify";
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.DATABASE, max: Number(process.env.POOL) });
const sha256 = (...parts) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const WHO = {
  name: "who",
  text: `SELECT m.workspace_id, m.id, m.email, m.name, m.groups FROM credentials c
    JOIN members m ON m.workspace_id = c.workspace_id AND m.id = c.member_id WHERE c.digest = $1 AND m.active`,
};
const LOCK = {
  name: "lock",
  text: "SELECT * FROM reviews WHERE workspace_id = $1 AND id = $2 FOR UPDATE",
};
const GROUPS = {
  name: "groups",
  text: "SELECT name, status, reviewed_by, reviewed_at FROM review_groups WHERE workspace_id = $1 AND review_id = $2 ORDER BY name",
};
const WRITE = {
  name: "write",
  text: `WITH stamped AS (
      UPDATE review_groups SET status = $4, reviewed_by = $5, reviewed_at = $6
      WHERE workspace_id = $1 AND review_id = $2 AND name = ANY ($3)),
    decided AS (
      UPDATE reviews SET status = $7, version = $8, head = $9, updated_at = $6 WHERE workspace_id = $1 AND id = $2),
    audited AS (
      INSERT INTO audit (workspace_id, review_id, seq, at, event, hash) VALUES ($1, $2, $8, $6, $10, $9))
    INSERT INTO outbox (workspace_id, review_id, seq, at, body) VALUES ($1, $2, $8, $6, $11)`,
};

const statusOf = (groups) => {
  if (groups.some(({ status }) => status === "REJECTED")) return "REJECTED";
  return groups.every(({ status }) => status === "APPROVED") ? "APPROVED" : "PENDING";
};

/** The row lock holds off everybody else who votes on this review. */
async function vote(client, member, reviewId, verdict) {
  const key = [member.workspace_id, reviewId];
  const review = (await client.query(LOCK, key)).rows[0];
  if (review === undefined) return { status: 404, body: { message: "review not found" } };
  if (review.owner_id === member.id) return { status: 400, body: { message: "unable to self approve review" } };
  if (review.status !== "PENDING") return { status: 400, body: { message: "review is not pending" } };
  const { rows } = await client.query(GROUPS, key);
  const stamped = rows.filter(({ name }) => member.groups.includes(name)).map(({ name }) => name);
  if (stamped.length === 0) return { status: 400, body: { message: "not eligible for review" } };
  const at = new Date();
  const groups = rows.map((group) =>
    stamped.includes(group.name) ? { ...group, status: verdict, reviewed_by: member.id, reviewed_at: at } : group,
  );
  const status = statusOf(groups);
  const version = review.version + 1;
  const event = { type: "vote", verdict, groups: stamped, actor: { id: member.id, email: member.email }, at, version };
  const head = sha256(review.head, JSON.stringify(event));
  const body = { id: reviewId, status, version, created_at: review.created_at, payload: review.payload, groups };
  const write = [...key, stamped, verdict, member.id, at, status, version, head, event, body];
  await client.query(WRITE, write);
  return { status: 200, body };
}

async function inTransaction(work) {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const answer = await work(client);
    await client.query(answer.status === 200 ? "COMMIT" : "ROLLBACK");
    return answer;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

const app = fastify({ logger: false });
const body = {
  type: "object",
  required: ["status"],
  properties: { status: { type: "string", enum: ["APPROVED", "REJECTED"] } },
};
app.put("/api/reviews/:id", { schema: { body } }, async (request, reply) => {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const member = (await pool.query(WHO, [sha256(token)])).rows[0];
  if (member === undefined) return reply.code(401).send({ message: "access denied" });
  const answer = await inTransaction((client) => vote(client, member, request.params.id, request.body.status));
  return reply.code(answer.status).send(answer.body);
});

await app.listen({ host: "127.0.0.1", port: 0 });
process.send?.({ port: app.server.address().port });
process.on("SIGTERM", () => void app.close().then(() => pool.end()));
