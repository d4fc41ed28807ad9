// Applying, changing and deleting a workspace document: validate, plan, write; who loses a race plans again on what won.
// Source: workspace.md 1.

import type { JsonObject } from "../core/json.ts";
import { loadRegularExpressions } from "../core/regular-expressions.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { DocumentChange } from "./diff-documents.ts";
import type {
  DocumentSchema,
  KeptAnswer,
  Problem,
  StoredWorkspace,
  SubmittedDocument,
  WorkspaceStore,
} from "./document-ports.ts";
import { type ApplyPlan, type PlanDeps, planApply } from "./plan-apply.ts";
import { lookupsOf } from "./plan-credentials.ts";
import type { Clock } from "./ports.ts";
import type { WorkspaceDocument } from "./workspace-document.ts";

export interface WorkspacesDeps extends PlanDeps {
  readonly store: WorkspaceStore;
  readonly schema: DocumentSchema;
  readonly clock: Clock;
}

/** Versions of `If-Match`; `any`: the workspace must exist; null: the header is absent. */
export type IfMatch = readonly number[] | "any" | null;

export interface ApplyRequest {
  readonly workspaceId: string;
  readonly json: unknown;
  readonly appliedBy: string;
  readonly ifMatch: IfMatch;
  /** The same answer; nothing is stored. */
  readonly isDryRun: boolean;
}

export interface Applied {
  /** In force now, or after a dry run it would be. */
  readonly version: number;
  readonly isFirst: boolean;
  readonly changes: readonly DocumentChange[];
  /** Credential name or webhook id -> secret; null for a secret that a dry run did not make. */
  readonly generated: ReadonlyMap<string, string | null>;
}

type Unavailable = { readonly type: "unavailable"; readonly retryAfterSeconds: number };
type Invalid = { readonly type: "invalid_document"; readonly problems: readonly Problem[] };
type Deleted = { readonly type: "workspace_deleted" };

export type ApplyError =
  | Invalid
  | Deleted
  /** `version` is the one in force; null: there is no workspace. */
  | { readonly type: "precondition_failed"; readonly version: number | null }
  | Unavailable;

export type ChangeError =
  | Invalid
  | { readonly type: "workspace_not_found" }
  /** Another request has stored an answer under the same idempotency key. */
  | { readonly type: "idempotency_mismatch" }
  | Unavailable;

/** The answer that is kept with the document as it will stand; null: the request brought no idempotency key. */
export type KeepAnswer = ((document: WorkspaceDocument) => KeptAnswer) | null;

export type RemoveError = { readonly type: "workspace_not_found" } | Unavailable;

export interface Workspaces {
  apply(request: ApplyRequest): Promise<Result<Applied, ApplyError>>;
  /** The document in force, without secrets; null: none, or deleted. */
  read(workspaceId: string): Promise<{ readonly version: number; readonly json: JsonObject } | null>;
  /** Deleting a deleted workspace is fine and changes nothing. */
  remove(workspaceId: string, appliedBy: string): Promise<Result<null, RemoveError>>;
  /**
   * Applies a changed document as the next version, as {@link apply} does. `mutate` sees the document without secrets
   * and may be asked again after a lost race; returning it unchanged changes nothing. What `keep` makes of the document
   * stands with the new version, or neither does.
   */
  change<E>(
    workspaceId: string,
    mutate: (json: JsonObject) => Result<JsonObject, E>,
    appliedBy: string,
    keep?: KeepAnswer,
  ): Promise<Result<WorkspaceDocument, E | ChangeError>>;
}

/** Applies that meet are few: the tenth has lost to nine others. */
const MAX_TRIES = 10;
const UNAVAILABLE: Unavailable = { type: "unavailable", retryAfterSeconds: 1 };

const isMatch = (ifMatch: IfMatch, version: number | null): boolean => {
  if (ifMatch === null) return true;
  return version !== null && (ifMatch === "any" || ifMatch.includes(version));
};

class WorkspaceUseCases implements Workspaces {
  constructor(private readonly deps: WorkspacesDeps) {}

