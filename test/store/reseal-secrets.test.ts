// Rotating ENCRYPTION_KEY: the daily job seals everything anew, so that the old key can be taken away.
// Source: docs/operations.md, "Keys"; workspace.md 1.

import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { readKeyRing } from "../../src/app/key-ring.ts";
import { createVault, type Vault } from "../../src/app/seal-secrets.ts";
import { type Resealed, resealSecrets } from "../../src/jobs/reseal-secrets.ts";
import { createResealQueries } from "../../src/queries/sealed-secrets.ts";
import { countingD1 } from "../support/counting-d1.ts";
import { aMember, aWorkspace, type TestWorkspace, textAt } from "../support/workspace-builder.ts";

const OLD = env.ENCRYPTION_KEY;
const NEW = `second:${btoa("0123456789abcdef0123456789abcdef")}`;
const vaultOf = (ring: string): Vault => createVault(readKeyRing(ring, "ENCRYPTION_KEY"));

const resealWith = (ring: string, db = env.DB, mayGoOn = () => true): Promise<Resealed> =>
  resealSecrets({ queries: createResealQueries(db), vault: vaultOf(ring), mayGoOn });

const ENDPOINT = { url: "https://hooks.example.com/in", events: ["*"], active: false };

interface Made {
  readonly workspace: TestWorkspace;
  readonly endpointId: string;
  readonly secrets: readonly (readonly [name: string, secret: string])[];
}

/** A document's secret, an endpoint of the API whose secret has been rotated once, and one with a password. */
const aWorkspaceWithSecrets = async (): Promise<Made> => {
  const workspace = await aWorkspace({
    members: [aMember("ada", [], { role: "owner" })],
    webhooks: [{ id: "wh_1", ...ENDPOINT, format: "hoop", secret: "the-document's" }],
  });
  const ada = workspace.as("ada");
  const made = await ada.post("/v2/webhooks", ENDPOINT);
  const endpointId = textAt(made.body, "id");
  const rotated = await ada.post(`/v2/webhooks/${endpointId}/rotate-secret`);
  const withPassword = await ada.post("/v2/webhooks", {
    ...ENDPOINT,
    format: "alloy",
    auth: { type: "basic", username: "ada", password: "the-password" },
  });
  const passwordId = textAt(withPassword.body, "id");
  return {
    workspace,
    endpointId,
    secrets: [
      ["webhook:wh_1:secret", "the-document's"],
      [`webhook:${endpointId}:secret`, textAt(rotated.body, "secret")],
      [`webhook:${endpointId}:secret`, textAt(made.body, "secret")],
      [`webhook:${passwordId}:password`, "the-password"],
    ],
  };
};

const sealedOf = async (workspaceId: string): Promise<readonly string[]> => {
  const { results } = await env.DB.prepare(
    `SELECT sealed FROM workspace_secrets WHERE workspace_id = ?1
      UNION ALL SELECT secret FROM webhook_endpoints WHERE workspace_id = ?1 AND secret IS NOT NULL
      UNION ALL SELECT old_secret FROM webhook_endpoints WHERE workspace_id = ?1 AND old_secret IS NOT NULL
      UNION ALL SELECT password FROM webhook_endpoints WHERE workspace_id = ?1 AND password IS NOT NULL`,
  )
    .bind(workspaceId)
    .all<{ readonly sealed: string }>();
  return results.map(({ sealed }) => sealed);
};

describe("sealing anew", () => {
  test("one key: nothing is read", async () => {
    const counting = countingD1(env.DB);
    const { value, counts } = await counting.measure(() => resealWith(OLD, counting.db));
    expect([value, counts.roundTrips]).toEqual([{ resealed: 0, unreadable: 0, isComplete: true }, 0]);
  });

  test("two keys: every secret is sealed under the first, and opens without the second", async () => {
    const { workspace, secrets } = await aWorkspaceWithSecrets();
    const before = await sealedOf(workspace.id);
    expect(before).toHaveLength(secrets.length);
    expect(await resealWith(`${NEW},${OLD}`, env.DB, () => false)).toEqual({
      resealed: 0,
      unreadable: 0,
      isComplete: false,
    });
    expect(await resealWith(`${NEW},${OLD}`)).toEqual({ resealed: secrets.length, unreadable: 0, isComplete: true });
    const alone = vaultOf(NEW);
    const after = await sealedOf(workspace.id);
    const opened = await Promise.all(secrets.map(([name], at) => alone.open(workspace.id, name, after[at] ?? "")));
    expect(opened).toEqual(secrets.map(([, secret]) => secret));
    expect(await resealWith(`${NEW},${OLD}`)).toEqual({ resealed: 0, unreadable: 0, isComplete: true });
    // And back, so that the Worker of these tests can open them.
    expect(await resealWith(`${OLD},${NEW}`)).toMatchObject({ resealed: secrets.length });
  });

  test("a secret that is rotated meanwhile stays as it was rotated", async () => {
    const { workspace, endpointId } = await aWorkspaceWithSecrets();
    const queries = createResealQueries(env.DB);
    const { secrets } = await queries.page("webhook_endpoints", "second", null, 50);
    const from = secrets.find(({ key, column }) => key === endpointId && column === "secret") ?? expect.fail();
    await workspace.as("ada").post(`/v2/webhooks/${endpointId}/rotate-secret`);
    const rotated = await sealedOf(workspace.id);
    await queries.replace([{ from, to: "second.too-late" }]);
    expect(await sealedOf(workspace.id)).toEqual(rotated);
  });

  test("a secret whose key is gone is counted and left alone, and those after it are sealed anew", async () => {
    const { workspace } = await aWorkspaceWithSecrets();
    const lost = "lost.AAAA";
    await env.DB.prepare("UPDATE workspace_secrets SET sealed = ?2 WHERE workspace_id = ?1")
      .bind(workspace.id, lost)
      .run();
    expect(await resealWith(`${NEW},${OLD}`)).toMatchObject({ unreadable: 1, isComplete: true });
    const sealed = await sealedOf(workspace.id);
    expect(sealed.filter((text) => text.startsWith("second."))).toHaveLength(sealed.length - 1);
    expect(sealed).toContain(lost);
  });
});
