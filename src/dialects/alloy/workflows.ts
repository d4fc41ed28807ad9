// Which workflow a request means, and what its rules make of a submitted document. Pure.
// Source: alloy.md rulings 3, 8, 12 (Workflow).

import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import { type CompiledConditions, compileConditions, matches } from "../../core/conditions.ts";
import type { JsonObject } from "../../core/json.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { type Workflow, workflowsOf } from "./document.ts";
import type { AlloyRefusal } from "./errors.ts";

export const WORKFLOW_HEADER = "alloy-workflow-token";

/** Who may name a workflow; null: does not. */
export interface WorkflowSources {
  /** The key that belongs to one workflow. */
  readonly key: string | null;
  readonly header: string | null;
  readonly body: string | null;
}

type HeaderError = Extract<AlloyRefusal, { type: "invalid_header" }>;

/** The token of the one workflow that they all name. */
export const selectWorkflow = ({ key, header, body }: WorkflowSources): Result<string, HeaderError> => {
  const named = [...new Set([key, header, body].filter((token) => token !== null))];
  const [token, other] = named;
  if (token === undefined) return refuse("is required with this key, here or as workflow_token in the body");
  return other === undefined ? ok(token) : refuse("names another workflow than the key or the body");
};

const refuse = (message: string): { readonly ok: false; readonly error: HeaderError } =>
  err({ type: "invalid_header", details: { [WORKFLOW_HEADER]: message } });

/** A workflow whose rules can be asked. */
export interface CompiledWorkflow extends Omit<Workflow, "rules"> {
  readonly rules: readonly {
    readonly conditions: CompiledConditions;
    readonly outcome: string;
    readonly tags: readonly string[];
  }[];
}

const compile = ({ rules, ...workflow }: Workflow): CompiledWorkflow => ({
  ...workflow,
  rules: rules.map(({ conditions, outcome, tags }) => {
    const compiled = compileConditions(conditions);
    if (!compiled.ok) throw new Error("a stored workflow does not compile");
    return { conditions: compiled.value, outcome, tags };
  }),
});

/** A document is one version of a workspace's and is kept in memory as one object: its rules are compiled once. */
const compiledOf = new WeakMap<WorkspaceDocument, ReadonlyMap<string, CompiledWorkflow>>();

/** Null: the workspace has no such workflow. */
export const findWorkflow = (document: WorkspaceDocument, token: string): CompiledWorkflow | null => {
  const workflows =
    compiledOf.get(document) ?? new Map(workflowsOf(document.json).map((one) => [one.token, compile(one)]));
  compiledOf.set(document, workflows);
  return workflows.get(token) ?? null;
};

export interface Judgement {
  readonly outcome: string;
  readonly tags: readonly string[];
}

/** The first rule that matches decides. */
export const judgeDocument = ({ rules, defaultOutcome }: CompiledWorkflow, submitted: JsonObject): Judgement => {
  const rule = rules.find(({ conditions }) => matches(conditions, submitted));
  return rule === undefined ? { outcome: defaultOutcome, tags: [] } : { outcome: rule.outcome, tags: rule.tags };
};
