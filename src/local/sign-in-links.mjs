// The ways into the desk that `npm start` prints: one link for each person of the demo workspaces, good once and for a
// quarter of an hour. Plain Node; not a part of the Worker.
import { readFileSync } from "node:fs";

/** Members of a demo document. */
function membersOf(file) {
  const { members } = JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));
  return members.filter(({ active }) => active !== false);
}

async function mint(baseUrl, operatorToken, workspaceId, { id, name, role }) {
  const response = await fetch(`${baseUrl}/v2/workspaces/${workspaceId}/sign-in-links`, {
    method: "POST",
    headers: { authorization: `Bearer ${operatorToken}`, "content-type": "application/json" },
    body: JSON.stringify({ memberId: id }),
  });
  // Whoever edited the demo may have removed somebody.
  if (response.status !== 201) return [];
  const { url } = await response.json();
  return [`  ${`${name} (${role})`.padEnd(18)} ${url}`];
}

/** Lines to print; a workspace of which nobody can sign in has none. `workspaces`: id and file name. */
export async function signInLinks({ baseUrl, operatorToken, workspaces }) {
  const blocks = await Promise.all(
    workspaces.map(async ({ id, file }) => {
      const links = await Promise.all(membersOf(file).map((member) => mint(baseUrl, operatorToken, id, member)));
      const lines = links.flat();
      return lines.length === 0 ? [] : [`  workspace ${id}:`, ...lines];
    }),
  );
  return [
    `The desk is ${baseUrl}/desk. Each link signs in once, within 15 minutes; for another:`,
    `  curl -sS ${baseUrl}/v2/workspaces/demo/sign-in-links -H 'authorization: Bearer ${operatorToken}' -H 'content-type: application/json' -d '{"memberId":"ada"}'`,
    ...blocks.flat(),
  ].join("\n");
}
