// Which secret each credential has after an apply: the submitted one, the one it had, or a new one.
// Only digests leave this file, but for secrets that were just made. Source: workspace.md 1, 2 (Details).

import type { CredentialEntry, CredentialRow, Problem, StoredCredential } from "./document-ports.ts";
import type { SecretPlace } from "./plan-sealed-secrets.ts";
import { lookupOf, type SecretDigest, type SecretDigester } from "./digest-secrets.ts";

export interface CredentialPlan {
  readonly rows: readonly CredentialRow[];
  /** Name -> secret. */
  readonly generated: ReadonlyMap<string, string>;
  /** Places of secrets that were there before with another value. */
  readonly replaced: readonly SecretPlace[];
  /** The same secret under the pepper in force. */
  readonly rekeyed: readonly { readonly from: StoredCredential; readonly to: StoredCredential }[];
  readonly problems: readonly Problem[];
}

export interface CredentialPlanDeps {
  readonly digester: SecretDigester;
  readonly newSecret: () => string;
}

/** Where a submitted credential may be found, under every pepper. */
export const lookupsOf = async (
  credentials: readonly CredentialEntry[],
  digester: SecretDigester,
): Promise<readonly string[]> => {
  const lookups = credentials.map(async ({ type, token, secret }) => {
    if (type === "basic") return [token ?? ""];
    return secret === null ? [] : (await digester.all(secret)).map(lookupOf);
  });
  return (await Promise.all(lookups)).flat();
};

type Source = "submitted" | "replaced" | "kept" | "generated";

interface Resolved {
  readonly entry: CredentialEntry;
  readonly source: Source;
  readonly row: CredentialRow;
  /** Known where it was submitted or made. */
  readonly secret: string | null;
}

const toRow = (entry: CredentialEntry, secretDigest: SecretDigest): CredentialRow => ({
  name: entry.name,
  type: entry.type,
  lookup: entry.token ?? lookupOf(secretDigest),
  secretDigest,
  role: entry.role,
  memberId: entry.member,
  agent: entry.agent,
  workflow: entry.workflow,
  scopes: entry.scopes,
});

const resolve = async (
  entry: CredentialEntry,
  old: StoredCredential | undefined,
  { digester, newSecret }: CredentialPlanDeps,
): Promise<Resolved> => {
  if (entry.secret === null && old !== undefined) {
    return { entry, source: "kept", row: toRow(entry, old.secretDigest), secret: null };
  }
  const secret = entry.secret ?? newSecret();
  const row = toRow(entry, await digester.current(secret));
  if (entry.secret === null) return { entry, source: "generated", row, secret };
  if (old === undefined) return { entry, source: "submitted", row, secret };
  const isSame = (await digester.like(old.secretDigest, secret)) === old.secretDigest;
  return { entry, source: isSame ? "submitted" : "replaced", row, secret };
};

/** Whether `other` is the same key to the service as this one: same place, same secret. */
const isSameKey = async ({ row, secret }: Resolved, other: StoredCredential, digester: SecretDigester) => {
  if (row.type !== other.type || (row.type === "basic" && row.lookup !== other.lookup)) return false;
  const digest = secret === null ? row.secretDigest : await digester.like(other.secretDigest, secret);
  return digest === other.secretDigest;
};

const clashProblems = async (
  resolved: readonly Resolved[],
  others: readonly StoredCredential[],
  digester: SecretDigester,
): Promise<readonly Problem[]> => {
  const keptRows = resolved.filter(({ source }) => source === "kept").map(({ row }) => row);
  const judged = resolved.map(async (candidate, index): Promise<readonly Problem[]> => {
    const path = `/credentials/${index}/secret`;
    for (const other of others) {
      if (await isSameKey(candidate, other, digester)) return [{ path, message: "is in use in another workspace" }];
    }
    for (const other of candidate.secret === null ? [] : keptRows) {
      if (await isSameKey(candidate, other, digester))
        return [{ path, message: "is the secret of another credential" }];
    }
    return [];
  });
  return (await Promise.all(judged)).flat();
};

/** `others`: credentials of other workspaces at the places of {@link lookupsOf}. */
export const planCredentials = async (
  entries: readonly CredentialEntry[],
  before: readonly StoredCredential[],
  others: readonly StoredCredential[],
  deps: CredentialPlanDeps,
): Promise<CredentialPlan> => {
  const old = new Map(before.map((credential) => [credential.name, credential]));
  const resolved = await Promise.all(entries.map((entry) => resolve(entry, old.get(entry.name), deps)));
  const rekeyed = resolved.flatMap(({ source, row }) => {
    const from = old.get(row.name);
    return source === "submitted" && from !== undefined && from.secretDigest !== row.secretDigest
      ? [{ from, to: row }]
      : [];
  });
  return {
    rows: resolved.map(({ row }) => row),
    generated: new Map(
      resolved.flatMap(({ source, row, secret }) =>
        source === "generated" && secret !== null ? [[row.name, secret] as const] : [],
      ),
    ),
    replaced: resolved.flatMap(({ source }, at) => (source === "replaced" ? [["credentials", at, "secret"]] : [])),
    rekeyed,
    problems: await clashProblems(resolved, others, deps.digester),
  };
};
