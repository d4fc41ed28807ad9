// Everything a dialect may ask for, in one object that compose.ts builds. Dialects know no database and no binding.

import type { Result } from "../core/result.ts";
import type { Command } from "../core/review/commands.ts";
import type { ExecutionError } from "../core/review/errors.ts";
import type { Instant } from "../core/time.ts";
import type { Advanced, TestWorkspace } from "./advance-clock.ts";
import type { HealthReport } from "./check-health.ts";
import type { ManyError, ManyOutcome, ManyRequest } from "./decide-many.ts";
import type { ClaimError, ClaimShown } from "./claims.ts";
import type { ClaimedReview } from "./claim-ports.ts";
import type { ReviewEligibility } from "./eligibility.ts";
import type { EntityQueries } from "./entity-queries.ts";
import type { EnteredToken, TokenEntryRequest } from "./limit-callers.ts";
import type { Entered, EntryRequest } from "./limit-ports.ts";
import type { Metrics, MetricsBehind, MetricsRequest } from "./metrics.ts";
import type { Series, SeriesRequest } from "./metrics-series.ts";
import type { NextRequest } from "./next-review.ts";
import type { OpenError, OpenOutcome, OpenRequest } from "./open-review.ts";
import type { Clock, Executed, Ids, ReviewStore } from "./ports.ts";
import type { Authenticated, AuthError, Principal, ReviewRef } from "./principal.ts";
import type { ReviewQueries } from "./review-queries.ts";
import type { RequestFacts } from "./run-command.ts";
import type { SessionQueries } from "./session-queries.ts";
import type { SignIns } from "./sign-ins.ts";
import type { SettleError, SettleOutcome, SettleRequest } from "./settle-subject.ts";
import type { TraceQueries } from "./trace-queries.ts";
import type { AuditReport } from "./verify-workspace.ts";
import type { Streams, Webhooks } from "./webhook-services.ts";
import type { Workspaces } from "./apply-workspace.ts";
import type { WorkloadQueries } from "./workload-queries.ts";
import type { Documents } from "./workspace-document.ts";

/** Who works on what just now. A claim forbids nothing: see claims.ts. */
export interface Claims {
  /** A review with who works on it, if the caller may see it. One round trip. */
  find(principal: Principal, reviewId: string): Promise<Result<ClaimedReview, { readonly type: "not_found" }>>;
  /** Two round trips. */
  claim(principal: Principal, target: ReviewRef | null, facts: RequestFacts): Promise<Result<ClaimShown, ClaimError>>;
  /** Two round trips. */
  release(principal: Principal, target: ReviewRef | null, facts: RequestFacts): Promise<Result<ClaimShown, ClaimError>>;
  /** Null: nothing is left for the caller. Three round trips where nobody else is in the way. */
  next(principal: Principal, request: NextRequest, facts: RequestFacts): Promise<Result<ClaimShown | null, ClaimError>>;
}

export interface Services {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: ReviewStore;
  readonly documents: Documents;
  /** Applying, reading, changing and deleting whole workspaces. */
  readonly workspaces: Workspaces;
  readonly sessions: SessionQueries;
  readonly traces: TraceQueries;
  readonly entities: EntityQueries;
  readonly workload: WorkloadQueries;
  /**
   * One D1 round trip: who is calling, which review the path names, what is stored under the idempotency key. Counts the
   * call where the workspace sets a limit. Dialects come here through http/authenticate.ts.
   */
  readonly authenticate: (request: EntryRequest) => Promise<Result<Entered, AuthError>>;
  /** A Basic pair for an access token. One D1 round trip; counted like any other call. */
  readonly issueToken: (request: TokenEntryRequest) => Promise<Result<EnteredToken, AuthError>>;
  /** Constant-time; false with no operator token configured. */
  readonly isOperator: (token: string) => Promise<boolean>;
  /** A workspace for the operator's eyes, deleted ones too; whoever asks has checked the token. Null: no such workspace. */
  readonly enterAsOperator: (workspaceId: string, reviewId: string | null) => Promise<Authenticated | null>;
  /** Who sits at the desk, and how they come in. */
  readonly signIns: SignIns;
  readonly reviews: ReviewQueries;
  readonly run: (
    principal: Principal,
    target: ReviewRef | null,
    command: Command,
    facts: RequestFacts,
  ) => Promise<Result<Executed, ExecutionError>>;
  /** What the caller may do to the review and why not, and who else could decide it. One round trip. */
  readonly eligibility: (
    principal: Principal,
    target: ReviewRef | null,
  ) => Promise<Result<ReviewEligibility, { readonly type: "not_found" }>>;
  readonly claims: Claims;
  readonly open: (request: OpenRequest) => Promise<Result<OpenOutcome, OpenError>>;
  readonly decideMany: (request: ManyRequest) => Promise<Result<ManyOutcome, ManyError>>;
  /** One ending for everything that is open about one subject, in one commit. */
  readonly settle: (request: SettleRequest) => Promise<Result<SettleOutcome, SettleError>>;
  /** Moves a test clock; whoever asks has checked the operator's token, that it is one, and the direction. */
  readonly advanceClock: (workspace: TestWorkspace, to: Instant) => Promise<Advanced>;
  /** The figures of a workspace, exact at the time of asking. */
  readonly metrics: (request: MetricsRequest) => Promise<Result<Metrics, MetricsBehind>>;
  /** The same step by step and by API, and how old what is open is. */
  readonly metricsSeries: (request: SeriesRequest) => Promise<Result<Series, MetricsBehind>>;
  /** The audit trails of a whole workspace, from where the last call stopped. */
  readonly verifyAudit: (workspaceId: string) => Promise<AuditReport>;
  /** Endpoints, their deliveries, callbacks. */
  readonly webhooks: Webhooks;
  /** Long polls and server-sent events. */
  readonly streams: Streams;
  /** Whether the deployment has all that it needs. Two D1 round trips; never throws. */
  readonly checkHealth: () => Promise<HealthReport>;
  /** Whether an error is storage's, and the same request may succeed a moment later: 503, not 500. */
  readonly isTransient: (error: unknown) => boolean;
  /** Makes the review's object forget what it remembers: something that is not an event has changed. */
  readonly forget: (workspaceId: string, reviewId: string) => Promise<void>;
}