  async apply({ workspaceId, json, appliedBy, ifMatch, isDryRun }: ApplyRequest): Promise<Result<Applied, ApplyError>> {
    await loadRegularExpressions();
    const validated = this.deps.schema.validate(json);
    if (!validated.ok) return err({ type: "invalid_document", problems: validated.error });
    const submitted = validated.value;
    for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
      const { workspace: previous, others } = await this.load(workspaceId, submitted);
      if (previous !== null && previous.deletedAt !== null) return err({ type: "workspace_deleted" });
      const version = previous?.version ?? null;
      if (!isMatch(ifMatch, version)) return err({ type: "precondition_failed", version });
      const at = this.deps.clock.now();
      const planned = await planApply({ workspaceId, submitted, previous, others, appliedBy, at }, this.deps);
      if (!planned.ok) return err({ type: "invalid_document", problems: planned.error });
      const isWritten = isDryRun || (await this.write(planned.value, previous));
      if (isWritten) return ok(toApplied(planned.value, previous, isDryRun));
    }
    return err(UNAVAILABLE);
  }

  async read(workspaceId: string) {
    const current = await this.deps.store.current(workspaceId);
    return current === null || current.deletedAt !== null ? null : { version: current.version, json: current.json };
  }

  async remove(workspaceId: string, appliedBy: string): Promise<Result<null, RemoveError>> {
    for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
      const current = await this.deps.store.current(workspaceId);
      if (current === null) return err({ type: "workspace_not_found" });
      if (current.deletedAt !== null) return ok(null);
      const at = this.deps.clock.now();
      const result = await this.deps.store.remove(workspaceId, current.version + 1, appliedBy, at);
      if (result === "written") return ok(null);
    }
    return err(UNAVAILABLE);
  }

  async change<E>(
    workspaceId: string,
    mutate: (json: JsonObject) => Result<JsonObject, E>,
    appliedBy: string,
    keep: KeepAnswer = null,
  ): Promise<Result<WorkspaceDocument, E | ChangeError>> {
    const { schema, clock, store } = this.deps;
    await loadRegularExpressions();
    for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
      const current = await store.current(workspaceId);
      if (current === null || current.deletedAt !== null) return err({ type: "workspace_not_found" });
      const mutated = mutate(current.json);
      if (!mutated.ok) return mutated;
      const validated = schema.validate(mutated.value);
      if (!validated.ok) return err({ type: "invalid_document", problems: validated.error });
      const submitted = validated.value;
      const { workspace: previous, others } = await this.load(workspaceId, submitted);
      // Somebody applied in between: `mutate` has to see that.
      if (previous === null || previous.version !== current.version) continue;
      const at = clock.now();
      const planned = await planApply({ workspaceId, submitted, previous, others, appliedBy, at }, this.deps);
      if (!planned.ok) return err({ type: "invalid_document", problems: planned.error });
      const { changes, write } = planned.value;
      const { version, json } = changes.length === 0 ? previous : write;
      const document = schema.read(workspaceId, version, json);
      const kept = keep?.(document) ?? null;
      const written = await this.writeChange(planned.value, kept);
      if (written === "written") return ok(document);
      if (written === "answered") return err({ type: "idempotency_mismatch" });
    }
    return err(UNAVAILABLE);
  }

  private async load(workspaceId: string, submitted: SubmittedDocument) {
    return this.deps.store.load(workspaceId, await lookupsOf(submitted.credentials, this.deps.digester));
  }

  private async writeChange({ changes, write }: ApplyPlan, kept: KeptAnswer | null) {
    if (changes.length > 0) return this.deps.store.write(write, kept);
    return kept === null ? "written" : this.deps.store.keep(write.workspaceId, kept);
  }

  /** False: somebody else was faster. */
  private async write({ changes, write, rekeying }: ApplyPlan, previous: StoredWorkspace | null): Promise<boolean> {
    if (previous !== null && changes.length === 0) {
      await this.deps.store.rekey(write.workspaceId, rekeying);
      return true;
    }
    return (await this.deps.store.write(write, null)) === "written";
  }
}

const toApplied = (
  { changes, generated, write }: ApplyPlan,
  previous: StoredWorkspace | null,
  isDryRun: boolean,
): Applied => ({
  version: previous !== null && changes.length === 0 ? previous.version : write.version,
  isFirst: previous === null,
  changes,
  generated: isDryRun ? new Map([...generated.keys()].map((name) => [name, null])) : generated,
});

export const createWorkspaces = (deps: WorkspacesDeps): Workspaces => new WorkspaceUseCases(deps);
