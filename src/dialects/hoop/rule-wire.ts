// Access rules on the wire and in the workspace document, and what makes one unusable. Pure.
// Source: hoop.md ruling 13 (Rules API) and section 1.8.

import * as z from "zod/mini";
import type { JsonObject } from "../../core/json.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { ACCESS_TYPES, type AccessRule, isOverlapping } from "./document.ts";
import type { HoopError } from "./errors.ts";
import { decode } from "./schema.ts";

const text = z.nullish(z.string());
const texts = z.nullish(z.array(z.string()));
const integer = z.nullish(z.int());

export const ruleBody = z.object({
  name: text,
  description: text,
  access_type: text,
  connection_names: texts,
  attributes: texts,
  approval_required_groups: texts,
  all_groups_must_approve: z.nullish(z.boolean()),
  reviewers_groups: texts,
  force_approval_groups: texts,
  skip_review_groups: texts,
  access_max_duration: integer,
  min_approvals: integer,
});

type RuleBody = z.infer<typeof ruleBody>;

/** Right types; whether the values make a rule is judged by {@link ruleOf}. */
export const readRuleBody = (body: unknown): Result<RuleBody, HoopError> =>
  decode("AccessRequestRuleRequest", ruleBody, body);

export const ruleToWire = (rule: AccessRule): JsonObject => ({
  name: rule.name,
  description: rule.description,
  access_type: rule.accessType,
  connection_names: rule.connections,
  attributes: [],
  approval_required_groups: rule.approvalRequiredGroups,
  all_groups_must_approve: rule.allGroupsMustApprove,
  reviewers_groups: rule.reviewerGroups,
  force_approval_groups: rule.forceApprovalGroups,
  skip_review_groups: rule.skipReviewGroups,
  access_max_duration: rule.accessMaxDurationSec,
  min_approvals: rule.minApprovals,
  managed_by: null,
});

const isEmpty = (list: readonly string[] | null | undefined): boolean => (list ?? []).length === 0;

/** The first thing that is wrong with the values, in words; null when they make a rule. */
const valueProblem = (body: RuleBody): string | null => {
  const { access_max_duration: maximum } = body;
  if (!body.name) return "name is required";
  if (!isEmpty(body.attributes)) return "attributes are not supported, name the connections";
  if (isEmpty(body.connection_names)) return "either connection_names or attributes must have at least 1 entry";
  if (!ACCESS_TYPES.some((type) => type === body.access_type)) {
    return "access_type must be one of 'jit', 'command' or 'jit_command'";
  }
  if (isEmpty(body.reviewers_groups)) return "reviewers_groups must have at least 1 entry";
  if (body.all_groups_must_approve !== true && (body.min_approvals ?? 0) < 1) {
    return "min_approvals must be at least 1 when all_groups_must_approve is false";
  }
  if (!isEmpty(body.skip_review_groups) && !isEmpty(body.approval_required_groups)) {
    return "skip_review_groups can only be set when approval_required_groups is empty";
  }
  return maximum != null && maximum < 1 ? "access_max_duration must be at least 1" : null;
};

/** `before`: the rule that is replaced; what the wire does not show of it is kept. */
export const ruleOf = (body: RuleBody, before: AccessRule | null): Result<AccessRule, HoopError> => {
  const message = valueProblem(body);
  const accessType = ACCESS_TYPES.find((type) => type === body.access_type);
  if (message !== null || accessType === undefined) return err({ type: "invalid_value", message: message ?? "" });
  return ok({
    name: body.name ?? "",
    description: body.description ?? "",
    accessType,
    connections: body.connection_names ?? [],
    reviewerGroups: body.reviewers_groups ?? [],
    allGroupsMustApprove: body.all_groups_must_approve ?? false,
    minApprovals: body.min_approvals ?? null,
    forceApprovalGroups: body.force_approval_groups ?? [],
    approvalRequiredGroups: body.approval_required_groups ?? [],
    skipReviewGroups: body.skip_review_groups ?? [],
    accessMaxDurationSec: body.access_max_duration ?? null,
    pendingTtlMinutes: before?.pendingTtlMinutes ?? null,
  });
};

const EXISTS = "an access request rule with the same connection names and access type already exists";

/** Why the rule cannot stand beside the others, in words; null when it can. */
const conflict = (rule: AccessRule, others: readonly AccessRule[]): string | null => {
  const rivals = others.filter((other) => isOverlapping(rule.accessType, other.accessType));
  const connection = rule.connections.find((name) => rivals.some(({ connections }) => connections.includes(name)));
  if (connection !== undefined) return `${EXISTS}, conflicting connection: ${connection}`;
  const isNamesake = others.some(({ name }) => name === rule.name);
  return isNamesake ? "access request rule with the same name already exists" : null;
};

/** The rules with one more at the end. */
export const withRule = (rules: readonly AccessRule[], rule: AccessRule): Result<readonly AccessRule[], HoopError> => {
  const message = conflict(rule, rules);
  return message === null ? ok([...rules, rule]) : err({ type: "invalid_value", message });
};

/** The rules with the one of that name replaced in its place. */
export const withReplacedRule = (
  rules: readonly AccessRule[],
  name: string,
  body: RuleBody,
): Result<readonly AccessRule[], HoopError> => {
  const before = rules.find((rule) => rule.name === name);
  if (before === undefined) return err({ type: "rule_not_found" });
  const rule = ruleOf(body, before);
  if (!rule.ok) return rule;
  const others = rules.filter((other) => other !== before);
  const message = conflict(rule.value, others);
  if (message !== null) return err({ type: "invalid_value", message });
  return ok(rules.map((other) => (other === before ? rule.value : other)));
};

/** The rules without the one of that name. */
export const withoutRule = (rules: readonly AccessRule[], name: string): Result<readonly AccessRule[], HoopError> =>
  rules.some((rule) => rule.name === name)
    ? ok(rules.filter((rule) => rule.name !== name))
    : err({ type: "rule_not_found" });
