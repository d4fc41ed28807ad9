// Which sealed secrets a workspace has after an apply: shared keys of issuers, secrets and passwords of webhooks.
// A secret that is submitted again unchanged keeps its sealed text. Source: workspace.md 1, 2.

import { isWhsec } from "../core/webhook-secret.ts";
import type { IssuerEntry, Problem, SubmittedDocument, WebhookEntry } from "./document-ports.ts";
import type { Vault } from "./seal-secrets.ts";

export interface SealedPlan {
  /** Name -> sealed text. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Webhook id -> secret that was just made. */
  readonly generated: ReadonlyMap<string, string>;
  /** Places of secrets that were there before with another value. */
  readonly replaced: readonly SecretPlace[];
  readonly rekeyed: readonly { readonly name: string; readonly from: string; readonly to: string }[];
  readonly problems: readonly Problem[];
}

export interface SealedPlanDeps {
  readonly vault: Vault;
  /** A new secret: `whsec_` and base64, or plain text. */
  readonly newWebhookSecret: (isWhsec: boolean) => string;
}

/** Keys that lead to a secret in the new document. */
export type SecretPlace = readonly (string | number)[];

interface Wanted {
  readonly place: SecretPlace;
  /** What the sealed text is bound to, beside the workspace. */
  readonly name: string;
  readonly submitted: string | null;
  /** Null: there must be one to keep. */
  readonly generate: (() => string) | null;
  readonly webhookId: string | null;
  readonly needsWhsec: boolean;
}

const pointerTo = (place: SecretPlace): string => place.map((key) => `/${key}`).join("");

/** Names the shared key of one issuer and audience. */
export const issuerSecretName = ({ issuer, audience }: Pick<IssuerEntry, "issuer" | "audience">): string =>
  `issuer:${JSON.stringify([issuer, audience])}`;

const wantedOfIssuer = (entry: IssuerEntry, index: number): readonly Wanted[] => {
  if (entry.key.type !== "hs256") return [];
  const place = ["issuers", index, "hs256Secret"];
  const name = issuerSecretName(entry);
  return [{ place, name, submitted: entry.key.secret, generate: null, webhookId: null, needsWhsec: false }];
};

const wantedOfWebhook = (
  { id, secret, basic, needsWhsec }: WebhookEntry,
  index: number,
  newSecret: SealedPlanDeps["newWebhookSecret"],
): readonly Wanted[] => {
  const common = { webhookId: id, needsWhsec: false };
  const password: Wanted = {
    ...common,
    place: ["webhooks", index, "auth", "password"],
    name: `webhook:${id}:password`,
    submitted: basic?.password ?? null,
    generate: null,
  };
  const signing: Wanted = {
    ...common,
    place: ["webhooks", index, "secret"],
    name: `webhook:${id}:secret`,
    submitted: secret,
    generate: () => newSecret(needsWhsec),
    needsWhsec,
  };
  // With a password nothing is signed: no secret is made, or kept.
  if (basic === null) return [signing];
  return secret === null ? [password] : [password, signing];
};

/** Null where the text cannot be opened any more: its key is gone. */
const tryOpen = async (vault: Vault, workspaceId: string, name: string, sealed: string): Promise<string | null> => {
  try {
    return await vault.open(workspaceId, name, sealed);
  } catch {
    return null;
  }
};

interface Resolved {
  readonly wanted: Wanted;
  readonly sealed: string | null;
  readonly old: string | null;
  readonly isReplaced: boolean;
  readonly generated: string | null;
  readonly problem: string | null;
}

const resolve = async (workspaceId: string, wanted: Wanted, old: string | null, vault: Vault): Promise<Resolved> => {
  const nothing = { wanted, old, sealed: null, isReplaced: false, generated: null, problem: null };
  const opened = old === null ? null : await tryOpen(vault, workspaceId, wanted.name, old);
  if (wanted.submitted === null && old !== null) {
    if (wanted.needsWhsec && opened !== null && !isWhsec(opened)) {
      return { ...nothing, problem: "the secret to keep is not whsec_ and base64, which this format needs" };
    }
    const isFresh = opened === null || !vault.isOutdated(old);
    return { ...nothing, sealed: isFresh ? old : await vault.seal(workspaceId, wanted.name, opened) };
  }
  if (!vault.canSeal) return { ...nothing, problem: "needs the Worker secret ENCRYPTION_KEY, which is not configured" };
  const generated = wanted.submitted === null ? (wanted.generate?.() ?? null) : null;
  const secret = wanted.submitted ?? generated;
  if (secret === null) return { ...nothing, problem: "has no secret to keep" };
  if (old !== null && opened === secret && !vault.isOutdated(old)) return { ...nothing, sealed: old };
  const sealed = await vault.seal(workspaceId, wanted.name, secret);
  return { ...nothing, sealed, generated, isReplaced: old !== null && opened !== secret };
};

export const planSealedSecrets = async (
  workspaceId: string,
  { issuers, webhooks }: Pick<SubmittedDocument, "issuers" | "webhooks">,
  before: ReadonlyMap<string, string>,
  { vault, newWebhookSecret }: SealedPlanDeps,
): Promise<SealedPlan> => {
  const wanted = [
    ...issuers.flatMap(wantedOfIssuer),
    ...webhooks.flatMap((entry, index) => wantedOfWebhook(entry, index, newWebhookSecret)),
  ];
  const resolved = await Promise.all(
    wanted.map((one) => resolve(workspaceId, one, before.get(one.name) ?? null, vault)),
  );
  const kept = resolved.flatMap(({ wanted: { name }, sealed, old, isReplaced }) =>
    sealed === null ? [] : [{ name, sealed, old, isReplaced }],
  );
  return {
    secrets: new Map(kept.map(({ name, sealed }) => [name, sealed])),
    generated: new Map(
      resolved.flatMap(({ wanted: { webhookId }, generated }) =>
        webhookId === null || generated === null ? [] : [[webhookId, generated] as const],
      ),
    ),
    replaced: resolved.flatMap(({ wanted: { place }, isReplaced }) => (isReplaced ? [place] : [])),
    rekeyed: kept.flatMap(({ name, sealed, old, isReplaced }) =>
      old === null || old === sealed || isReplaced ? [] : [{ name, from: old, to: sealed }],
    ),
    problems: resolved.flatMap(({ wanted: { place }, problem }) =>
      problem === null ? [] : [{ path: pointerTo(place), message: problem }],
    ),
  };
};
