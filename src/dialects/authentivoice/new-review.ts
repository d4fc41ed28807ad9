// A review that is about to exist: what one batch will write, or why not. The row that takes the analysis is the lock:
// of two requests that try at once, one finds the other's.
// Source: authentivoice.md rulings 2, 6, 13 (Who) and section 5.

import type { OpenRequest } from "../../app/open-review.ts";
import type { Principal } from "../../app/principal.ts";
import type { Services } from "../../app/services.ts";
import type { Loads, OpeningFacts } from "../../app/workload-queries.ts";
import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import { canonicalJson, type JsonObject } from "../../core/json.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { toPerson } from "../../core/review/actor.ts";
import { sha256 } from "../../core/review/audit-event.ts";
import type { Instant } from "../../core/time.ts";
import { leastLoaded } from "./assign-strategy.ts";
import type { ReviewTerms } from "./create-request.ts";
import type { VoiceError } from "./errors.ts";
import { newReviewId, reviewIdOf } from "./ids.ts";
import { assignableMembers } from "./people.ts";
import { ANALYSIS, ANALYSIS_TAKEN, DIALECT, reviewPolicy } from "./policy.ts";

type Plan = Pick<OpenRequest, "workspaceId" | "open" | "subjects" | "answer">;

/** The one named, or whoever has least to do; null: nobody can be assigned. */
const assigneeOf = (
  document: WorkspaceDocument,
  assignedTo: string | null,
  loads: Loads,
): Result<string | null, VoiceError> => {
  const people = assignableMembers(document);
  if (assignedTo === null) return ok(leastLoaded(people, loads)?.id ?? null);
  return people.some(({ id }) => id === assignedTo) ? ok(assignedTo) : err({ type: "invalid_assignment" });
};

/** Whether the analysis is there and free; its body. */
export const freeAnalysis = ({ subject, review }: OpeningFacts): Result<JsonObject, VoiceError> => {
  if (subject === null) return err({ type: "analysis_not_found" });
  if (review !== null) return err({ type: "review_exists", existingReviewId: reviewIdOf(review) });
  return ok(subject.body);
};

export const planReview = async (
  services: Services,
  principal: Principal,
  analysisId: string,
  read: Result<ReviewTerms, VoiceError>,
  createdAt: Instant,
): Promise<Result<Plan, VoiceError>> => {
  const { workspaceId, workspaceVersion, actor } = principal;
  const facts = await services.workload.openingFacts(workspaceId, analysisId);
  const analysis = freeAnalysis(facts);
  if (!analysis.ok) return analysis;
  if (!read.ok) return read;
  const { priority, deadline, instructions, reviewType, requireSecondReview } = read.value;
  const document = await services.documents.load(workspaceId, workspaceVersion);
  const assignee = assigneeOf(document, read.value.assignedTo, facts.loads);
  if (!assignee.ok) return assignee;
  const taken = instructions === null ? null : { instructions };
  const kind = actor.kind === "member" ? "member" : "service";
  return ok({
    workspaceId,
    open: {
      workspaceId,
      id: services.ids.review(),
      dialect: DIALECT,
      priority,
      policy: reviewPolicy(document, { priority, createdAt, dueAt: deadline }),
      subject: { type: ANALYSIS, id: analysisId },
      aliases: [{ namespace: DIALECT, id: newReviewId(services.ids) }],
      requester: { ...toPerson(actor), kind },
      groups: [],
      assignedTo: assignee.value,
      timeWindow: null,
      secondReview: requireSecondReview,
      recorded: null,
      extra: { reviewType },
      payloadDigest: await sha256(canonicalJson(analysis.value)),
    },
    subjects: [{ type: ANALYSIS_TAKEN, id: analysisId, parentId: null, status: null, createdAt, body: taken }],
    answer: null,
  });
};
