// Daily, while the ring of ENCRYPTION_KEY holds more than one key: seals every stored secret under the key in force, so
// that the older keys can be taken away. Reads nothing when there is only one key. Source: docs/operations.md, "Keys".

import type { ResealQueries, SealedPage, SealedSecret } from "../app/reseal-queries.ts";
import type { Vault } from "../app/seal-secrets.ts";

export interface ResealDeps {
  readonly queries: ResealQueries;
  readonly vault: Vault;
  /** Whether this invocation may still read a page and replace what is on it. */
  readonly mayGoOn: () => boolean;
}

export interface Resealed {
  readonly resealed: number;
  /** Sealed with a key that is not in the ring, or altered: nobody can open these. */
  readonly unreadable: number;
  /** False: the bound was reached; the next run finds what is left. */
  readonly isComplete: boolean;
}

/** Rows of one look, each with three secrets at most. */
export const RESEAL_ROWS = 50;

const TABLES = ["workspace_secrets", "webhook_endpoints"] as const;

type Change = { readonly from: SealedSecret; readonly to: string };

const resealOne = async (vault: Vault, from: SealedSecret): Promise<Change | null> => {
  const { workspaceId, name, sealed } = from;
  try {
    return { from, to: await vault.seal(workspaceId, name, await vault.open(workspaceId, name, sealed)) };
  } catch {
    return null;
  }
};

export const resealSecrets = async ({ queries, vault, mayGoOn }: ResealDeps): Promise<Resealed> => {
  let [resealed, unreadable] = [0, 0];
  const { keyId, hasOldKeys } = vault;
  if (keyId === null || !hasOldKeys) return { resealed, unreadable, isComplete: true };
  for (const table of TABLES) {
    for (let after: SealedPage["next"] = null; ; ) {
      if (!mayGoOn()) return { resealed, unreadable, isComplete: false };
      const { secrets, next } = await queries.page(table, keyId, after, RESEAL_ROWS);
      const tried = await Promise.all(secrets.map((secret) => resealOne(vault, secret)));
      const changes = tried.filter((change) => change !== null);
      if (changes.length > 0) await queries.replace(changes);
      resealed += changes.length;
      unreadable += tried.length - changes.length;
      if (next === null) break;
      after = next;
    }
  }
  return { resealed, unreadable, isComplete: true };
};
