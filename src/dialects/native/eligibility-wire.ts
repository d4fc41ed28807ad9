// Eligibility as the native API shows it: codes for programs, a sentence beside each for people. Pure.

import type { Claim } from "../../app/claim-ports.ts";
import type { ClaimRefusal } from "../../app/claims.ts";
import type { ReviewEligibility } from "../../app/eligibility.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Decider } from "../../core/review/deciders.ts";
import type { Standing } from "../../core/review/eligibility.ts";
import type { Missing } from "../../core/review/missing.ts";
import { toIso } from "../../core/time.ts";
import { refusalOf } from "./errors.ts";

/** Who works on a review, until when. */
export const toClaim = (claim: Claim | null): JsonObject | null =>
  claim === null ? null : { by: { id: claim.by.id, name: claim.by.name }, until: toIso(claim.until) };

/** `code` is the kernel's own error; `problem` the code with which an attempt would be refused. */
const toReason = (error: ClaimRefusal): JsonObject => {
  const { code, detail } = refusalOf(error);
  const reason = { code: error.type, problem: code, detail };
  if (error.type === "claimed") return { ...reason, claim: toClaim(error.claim) };
  const { type: _, ...evidence } = error;
  return { ...reason, ...evidence };
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
  claim,
  claimRefusals,
}: ReviewEligibility): JsonObject => ({
  reviewId: review.id,
  version,
  status: review.status,
  you,
  verbs: {
    ...Object.fromEntries(Object.entries(verbs).map(([verb, standing]) => [verb, toStanding(standing)])),
    claim: {
      allowed: claimRefusals.length === 0,
      reasons: claimRefusals.map(toReason),
      needs: [],
      changes: claimRefusals.length === 0,
    },
  },
  outcomes: outcomes.map(({ rule: { outcome, verdict, reasons }, ...standing }) => ({
    outcome,
    verdict,
    linkedReasons: reasons,
    ...toStanding(standing),
  })),
  missing: missing.map(toMissing),
  others: { members: others.members.map(toDecider), truncated: others.isTruncated },
  claim: toClaim(claim),
});
