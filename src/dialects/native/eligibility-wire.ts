// Eligibility as the native API shows it: codes for programs, a sentence beside each for people. Pure.

import type { ReviewEligibility } from "../../app/eligibility.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Decider } from "../../core/review/deciders.ts";
import type { Standing } from "../../core/review/eligibility.ts";
import type { ReviewError } from "../../core/review/errors.ts";
import type { Missing } from "../../core/review/missing.ts";
import { refusalOf } from "./errors.ts";

/** `code` is the kernel's own error; `problem` the code with which an attempt would be refused. */
const toReason = (error: ReviewError): JsonObject => {
  const { type, ...evidence } = error;
  const { code, detail } = refusalOf(error);
  return { code: type, problem: code, detail, ...evidence };
};

const toStanding = ({ reasons, needs, isChange }: Standing): JsonObject => ({
  allowed: reasons.length === 0,
  reasons: reasons.map(toReason),
  needs,
  changes: isChange,
});

const toMissing = (missing: Missing): JsonObject => {
  if (missing.type !== "second_reviewer") return { ...missing };
  const { notBy } = missing;
  return { type: missing.type, notBy: notBy === null ? null : { kind: notBy.kind, id: notBy.id, name: notBy.name } };
};

const toDecider = ({ member: { id, name, role }, groups, verbs }: Decider): JsonObject => ({
  id,
  name,
  role,
  groups,
  verbs,
});

export const toEligibility = ({
  review,
  version,
  you,
  verbs,
  outcomes,
  missing,
  others,
}: ReviewEligibility): JsonObject => ({
  reviewId: review.id,
  version,
  status: review.status,
  you,
  verbs: Object.fromEntries(Object.entries(verbs).map(([verb, standing]) => [verb, toStanding(standing)])),
  outcomes: outcomes.map(({ rule: { outcome, verdict, reasons }, ...standing }) => ({
    outcome,
    verdict,
    linkedReasons: reasons,
    ...toStanding(standing),
  })),
  missing: missing.map(toMissing),
  others: { members: others.members.map(toDecider), truncated: others.isTruncated },
});
