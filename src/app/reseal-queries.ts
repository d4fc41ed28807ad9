// What sealing anew asks of storage: the secrets that are sealed with another key than the one in force, and replacing
// those that are still what they were. Crosses workspaces, like every job of Cron.

/** Where one sealed text stands. */
export interface SealedPlace {
  readonly table: "workspace_secrets" | "webhook_endpoints";
  readonly column: "sealed" | "secret" | "old_secret" | "password";
  readonly workspaceId: string;
  /** Name of the secret, or id of the endpoint. */
  readonly key: string;
}

export interface SealedSecret extends SealedPlace {
  /** What the text is bound to, beside the workspace. */
  readonly name: string;
  readonly sealed: string;
}

export interface SealedPage {
  readonly secrets: readonly SealedSecret[];
  /** Key to go on after; null: that was the last page. */
  readonly next: { readonly workspaceId: string; readonly key: string } | null;
}

export interface ResealQueries {
  /** Secrets of other keys than `keyId`, of `limit` rows after a key; null: from the beginning. */
  page(
    table: SealedPlace["table"],
    keyId: string,
    after: { readonly workspaceId: string; readonly key: string } | null,
    limit: number,
  ): Promise<SealedPage>;
  /** In one commit. A secret that has changed since it was read stays as it is now. */
  replace(changes: readonly { readonly from: SealedSecret; readonly to: string }[]): Promise<void>;
}
