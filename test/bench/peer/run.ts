// `npm run bench:peer`: the service beside what a user would pick instead, Fastify with PostgreSQL, in alternation: the
// same votes on as many reviews, from the same generator. Installs the peer's own packages first.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { hotReview, warmVote } from "../cases/votes.ts";
import { readFlags } from "../flags.ts";
import { cloneOf } from "../harness/clone-reviews.ts";
import { compare, type Contestant } from "../harness/compare.ts";
import { generatorName } from "../harness/load.ts";
import * as operations from "../operations.ts";
import { isQuiet, table, toResult } from "../report.ts";
import * as workspaces from "../workspaces.ts";
import { createWorld, type World } from "../world.ts";
import { type Peer, type PeerWorld, startPeer } from "./peer.ts";

const CLIENTS = 16;

/** The benchmark's workspace in the peer's shape. A group that nobody is in keeps every review pending. */
const peerWorld = (world: World): PeerWorld => {
  const pool = Array.from({ length: operations.POOL_SIZE }, (_, n) => ({
    id: cloneOf(operations.VOTE_POOL, n).reviewId,
    owner: workspaces.REQUESTER,
    groups: ["banking", "sre", "never"],
  }));
  const hotGroups = Array.from({ length: workspaces.HOT_GROUPS }, (_, n) => `group-${n}`);
  const hot = { id: world.hotReviewId, owner: workspaces.REQUESTER, groups: [...hotGroups, "never"] };
  return {
    workspaceId: operations.WORKSPACE,
    people: workspaces.people.map(({ id, groups }) => ({
      id,
      groups,
      token: workspaces.secretOf(operations.WORKSPACE, id),
    })),
    reviews: [...pool, hot],
    payload: { script: operations.PAYLOAD },
  };
};

/** The service's own requests, sent to the peer. */
const onPeer = (subject: Contestant, { instance }: Peer): Contestant => ({ ...subject, name: "peer", instance });

const flags = readFlags(process.argv.slice(2));
const home = fileURLToPath(new URL(".", import.meta.url));
execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--silent"], { cwd: home, stdio: "inherit" });
console.log(`load from ${generatorName}, ${flags.rounds} rounds`);
const world = await createWorld({ listSizes: [], inspectorPort: null });
const results = [];
try {
  const peer = await startPeer(peerWorld(world), CLIENTS);
  try {
    const [warm, hot] = [warmVote(world), hotReview(world, CLIENTS, "hotDirect", null)];
    const bare = { ...warm, title: "its floor: the platform without our code |", subject: warm.base };
    for (const benchCase of [warm, bare, hot]) {
      // What the peer is sent is always a request of the service: the floor has paths of its own.
      const { subject } = benchCase === bare ? warm : benchCase;
      const comparison = await compare(benchCase.subject, onPeer(subject, peer), flags.rounds, true);
      const title = benchCase.title.replace(/\|.*/, "| Fastify with PostgreSQL");
      const counts = world.counts[benchCase.countedAs] ?? null;
      results.push(toResult({ ...benchCase, title, target: null }, comparison, counts));
    }
  } finally {
    await peer.stop();
  }
} finally {
  await world.stop();
}
console.log(`\n${table(results)}`);
if (!isQuiet(results)) console.log("the control (A/A) strays: the machine was busy, and a ratio may be noise");
