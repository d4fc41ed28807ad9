// Which policies a trace meets, and what they say together: block > flag_for_review > notify > approve.
// Only a policy holds a trace; a low confidence alone never does. Source: adjudon.md rulings 8, 13 and section 8.

import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import { type CompiledConditions, compileConditions, matches } from "../../core/conditions.ts";
import type { JsonObject } from "../../core/json.ts";
import { type Agent, agentsOf, type FlagConfig, type Policy, policiesOf } from "./document.ts";

/** `notify` tells somebody and lets the trace pass. */
export type TraceVerdict = "block" | "flag_for_review" | "approve";

export interface Ruling {
  readonly verdict: TraceVerdict;
  /** The policy that decided; null: none matched. */
  readonly policy: { readonly name: string; readonly priority: number } | null;
  /** Of all matching flag actions: each key from the first policy that has it. */
  readonly config: FlagConfig;
}

interface CompiledPolicy {
  readonly policy: Policy;
  readonly conditions: CompiledConditions;
}

/** The part of a workspace document that traces are judged by, made once a version. */
export interface Rulebook {
  /** Enabled ones, lowest priority number first, then document order. */
  readonly policies: readonly CompiledPolicy[];
  /** By external id. */
  readonly agents: ReadonlyMap<string, Agent>;
}

const compile = (document: WorkspaceDocument): Rulebook => ({
  policies: policiesOf(document)
    .filter(({ enabled }) => enabled)
    .toSorted((a, b) => a.priority - b.priority)
    .map((policy) => {
      const conditions = compileConditions(policy.conditions);
      if (!conditions.ok) throw new Error("a policy that was applied does not compile");
      return { policy, conditions: conditions.value };
    }),
  agents: new Map(agentsOf(document).map((agent) => [agent.externalId, agent])),
});

/** A document is one version of one workspace and never changes: while it stays in memory, so does its rulebook. */
const rulebooks = new WeakMap<WorkspaceDocument, Rulebook>();

export const rulebookOf = (document: WorkspaceDocument): Rulebook => {
  const known = rulebooks.get(document);
  if (known !== undefined) return known;
  const compiled = compile(document);
  rulebooks.set(document, compiled);
  return compiled;
};

const PRECEDENCE = ["block", "flag_for_review", "notify", "approve"] as const;

const VERDICT = {
  block: "block",
  flag_for_review: "flag_for_review",
  notify: "approve",
  approve: "approve",
} as const satisfies Record<(typeof PRECEDENCE)[number], TraceVerdict>;

const flagConfigs = ({ actions }: Policy): readonly FlagConfig[] =>
  actions.flatMap((action) => (action.type === "flag_for_review" ? [action.config ?? {}] : []));

/** `trace`: as submitted, with the confidence resolved. */
export const judgeTrace = ({ policies }: Rulebook, trace: JsonObject): Ruling => {
  const matching = policies.filter(({ conditions }) => matches(conditions, trace)).map(({ policy }) => policy);
  for (const type of PRECEDENCE) {
    const decisive = matching.find(({ actions }) => actions.some((action) => action.type === type));
    if (decisive === undefined) continue;
    const config = matching
      .flatMap(flagConfigs)
      .reduceRight<FlagConfig>((merged, earlier) => ({ ...merged, ...earlier }), {});
    return { verdict: VERDICT[type], policy: { name: decisive.name, priority: decisive.priority }, config };
  }
  return { verdict: "approve", policy: null, config: {} };
};
