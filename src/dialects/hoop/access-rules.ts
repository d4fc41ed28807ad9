// Whether a piece of work has to wait: which rule guards the connection, and whether it means this requester.
// Pure. Source: hoop.md ruling 11 and section 2.6.

import type { AccessRule } from "./document.ts";

/** Longest access where the rule names no maximum: 48 hours. */
const MAX_ACCESS_SECONDS = 172_800;

/** `jit` asks for access for a while, `command` for one run. */
export type AccessType = "jit" | "command";

export const accessTypeOf = (durationSec: number): AccessType => (durationSec > 0 ? "jit" : "command");

const claims = (rule: AccessRule, wanted: AccessType): boolean =>
  rule.accessType === wanted || rule.accessType === "jit_command";

/** At most one: rules of overlapping access type on one connection are refused when they are written. */
export const ruleFor = (rules: readonly AccessRule[], connection: string, wanted: AccessType): AccessRule | null =>
  rules.find((rule) => claims(rule, wanted) && rule.connections.includes(connection)) ?? null;

/** Administrators are not exempt: who is, says the rule. */
export const mustWait = (rule: AccessRule, requesterGroups: readonly string[]): boolean => {
  const isInOneOf = (groups: readonly string[]): boolean => groups.some((group) => requesterGroups.includes(group));
  const { approvalRequiredGroups, skipReviewGroups } = rule;
  return approvalRequiredGroups.length > 0 ? isInOneOf(approvalRequiredGroups) : !isInOneOf(skipReviewGroups);
};

/** Why the duration is too long, in words; null when it is not. */
export const durationProblem = (rule: AccessRule | null, durationSec: number): string | null => {
  const maximum = rule?.accessMaxDurationSec ?? null;
  if (maximum !== null && durationSec > maximum) {
    return `access duration cannot exceed ${maximum} seconds for this connection`;
  }
  return maximum === null && durationSec > MAX_ACCESS_SECONDS ? "access duration cannot exceed 48 hours" : null;
};
