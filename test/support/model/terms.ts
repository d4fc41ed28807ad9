// What the model knows of a review's rules, and who takes part. Written from the contracts and from policy.ts, which only
// names the rules; how they are judged is in judge.ts and clock.ts, written without a look at src/core/review/decide.ts.

import type { Actor } from "../../../src/core/review/actor.ts";
import type { ReviewPolicy } from "../../../src/core/review/policy.ts";

/** Who acts, as far as any rule looks at it. */
export type Agent = Pick<Actor, "kind" | "id" | "role" | "groups">;

/** Deadlines and waits in minutes after the opening: the model's clock counts minutes. */
export interface Terms {
  readonly visibility: ReviewPolicy["visibility"];
  readonly voters: ReviewPolicy["voters"];
  /** Groups that were asked when it opened, in row order. */
  readonly asked: readonly string[];
  readonly counts: "rows" | "people";
  /** Null, or not above 0: all rows. */
  readonly needed: number | null;
  readonly selfApproval: ReviewPolicy["selfApproval"];
  readonly afterApproval: ReviewPolicy["afterApproval"];
  readonly repeatedVote: ReviewPolicy["repeatedVote"];
  readonly force: readonly string[];
  readonly endings: ReviewPolicy["endings"];
  readonly afterSettlement: ReviewPolicy["afterSettlement"];
  readonly findings: ReviewPolicy["findings"];
  readonly access: { readonly kind: "once" | "timed"; readonly minutes: number } | null;
  readonly expiresAt: number | null;
  readonly sla: {
    readonly dueAt: number;
    readonly atRiskAt: number;
    readonly onBreach: readonly ("flag" | "escalate" | "expire" | "approve" | "reject")[];
  } | null;
  readonly ladder: readonly { readonly afterMinutes: number; readonly to: readonly string[] }[];
  /** A second person must complete, too. */
  readonly secondReview: boolean;
  readonly requester: Pick<Agent, "kind" | "id">;
  readonly assignedTo: string | null;
  /** Everybody who can be told, in document order. */
  readonly directory: readonly Agent[];
}

/** One thing that somebody asks of a review. */
export type Intent =
  | { readonly verb: "vote"; readonly verdict: "approve" | "reject" | "revoke"; readonly force: boolean }
  | { readonly verb: "start"; readonly second: boolean }
  | { readonly verb: "save"; readonly findings: Readonly<Record<string, string>>; readonly second: boolean }
  | {
      readonly verb: "complete";
      readonly findings: Readonly<Record<string, string>> | null;
      readonly second: boolean;
    }
  | { readonly verb: "assign"; readonly to: string | null }
  | { readonly verb: "escalate"; readonly to: string | null }
  | { readonly verb: "note" }
  | { readonly verb: "cancel" }
  | { readonly verb: "claim" }
  | { readonly verb: "report"; readonly result: "succeeded" | "failed"; readonly exitCode: number | null }
  | { readonly verb: "pause" }
  | { readonly verb: "resume" }
  /** Time passes and nobody does anything. */
  | { readonly verb: "wait" };

export const isSame = (a: Pick<Agent, "kind" | "id">, b: Pick<Agent, "kind" | "id">): boolean =>
  a.kind === b.kind && a.id === b.id;
