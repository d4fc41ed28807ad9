// Made by @hey-api/openapi-ts from openapi/native.json: see ../openapi-ts.config.ts
// @ts-nocheck

export type ClientOptions = {
    baseUrl: `${string}://${string}` | (string & {});
};

/**
 * What people are asked about, and whom it asks.
 */
export type OpenReviewRequest = {
    subject: {
        type: string;
        id: string;
        attributes?: JsonObject;
    };
    /**
     * Each has to approve, in any order; empty: any member may decide.
     */
    groups?: Array<string> | null;
    /**
     * How many of the groups are enough; absent or null: all of them. Without groups: how many people.
     */
    minApprovals?: number | null;
    priority?: 'critical' | 'urgent' | 'high' | 'normal' | 'medium' | 'low';
    /**
     * The deadline; absent: as the workspace's policies say.
     */
    dueAt?: string | null;
    /**
     * Id of a member.
     */
    assignedTo?: string | null;
    /**
     * Id of the member who asks; absent: the caller.
     */
    requesterId?: string | null;
    /**
     * Told of every event of this review.
     */
    callbackUrl?: string | null;
};

/**
 * A verdict, or an outcome with reasons that belong to it. One of the two is needed.
 */
export type DecisionRequest = {
    /**
     * Needed unless an outcome is given.
     */
    verdict?: 'approve' | 'reject' | 'revoke';
    reason?: string | null;
    notes?: string | null;
    /**
     * One of the workspace's, exact in case.
     */
    outcome?: string | null;
    /**
     * Linked with the outcome in the workspace document.
     */
    reasons?: Array<string>;
    /**
     * As a member of a force group: settles it alone.
     */
    force?: boolean;
};

export type BulkDecisionRequest = {
    ids: Array<string>;
    verdict: 'approve' | 'reject' | 'revoke';
    reason?: string | null;
};

export type AssignRequest = {
    /**
     * Id of an active member; null: nobody.
     */
    assignedTo: string | null;
};

export type EscalateRequest = {
    reason?: string | null;
    /**
     * A member's id, `group:<name>` or `role:<role>`; absent: as the workspace's ladder says.
     */
    to?: string | null;
};

/**
 * Any JSON object.
 */
export type JsonObject = {
    [key: string]: unknown;
};

export type CompleteRequest = {
    findings?: JsonObject | null;
};

export type NoteRequest = {
    text: string;
};

export type CancelRequest = {
    reason?: string | null;
};

export type ClaimRequest = {
    [key: string]: never;
};

/**
 * Which reviews to look among. Everything absent: all that the caller could bring forward.
 */
export type NextRequest = {
    dialect?: 'hoop' | 'adjudon' | 'alloy' | 'authentivoice' | 'native' | null;
    /**
     * Reviews that ask this group.
     */
    group?: string | null;
    status?: 'pending' | 'in_progress' | null;
    priority?: 'critical' | 'urgent' | 'high' | 'normal' | 'medium' | 'low' | null;
    /**
     * `free`: assigned to the caller, or to nobody who is still a member. `any`: to others as well.
     */
    assigned?: 'free' | 'any';
    /**
     * Ids of reviews that the caller does not want now.
     */
    skip?: Array<string>;
};

export type PauseRequest = {
    reason?: string | null;
};

export type ResumeRequest = {
    [key: string]: never;
};

export type ExecutionReport = {
    /**
     * As answered to the claim.
     */
    executionToken: string;
    result: 'succeeded' | 'failed';
    exitCode?: number | null;
    output?: string | null;
};

/**
 * The whole configuration of a workspace. Unknown keys are refused. All lists may be absent.
 */
export type WorkspaceDocument = {
    /**
     * hoop: which work on which connection waits for whom.
     */
    accessRules?: Array<{
        name: string;
        description?: string;
        accessType: 'jit' | 'command' | 'jit_command';
        connections: Array<string>;
        reviewerGroups: Array<string>;
        allGroupsMustApprove?: boolean;
        minApprovals?: number | null;
        forceApprovalGroups?: Array<string>;
        approvalRequiredGroups?: Array<string>;
        skipReviewGroups?: Array<string>;
        accessMaxDurationSec?: number | null;
        pendingTtlMinutes?: number | null;
    }>;
    /**
     * Adjudon: the agents whose traces are judged.
     */
    agents?: Array<{
        id: string;
        externalId: string;
        name?: string;
    }>;
    /**
     * Adjudon: which traces are held or blocked.
     */
    policies?: Array<{
        name: string;
        description?: string;
        enabled?: boolean;
        priority?: number;
        conditions?: Array<{
            field: string;
            operator: 'equals' | 'not_equals' | 'contains' | 'greater_than' | 'less_than' | 'regex' | 'in';
            value: unknown;
            logicalOperator?: 'AND' | 'OR';
        }>;
        actions: Array<{
            type: 'flag_for_review';
            config?: {
                priority?: 'critical' | 'high' | 'medium' | 'low';
                groups?: Array<string>;
                minApprovals?: number;
                slaMinutes?: number;
                assignTo?: string | null;
            };
        } | {
            type: 'block';
            config?: {
                [key: string]: never;
            };
        } | {
            type: 'notify';
            config?: {
                [key: string]: never;
            };
        } | {
            type: 'approve';
            config?: {
                [key: string]: never;
            };
        }>;
    }>;
    /**
     * Alloy: which evaluations go to review. First match wins.
     */
    workflows?: Array<{
        token: string;
        name: string;
        defaultOutcome: string;
        rules?: Array<{
            conditions: Array<{
                field: string;
                operator: 'equals' | 'not_equals' | 'contains' | 'greater_than' | 'less_than' | 'regex' | 'in';
                value: unknown;
                logicalOperator?: 'AND' | 'OR';
            }>;
            outcome: string;
            tags?: Array<string>;
        }>;
    }>;
    /**
     * Alloy: which reasons go with which outcome.
     */
    reviewReasons?: Array<{
        outcome: string;
        verdict: 'approve' | 'reject' | 'none';
        reasons: Array<string>;
    }>;
    /**
     * AuthentiVoice: recommended action -> what happens next, in words.
     */
    nextSteps?: {
        [key: string]: string;
    };
    /**
     * Names the workspace in `x-orgid`.
     */
    organizationId?: string;
    name?: string;
    /**
     * People: every API's agent, user and reviewer.
     */
    members?: Array<{
        id: string;
        email: string;
        name?: string;
        role: 'owner' | 'admin' | 'member' | 'viewer' | 'auditor';
        groups?: Array<string>;
        slackId?: string;
        active?: boolean;
    }>;
    /**
     * Deadlines and business hours. First match wins.
     */
    sla?: {
        policies?: Array<{
            name: string;
            when?: {
                dialects?: Array<'native' | 'hoop' | 'adjudon' | 'alloy' | 'authentivoice'>;
                priorities?: Array<'critical' | 'urgent' | 'high' | 'normal' | 'medium' | 'low'>;
            };
            dueInMinutes: number;
            atRiskPercent?: number;
            calendar?: string | null;
            onBreach?: Array<'flag' | 'escalate' | 'expire' | 'approve' | 'reject'>;
        }>;
        calendars?: Array<{
            name: string;
            timeZone: string;
            hours: {
                mon?: Array<[
                    string,
                    string
                ]>;
                tue?: Array<[
                    string,
                    string
                ]>;
                wed?: Array<[
                    string,
                    string
                ]>;
                thu?: Array<[
                    string,
                    string
                ]>;
                fri?: Array<[
                    string,
                    string
                ]>;
                sat?: Array<[
                    string,
                    string
                ]>;
                sun?: Array<[
                    string,
                    string
                ]>;
            };
            holidays?: Array<string>;
        }>;
    };
    /**
     * Who is told, how long after a breach.
     */
    escalation?: {
        ladder?: Array<{
            afterMinutes: number;
            to: Array<string>;
        }>;
    };
    /**
     * How long an execution may take.
     */
    execution?: {
        deadlineMinutes?: number;
    };
    /**
     * Calls per minute and caller; absent: no limit.
     */
    rateLimits?: {
        perMinute?: number;
        assignPerMinute?: number;
    };
    /**
     * The workspace's clock stands still and is moved by the operator. Cannot be changed later.
     */
    testClock?: boolean;
    /**
     * Machines. A `secret` that is absent is generated once; null keeps it.
     */
    credentials?: Array<{
        name: string;
        secret?: string | null;
        role?: 'owner' | 'admin' | 'member' | 'viewer' | 'auditor';
        member?: string;
        agent?: string;
        scopes?: Array<'read:reviews' | 'write:reviews' | 'read:traces' | 'write:traces' | 'read:analyses' | 'write:analyses'>;
        type: 'bearer';
    } | {
        name: string;
        secret?: string | null;
        role?: 'owner' | 'admin' | 'member' | 'viewer' | 'auditor';
        member?: string;
        agent?: string;
        scopes?: Array<'read:reviews' | 'write:reviews' | 'read:traces' | 'write:traces' | 'read:analyses' | 'write:analyses'>;
        type: 'basic';
        token: string;
        workflow?: string;
    }>;
    /**
     * Whose JWTs are accepted. Each has one of `jwksUrl`, `jwks` and `hs256Secret`.
     */
    issuers?: Array<{
        issuer: string;
        audience: string;
        jwksUrl?: string;
        jwks?: {
            keys: Array<{
                kty: 'RSA' | 'EC' | 'OKP';
                d?: unknown;
                [key: string]: unknown;
            }>;
        };
        hs256Secret?: string | null;
        clientId?: string;
    }>;
    /**
     * Endpoints.
     */
    webhooks?: Array<{
        id: string;
        url: string;
        events: Array<string>;
        format?: 'standard' | 'hoop' | 'adjudon' | 'alloy' | 'authentivoice';
        description?: string;
        secret?: string | null;
        active?: boolean;
        auth?: {
            type: 'hmac';
        } | {
            type: 'basic';
            username: string;
            password?: string | null;
        };
    }>;
};

export type SignInLinkRequest = {
    memberId: string;
};

export type ClockRequest = {
    advanceSeconds: number;
} | {
    advanceMinutes: number;
} | {
    advanceTo: string;
};

export type CreateWebhookRequest = {
    url: string;
    /**
     * Types of the format, or `*`.
     */
    events: Array<string>;
    format?: string;
    description?: string;
    /**
     * Absent or null: generated.
     */
    secret?: string | null;
    active?: boolean;
    auth?: {
        type: 'hmac';
    } | {
        type: 'basic';
        username: string;
        password: string;
    };
};

export type UpdateWebhookRequest = {
    url?: string;
    events?: Array<string>;
    description?: string;
    active?: boolean;
};

export type Review = {
    id: string;
    dialect: 'hoop' | 'adjudon' | 'alloy' | 'authentivoice' | 'native';
    status: 'pending' | 'in_progress' | 'approved' | 'rejected' | 'revoked' | 'completed' | 'processing' | 'executed' | 'unknown' | 'expired' | 'cancelled';
    /**
     * Number of events so far; the ETag.
     */
    version: number;
    priority: 'critical' | 'urgent' | 'high' | 'normal' | 'medium' | 'low';
    subject: {
        type: string;
        id: string;
        attributes: {
            [key: string]: unknown;
        };
    };
    requesterId: string | null;
    /**
     * One row for each group that was asked; empty where people are counted.
     */
    groups: Array<{
        name: string;
        status: 'pending' | 'approved' | 'rejected' | 'revoked';
        reviewedBy: {
            id: string;
            name: string;
            email: string;
        } | null;
        reviewedAt: string | null;
    }>;
    minApprovals: number;
    assignedTo: string | null;
    /**
     * The latest one; `to` are ids of members.
     */
    escalation: {
        at: string;
        to: Array<string>;
        reason: string | null;
        by: {
            kind: 'member' | 'service' | 'policy';
            id: string;
            name: string;
            email: string;
        };
        level: number;
    } | null;
    findings: {
        [key: string]: unknown;
    } | null;
    outcome: string | null;
    reasons: Array<string>;
    /**
     * What settled it; `automated`: time did.
     */
    decision: {
        verdict: 'approve' | 'reject' | 'revoke' | 'none';
        by: {
            kind: 'member' | 'service' | 'policy';
            id: string;
            name: string;
            email: string;
        };
        at: string;
        reason: string | null;
        notes: string | null;
        automated: boolean;
    } | null;
    notes: Array<{
        by: {
            kind: 'member' | 'service' | 'policy';
            id: string;
            name: string;
            email: string;
        };
        at: string;
        text: string | null;
    }>;
    sla: {
        status: 'on_track' | 'at_risk' | 'breached' | 'met';
        dueAt: string;
        atRiskAt: string | null;
        breachedAt: string | null;
        pausedAt: string | null;
    } | null;
    execution: {
        claimedBy: {
            kind: 'member' | 'service' | 'policy';
            id: string;
            name: string;
            email: string;
        };
        claimedAt: string;
        deadlineAt: string;
        result: 'succeeded' | 'failed' | null;
        exitCode: number | null;
        output: string | null;
        reportedAt: string | null;
    } | null;
    /**
     * Ids that other APIs gave it.
     */
    aliases: Array<{
        namespace: string;
        id: string;
    }>;
    createdAt: string;
    updatedAt: string;
    completedAt: string | null;
};

export type ClaimedReview = {
    id: string;
    dialect: 'hoop' | 'adjudon' | 'alloy' | 'authentivoice' | 'native';
    status: 'pending' | 'in_progress' | 'approved' | 'rejected' | 'revoked' | 'completed' | 'processing' | 'executed' | 'unknown' | 'expired' | 'cancelled';
    version: number;
    priority: 'critical' | 'urgent' | 'high' | 'normal' | 'medium' | 'low';
    subject: {
        type: string;
        id: string;
        attributes: {
            [key: string]: unknown;
        };
    };
    requesterId: string | null;
    groups: Array<{
        name: string;
        status: 'pending' | 'approved' | 'rejected' | 'revoked';
        reviewedBy: {
            id: string;
            name: string;
            email: string;
        } | null;
        reviewedAt: string | null;
    }>;
    minApprovals: number;
    assignedTo: string | null;
    escalation: {
        at: string;
        to: Array<string>;
        reason: string | null;
        by: {
            kind: 'member' | 'service' | 'policy';
            id: string;
            name: string;
            email: string;
        };
        level: number;
    } | null;
    findings: {
        [key: string]: unknown;
    } | null;
    outcome: string | null;
    reasons: Array<string>;
    decision: {
        verdict: 'approve' | 'reject' | 'revoke' | 'none';
        by: {
            kind: 'member' | 'service' | 'policy';
            id: string;
            name: string;
            email: string;
        };
        at: string;
        reason: string | null;
        notes: string | null;
        automated: boolean;
    } | null;
    notes: Array<{
        by: {
            kind: 'member' | 'service' | 'policy';
            id: string;
            name: string;
            email: string;
        };
        at: string;
        text: string | null;
    }>;
    sla: {
        status: 'on_track' | 'at_risk' | 'breached' | 'met';
        dueAt: string;
        atRiskAt: string | null;
        breachedAt: string | null;
        pausedAt: string | null;
    } | null;
    execution: {
        claimedBy: {
            kind: 'member' | 'service' | 'policy';
            id: string;
            name: string;
            email: string;
        };
        claimedAt: string;
        deadlineAt: string;
        result: 'succeeded' | 'failed' | null;
        exitCode: number | null;
        output: string | null;
        reportedAt: string | null;
    } | null;
    aliases: Array<{
        namespace: string;
        id: string;
    }>;
    createdAt: string;
    updatedAt: string;
    completedAt: string | null;
    /**
     * Who works on it until when; null: nobody. It is no part of the review: the ETag does not cover it.
     */
    claim: {
        by: {
            id: string;
            name: string;
        };
        until: string;
    } | null;
};

export type OpenedReview = {
    id: string;
    dialect: 'hoop' | 'adjudon' | 'alloy' | 'authentivoice' | 'native';
    status: 'pending' | 'in_progress' | 'approved' | 'rejected' | 'revoked' | 'completed' | 'processing' | 'executed' | 'unknown' | 'expired' | 'cancelled';
    version: number;
    priority: 'critical' | 'urgent' | 'high' | 'normal' | 'medium' | 'low';
    subject: {
        type: string;
        id: string;
        attributes: {
            [key: string]: unknown;
        };
    };
    requesterId: string | null;
    groups: Array<{
        name: string;
        status: 'pending' | 'approved' | 'rejected' | 'revoked';
        reviewedBy: {
            id: string;
            name: string;
            email: string;
        } | null;
        reviewedAt: string | null;
    }>;
    minApprovals: number;
    assignedTo: string | null;
    escalation: {
        at: string;
        to: Array<string>;
        reason: string | null;
        by: {
            kind: 'member' | 'service' | 'policy';
            id: string;
            name: string;
            email: string;
        };
        level: number;
    } | null;
    findings: {
        [key: string]: unknown;
    } | null;
    outcome: string | null;
    reasons: Array<string>;
    decision: {
        verdict: 'approve' | 'reject' | 'revoke' | 'none';
        by: {
            kind: 'member' | 'service' | 'policy';
            id: string;
            name: string;
            email: string;
        };
        at: string;
        reason: string | null;
        notes: string | null;
        automated: boolean;
    } | null;
    notes: Array<{
        by: {
            kind: 'member' | 'service' | 'policy';
            id: string;
            name: string;
            email: string;
        };
        at: string;
        text: string | null;
    }>;
    sla: {
        status: 'on_track' | 'at_risk' | 'breached' | 'met';
        dueAt: string;
        atRiskAt: string | null;
        breachedAt: string | null;
        pausedAt: string | null;
    } | null;
    execution: {
        claimedBy: {
            kind: 'member' | 'service' | 'policy';
            id: string;
            name: string;
            email: string;
        };
        claimedAt: string;
        deadlineAt: string;
        result: 'succeeded' | 'failed' | null;
        exitCode: number | null;
        output: string | null;
        reportedAt: string | null;
    } | null;
    aliases: Array<{
        namespace: string;
        id: string;
    }>;
    createdAt: string;
    updatedAt: string;
    completedAt: string | null;
    callbackSecret?: string | null;
};

export type ReviewPage = {
    data: Array<Review>;
    nextCursor: string | null;
};

export type BulkDecisionResults = {
    results: Array<{
        id: string;
        status: 'decided' | 'refused';
        error?: {
            code: string;
            detail: string;
        };
    }>;
};

export type Eligibility = {
    reviewId: string;
    /**
     * What `If-Match` names.
     */
    version: number;
    status: 'pending' | 'in_progress' | 'approved' | 'rejected' | 'revoked' | 'completed' | 'processing' | 'executed' | 'unknown' | 'expired' | 'cancelled';
    you: {
        isRequester: boolean;
        vote: 'approve' | 'reject' | 'revoke' | null;
    };
    /**
     * Every verb: allowed or not, with every reason.
     */
    verbs: {
        [key: string]: {
            allowed: boolean;
            reasons: Array<{
                code: string;
                problem: string;
                detail: string;
                [key: string]: unknown;
            }>;
            needs: Array<string>;
            changes: boolean;
        };
    };
    outcomes: Array<{
        outcome: string;
        verdict: 'approve' | 'reject' | 'none';
        linkedReasons: Array<string>;
        allowed: boolean;
        reasons: Array<{
            code: string;
            problem: string;
            detail: string;
            [key: string]: unknown;
        }>;
        needs: Array<string>;
        changes: boolean;
    }>;
    /**
     * What it still waits for; empty once it is settled.
     */
    missing: Array<{
        type: 'approvals';
        of: 'groups' | 'people';
        needed: number;
        given: number;
        groups: Array<string>;
    } | {
        type: 'findings' | 'outcome';
    } | {
        type: 'second_reviewer';
        notBy: {
            kind: string;
            id: string;
            name: string;
        } | null;
    }>;
    /**
     * Members who could decide it now.
     */
    others: {
        members: Array<{
            id: string;
            name: string;
            role: string;
            groups: Array<string>;
            verbs: Array<'approve' | 'reject' | 'revoke' | 'force' | 'outcome' | 'start' | 'findings' | 'complete' | 'assign' | 'escalate' | 'note' | 'cancel' | 'pause' | 'resume' | 'execute' | 'report'>;
        }>;
        truncated: boolean;
    };
    claim: {
        by: {
            id: string;
            name: string;
        };
        until: string;
    } | null;
};

/**
 * One event of the trail; `unreadable` where its row was damaged.
 */
export type Event = {
    version: number;
    type: 'opened' | 'vote_cast' | 'approved' | 'rejected' | 'revoked' | 'assigned' | 'started' | 'escalated' | 'findings_saved' | 'second_review_requested' | 'completed' | 'note_added' | 'paused' | 'resumed' | 'execution_started' | 'executed' | 'execution_unknown' | 'execution_report_late' | 'expired' | 'cancelled' | 'sla_at_risk' | 'sla_breached';
    at: string;
    recordedAt: string;
    actor: {
        id: string;
        email: string | null;
        kind: 'member' | 'service' | 'policy';
        role: 'owner' | 'admin' | 'member' | 'viewer' | 'auditor' | null;
        groups: Array<string>;
        identity: string | null;
    };
    entrance: string;
    requestId: string;
    workspaceVersion: number;
    clock?: 'test';
    data: unknown;
    texts: {
        [key: string]: unknown;
    } | null;
    textsSalt: string | null;
    textsDigest: string | null;
    hash: string;
    previousHash: string;
} | {
    version: number;
    unreadable: true;
    email: string | null;
    hash: string;
    previousHash: string;
};

/**
 * Both ids are part of what is hashed.
 */
export type Trail = {
    workspaceId: string;
    reviewId: string;
    data: Array<Event>;
};

export type Verification = {
    reviewId: string;
    valid: boolean;
    complete: boolean;
    verifiedVersion: number;
    head: {
        version: number;
        hash: string;
    };
    break: {
        version: number;
        reason: 'missing' | 'unexpected' | 'unreadable' | 'hash_mismatch' | 'texts_mismatch' | 'head_mismatch';
    } | null;
    nextCursor: string | null;
};

/**
 * RFC 9457. `code` is stable; `errors` points into the body.
 */
export type Problem = {
    type: string;
    title: string;
    status: number;
    detail: string;
    code: 'invalid_request' | 'unauthenticated' | 'forbidden' | 'self_approval' | 'not_eligible' | 'not_found' | 'method_not_allowed' | 'conflict' | 'review_closed' | 'precondition_failed' | 'payload_too_large' | 'findings_missing' | 'idempotency_mismatch' | 'rate_limited' | 'internal_error' | 'unavailable';
    errors?: Array<{
        path: string;
        message: string;
    }>;
    requestId?: string;
    claim?: {
        by: {
            id: string;
            name: string;
        };
        until: string;
    };
};

export type OutgrownReview = {
    type: string;
    title: string;
    status: number;
    detail: string;
    code: 'invalid_request' | 'unauthenticated' | 'forbidden' | 'self_approval' | 'not_eligible' | 'not_found' | 'method_not_allowed' | 'conflict' | 'review_closed' | 'precondition_failed' | 'payload_too_large' | 'findings_missing' | 'idempotency_mismatch' | 'rate_limited' | 'internal_error' | 'unavailable';
    errors?: Array<{
        path: string;
        message: string;
    }>;
    requestId?: string;
    claim?: {
        by: {
            id: string;
            name: string;
        };
        until: string;
    };
    current: Review;
};

export type AppliedWorkspace = {
    workspaceId: EventStream;
    version: number;
    /**
     * JSON pointers into the document.
     */
    changes: Array<{
        op: 'add' | 'remove' | 'replace';
        path: EventStream;
    }>;
    /**
     * Credential or webhook -> its new secret.
     */
    generated: {
        [key in EventStream]?: EventStream;
    };
};

/**
 * As applied; every secret is null.
 */
export type StoredWorkspaceDocument = {
    [key: string]: unknown;
};

export type ClockMoved = {
    now: string;
    fired: Array<{
        at: string;
        reviewId: EventStream;
        type: EventStream;
    }>;
    remaining?: true;
};

export type SignInLink = {
    memberId: EventStream;
    /**
     * Works once, until `expiresAt`.
     */
    url: EventStream;
    expiresAt: string;
};

export type Webhook = {
    id: EventStream;
    url: EventStream;
    format: 'standard' | 'alloy' | 'adjudon' | 'authentivoice' | 'hoop';
    events: Array<EventStream>;
    description: EventStream;
    status: 'active' | 'disabled';
    disabledReason: EventStream | null;
    createdAt: string;
    updatedAt: string;
};

export type WebhookWithSecret = {
    id: EventStream;
    url: EventStream;
    format: 'standard' | 'alloy' | 'adjudon' | 'authentivoice' | 'hoop';
    events: Array<EventStream>;
    description: EventStream;
    status: 'active' | 'disabled';
    disabledReason: EventStream | null;
    createdAt: string;
    updatedAt: string;
    secret: EventStream | null;
};

export type WebhookPage = {
    data: Array<Webhook>;
    nextCursor: EventStream | null;
};

export type Delivery = {
    id: EventStream;
    endpointId: EventStream | null;
    messageId: EventStream;
    type: EventStream;
    reviewId: EventStream | null;
    seq: number | null;
    status: 'pending' | 'delivered' | 'failed';
    attempts: Array<{
        at: string;
        statusCode: number | null;
        responseBody: EventStream | null;
        latencyMs: number | null;
        error: EventStream | null;
    }>;
    nextAttemptAt: string | null;
};

export type DeliveryPage = {
    data: Array<Delivery>;
    nextCursor: EventStream | null;
};

export type ReplayStarted = {
    endpointId: EventStream;
    since: string;
};

/**
 * `id`, `event` and `data` of each message.
 */
export type EventStream = string;

export type Metrics = {
    from: string;
    to: string;
    open: {
        total: number;
        byStatus: {
            [key in EventStream]?: number;
        };
        byPriority: {
            [key in EventStream]?: number;
        };
        bySla: {
            [key in EventStream]?: number;
        };
        oldestCreatedAt: string | null;
    };
    opened: number;
    settled: number;
    byOutcome: {
        [key: string]: number;
    };
    timeToFirstTouchSeconds: {
        p50: number | null;
        p90: number | null;
        count: number;
    };
    timeToDecisionSeconds: {
        p50: number | null;
        p90: number | null;
        count: number;
    };
    sla: {
        met: number;
        breached: number;
        hitRate: number | null;
    };
    escalations: number;
    automated: number;
};

export type Health = {
    status: 'ok';
    version: EventStream;
    checks?: {
        [key: string]: unknown;
    };
};

/**
 * `nextCursor` of the page before.
 */
export type Cursor = string;

/**
 * Rows of a page.
 */
export type Limit = number;

/**
 * Id of the workspace, for tokens that are good in several.
 */
export type XWorkspaceId = string;

/**
 * `organizationId` of the workspace, for tokens that are good in several.
 */
export type XOrgid = string;

/**
 * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
 */
export type IdempotencyKey = string;

/**
 * Id of the review: its own, or any id that another API gave it (session, trace's review, `R-` token, `rev_…`).
 */
export type Id = string;

/**
 * The version that the caller has seen, such as `"3"`: another one is 412, and nothing is written.
 */
export type IfMatch = string;

/**
 * 1-64 characters of A-Z, a-z, 0-9, _ and -.
 */
export type WorkspaceId = string;

/**
 * Id of the endpoint.
 */
export type EndpointId = string;

export type ListReviewsData = {
    body?: never;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
    };
    path?: never;
    query?: {
        /**
         * Reviews in one of these; may be given several times.
         */
        status?: Array<'pending' | 'in_progress' | 'approved' | 'rejected' | 'revoked' | 'completed' | 'processing' | 'executed' | 'unknown' | 'expired' | 'cancelled'>;
        /**
         * Reviews of one API.
         */
        dialect?: 'hoop' | 'adjudon' | 'alloy' | 'authentivoice' | 'native';
        /**
         * Reviews of one priority.
         */
        priority?: 'critical' | 'urgent' | 'high' | 'normal' | 'medium' | 'low';
        /**
         * Id of a member.
         */
        assignedTo?: string;
        /**
         * Reviews that ask this group.
         */
        group?: string;
        /**
         * How the deadline stands.
         */
        sla?: 'on_track' | 'at_risk' | 'breached';
        /**
         * What the review hangs on.
         */
        subjectType?: string;
        /**
         * Id of what the review hangs on.
         */
        subjectId?: string;
        /**
         * Later than this.
         */
        createdAfter?: string;
        /**
         * Earlier than this.
         */
        createdBefore?: string;
        /**
         * Deadline earlier than this.
         */
        dueBefore?: string;
        /**
         * Newest first, most pressing deadline first, or most pressing priority first.
         */
        sort?: 'createdAt' | 'dueAt' | 'priority';
        /**
         * `nextCursor` of the page before.
         */
        cursor?: string;
        /**
         * Rows of a page.
         */
        limit?: number;
    };
    url: '/v2/reviews';
};

export type ListReviewsErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type ListReviewsError = ListReviewsErrors[keyof ListReviewsErrors];

export type ListReviewsResponses = {
    /**
     * A page.
     */
    200: ReviewPage;
};

export type ListReviewsResponse = ListReviewsResponses[keyof ListReviewsResponses];

export type OpenReviewData = {
    body: OpenReviewRequest;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/v2/reviews';
};

export type OpenReviewErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type OpenReviewError = OpenReviewErrors[keyof OpenReviewErrors];

export type OpenReviewResponses = {
    /**
     * The review.
     */
    201: OpenedReview;
};

export type OpenReviewResponse = OpenReviewResponses[keyof OpenReviewResponses];

export type GetReviewData = {
    body?: never;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The version that the caller has.
         */
        'If-None-Match'?: string;
    };
    path: {
        /**
         * Id of the review: its own, or any id that another API gave it (session, trace's review, `R-` token, `rev_…`).
         */
        id: string;
    };
    query?: {
        /**
         * Seconds to wait for a change.
         */
        wait?: number;
    };
    url: '/v2/reviews/{id}';
};

export type GetReviewErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type GetReviewError = GetReviewErrors[keyof GetReviewErrors];

export type GetReviewResponses = {
    /**
     * The review, and who works on it.
     */
    200: ClaimedReview;
};

export type GetReviewResponse = GetReviewResponses[keyof GetReviewResponses];

export type GetEligibilityData = {
    body?: never;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
    };
    path: {
        /**
         * Id of the review: its own, or any id that another API gave it (session, trace's review, `R-` token, `rev_…`).
         */
        id: string;
    };
    query?: never;
    url: '/v2/reviews/{id}/eligibility';
};

export type GetEligibilityErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type GetEligibilityError = GetEligibilityErrors[keyof GetEligibilityErrors];

export type GetEligibilityResponses = {
    /**
     * How it stands.
     */
    200: Eligibility;
};

export type GetEligibilityResponse = GetEligibilityResponses[keyof GetEligibilityResponses];

export type ListEventsData = {
    body?: never;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
    };
    path: {
        /**
         * Id of the review: its own, or any id that another API gave it (session, trace's review, `R-` token, `rev_…`).
         */
        id: string;
    };
    query?: never;
    url: '/v2/reviews/{id}/events';
};

export type ListEventsErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type ListEventsError = ListEventsErrors[keyof ListEventsErrors];

export type ListEventsResponses = {
    /**
     * The trail.
     */
    200: Trail;
};

export type ListEventsResponse = ListEventsResponses[keyof ListEventsResponses];

export type VerifyEventsData = {
    body?: never;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
    };
    path: {
        /**
         * Id of the review: its own, or any id that another API gave it (session, trace's review, `R-` token, `rev_…`).
         */
        id: string;
    };
    query?: {
        /**
         * `nextCursor` of the page before.
         */
        cursor?: string;
    };
    url: '/v2/reviews/{id}/events/verification';
};

export type VerifyEventsErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type VerifyEventsError = VerifyEventsErrors[keyof VerifyEventsErrors];

export type VerifyEventsResponses = {
    /**
     * What was found.
     */
    200: Verification;
};

export type VerifyEventsResponse = VerifyEventsResponses[keyof VerifyEventsResponses];

export type EraseTextsData = {
    body?: never;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
    };
    path: {
        /**
         * Id of the review: its own, or any id that another API gave it (session, trace's review, `R-` token, `rev_…`).
         */
        id: string;
    };
    query?: never;
    url: '/v2/reviews/{id}/texts';
};

export type EraseTextsErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `precondition_failed`: `current` is the review as it is.
     */
    412: OutgrownReview;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type EraseTextsError = EraseTextsErrors[keyof EraseTextsErrors];

export type EraseTextsResponses = {
    /**
     * Erased.
     */
    204: void;
};

export type EraseTextsResponse = EraseTextsResponses[keyof EraseTextsResponses];

export type DecideReviewData = {
    body: DecisionRequest;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
        /**
         * The version that the caller has seen, such as `"3"`: another one is 412, and nothing is written.
         */
        'If-Match'?: string;
    };
    path: {
        /**
         * Id of the review: its own, or any id that another API gave it (session, trace's review, `R-` token, `rev_…`).
         */
        id: string;
    };
    query?: never;
    url: '/v2/reviews/{id}/decisions';
};

export type DecideReviewErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `precondition_failed`: `current` is the review as it is.
     */
    412: OutgrownReview;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type DecideReviewError = DecideReviewErrors[keyof DecideReviewErrors];

export type DecideReviewResponses = {
    /**
     * The review as it now stands.
     */
    200: Review;
};

export type DecideReviewResponse = DecideReviewResponses[keyof DecideReviewResponses];

export type BulkDecideData = {
    body: BulkDecisionRequest;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/v2/reviews/bulk-decisions';
};

export type BulkDecideErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type BulkDecideError = BulkDecideErrors[keyof BulkDecideErrors];

export type BulkDecideResponses = {
    /**
     * One result for each.
     */
    200: BulkDecisionResults;
};

export type BulkDecideResponse = BulkDecideResponses[keyof BulkDecideResponses];

export type AssignReviewData = {
    body: AssignRequest;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
        /**
         * The version that the caller has seen, such as `"3"`: another one is 412, and nothing is written.
         */
        'If-Match'?: string;
    };
    path: {
        /**
         * Id of the review: its own, or any id that another API gave it (session, trace's review, `R-` token, `rev_…`).
         */
        id: string;
    };
    query?: never;
    url: '/v2/reviews/{id}/assign';
};

export type AssignReviewErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `precondition_failed`: `current` is the review as it is.
     */
    412: OutgrownReview;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type AssignReviewError = AssignReviewErrors[keyof AssignReviewErrors];

export type AssignReviewResponses = {
    /**
     * The review as it now stands.
     */
    200: Review;
};

export type AssignReviewResponse = AssignReviewResponses[keyof AssignReviewResponses];

export type EscalateReviewData = {
    body?: EscalateRequest;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
        /**
         * The version that the caller has seen, such as `"3"`: another one is 412, and nothing is written.
         */
        'If-Match'?: string;
    };
    path: {
        /**
         * Id of the review: its own, or any id that another API gave it (session, trace's review, `R-` token, `rev_…`).
         */
        id: string;
    };
    query?: never;
    url: '/v2/reviews/{id}/escalate';
};

export type EscalateReviewErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `precondition_failed`: `current` is the review as it is.
     */
    412: OutgrownReview;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type EscalateReviewError = EscalateReviewErrors[keyof EscalateReviewErrors];

export type EscalateReviewResponses = {
    /**
     * The review as it now stands.
     */
    200: Review;
};

export type EscalateReviewResponse = EscalateReviewResponses[keyof EscalateReviewResponses];

export type SaveFindingsData = {
    body: JsonObject;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
        /**
         * The version that the caller has seen, such as `"3"`: another one is 412, and nothing is written.
         */
        'If-Match'?: string;
    };
    path: {
        /**
         * Id of the review: its own, or any id that another API gave it (session, trace's review, `R-` token, `rev_…`).
         */
        id: string;
    };
    query?: never;
    url: '/v2/reviews/{id}/findings';
};

export type SaveFindingsErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `precondition_failed`: `current` is the review as it is.
     */
    412: OutgrownReview;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type SaveFindingsError = SaveFindingsErrors[keyof SaveFindingsErrors];

export type SaveFindingsResponses = {
    /**
     * The review as it now stands.
     */
    200: Review;
};

export type SaveFindingsResponse = SaveFindingsResponses[keyof SaveFindingsResponses];

export type CompleteReviewData = {
    body?: CompleteRequest;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
        /**
         * The version that the caller has seen, such as `"3"`: another one is 412, and nothing is written.
         */
        'If-Match'?: string;
    };
    path: {
        /**
         * Id of the review: its own, or any id that another API gave it (session, trace's review, `R-` token, `rev_…`).
         */
        id: string;
    };
    query?: never;
    url: '/v2/reviews/{id}/complete';
};

export type CompleteReviewErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `precondition_failed`: `current` is the review as it is.
     */
    412: OutgrownReview;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type CompleteReviewError = CompleteReviewErrors[keyof CompleteReviewErrors];

export type CompleteReviewResponses = {
    /**
     * The review as it now stands.
     */
    200: Review;
};

export type CompleteReviewResponse = CompleteReviewResponses[keyof CompleteReviewResponses];

export type AddNoteData = {
    body: NoteRequest;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
        /**
         * The version that the caller has seen, such as `"3"`: another one is 412, and nothing is written.
         */
        'If-Match'?: string;
    };
    path: {
        /**
         * Id of the review: its own, or any id that another API gave it (session, trace's review, `R-` token, `rev_…`).
         */
        id: string;
    };
    query?: never;
    url: '/v2/reviews/{id}/notes';
};

export type AddNoteErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `precondition_failed`: `current` is the review as it is.
     */
    412: OutgrownReview;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type AddNoteError = AddNoteErrors[keyof AddNoteErrors];

export type AddNoteResponses = {
    /**
     * The review as it now stands.
     */
    200: Review;
};

export type AddNoteResponse = AddNoteResponses[keyof AddNoteResponses];

export type CancelReviewData = {
    body?: CancelRequest;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
        /**
         * The version that the caller has seen, such as `"3"`: another one is 412, and nothing is written.
         */
        'If-Match'?: string;
    };
    path: {
        /**
         * Id of the review: its own, or any id that another API gave it (session, trace's review, `R-` token, `rev_…`).
         */
        id: string;
    };
    query?: never;
    url: '/v2/reviews/{id}/cancel';
};

export type CancelReviewErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `precondition_failed`: `current` is the review as it is.
     */
    412: OutgrownReview;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type CancelReviewError = CancelReviewErrors[keyof CancelReviewErrors];

export type CancelReviewResponses = {
    /**
     * The review as it now stands.
     */
    200: Review;
};

export type CancelReviewResponse = CancelReviewResponses[keyof CancelReviewResponses];

export type PauseDeadlineData = {
    body?: PauseRequest;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
        /**
         * The version that the caller has seen, such as `"3"`: another one is 412, and nothing is written.
         */
        'If-Match'?: string;
    };
    path: {
        /**
         * Id of the review: its own, or any id that another API gave it (session, trace's review, `R-` token, `rev_…`).
         */
        id: string;
    };
    query?: never;
    url: '/v2/reviews/{id}/sla/pause';
};

export type PauseDeadlineErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `precondition_failed`: `current` is the review as it is.
     */
    412: OutgrownReview;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type PauseDeadlineError = PauseDeadlineErrors[keyof PauseDeadlineErrors];

export type PauseDeadlineResponses = {
    /**
     * The review as it now stands.
     */
    200: Review;
};

export type PauseDeadlineResponse = PauseDeadlineResponses[keyof PauseDeadlineResponses];

export type ResumeDeadlineData = {
    body?: ResumeRequest;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
        /**
         * The version that the caller has seen, such as `"3"`: another one is 412, and nothing is written.
         */
        'If-Match'?: string;
    };
    path: {
        /**
         * Id of the review: its own, or any id that another API gave it (session, trace's review, `R-` token, `rev_…`).
         */
        id: string;
    };
    query?: never;
    url: '/v2/reviews/{id}/sla/resume';
};

export type ResumeDeadlineErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `precondition_failed`: `current` is the review as it is.
     */
    412: OutgrownReview;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type ResumeDeadlineError = ResumeDeadlineErrors[keyof ResumeDeadlineErrors];

export type ResumeDeadlineResponses = {
    /**
     * The review as it now stands.
     */
    200: Review;
};

export type ResumeDeadlineResponse = ResumeDeadlineResponses[keyof ResumeDeadlineResponses];

export type ReportExecutionData = {
    body: ExecutionReport;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
        /**
         * The version that the caller has seen, such as `"3"`: another one is 412, and nothing is written.
         */
        'If-Match'?: string;
    };
    path: {
        /**
         * Id of the review: its own, or any id that another API gave it (session, trace's review, `R-` token, `rev_…`).
         */
        id: string;
    };
    query?: never;
    url: '/v2/reviews/{id}/execution';
};

export type ReportExecutionErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `precondition_failed`: `current` is the review as it is.
     */
    412: OutgrownReview;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type ReportExecutionError = ReportExecutionErrors[keyof ReportExecutionErrors];

export type ReportExecutionResponses = {
    /**
     * The review as it now stands.
     */
    200: Review;
};

export type ReportExecutionResponse = ReportExecutionResponses[keyof ReportExecutionResponses];

export type ClaimReviewData = {
    body?: ClaimRequest;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
        /**
         * The version that the caller has seen, such as `"3"`: another one is 412, and nothing is written.
         */
        'If-Match'?: string;
    };
    path: {
        /**
         * Id of the review: its own, or any id that another API gave it (session, trace's review, `R-` token, `rev_…`).
         */
        id: string;
    };
    query?: never;
    url: '/v2/reviews/{id}/claim';
};

export type ClaimReviewErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `precondition_failed`: `current` is the review as it is.
     */
    412: OutgrownReview;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type ClaimReviewError = ClaimReviewErrors[keyof ClaimReviewErrors];

export type ClaimReviewResponses = {
    /**
     * The review, and who works on it now.
     */
    200: ClaimedReview;
};

export type ClaimReviewResponse = ClaimReviewResponses[keyof ClaimReviewResponses];

export type ReleaseReviewData = {
    body?: ClaimRequest;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
        /**
         * The version that the caller has seen, such as `"3"`: another one is 412, and nothing is written.
         */
        'If-Match'?: string;
    };
    path: {
        /**
         * Id of the review: its own, or any id that another API gave it (session, trace's review, `R-` token, `rev_…`).
         */
        id: string;
    };
    query?: never;
    url: '/v2/reviews/{id}/release';
};

export type ReleaseReviewErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `precondition_failed`: `current` is the review as it is.
     */
    412: OutgrownReview;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type ReleaseReviewError = ReleaseReviewErrors[keyof ReleaseReviewErrors];

export type ReleaseReviewResponses = {
    /**
     * The review, and who works on it now.
     */
    200: ClaimedReview;
};

export type ReleaseReviewResponse = ReleaseReviewResponses[keyof ReleaseReviewResponses];

export type NextReviewData = {
    body?: NextRequest;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/v2/queue/next';
};

export type NextReviewErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type NextReviewError = NextReviewErrors[keyof NextReviewErrors];

export type NextReviewResponses = {
    /**
     * The review, and who works on it now.
     */
    200: ClaimedReview;
    /**
     * Nothing is left.
     */
    204: void;
};

export type NextReviewResponse = NextReviewResponses[keyof NextReviewResponses];

export type DeleteWorkspaceData = {
    body?: never;
    path: {
        /**
         * 1-64 characters of A-Z, a-z, 0-9, _ and -.
         */
        workspaceId: string;
    };
    query?: never;
    url: '/v2/workspaces/{workspaceId}';
};

export type DeleteWorkspaceErrors = {
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type DeleteWorkspaceError = DeleteWorkspaceErrors[keyof DeleteWorkspaceErrors];

export type DeleteWorkspaceResponses = {
    /**
     * Deleted.
     */
    204: void;
};

export type DeleteWorkspaceResponse = DeleteWorkspaceResponses[keyof DeleteWorkspaceResponses];

export type GetWorkspaceData = {
    body?: never;
    path: {
        /**
         * 1-64 characters of A-Z, a-z, 0-9, _ and -.
         */
        workspaceId: string;
    };
    query?: never;
    url: '/v2/workspaces/{workspaceId}';
};

export type GetWorkspaceErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type GetWorkspaceError = GetWorkspaceErrors[keyof GetWorkspaceErrors];

export type GetWorkspaceResponses = {
    /**
     * The document.
     */
    200: StoredWorkspaceDocument;
};

export type GetWorkspaceResponse = GetWorkspaceResponses[keyof GetWorkspaceResponses];

export type ApplyWorkspaceData = {
    body: WorkspaceDocument;
    headers?: {
        /**
         * The version that this one replaces.
         */
        'If-Match'?: string;
    };
    path: {
        /**
         * 1-64 characters of A-Z, a-z, 0-9, _ and -.
         */
        workspaceId: string;
    };
    query?: {
        /**
         * `true`: answers what would change and changes nothing.
         */
        dryRun?: 'true' | 'false';
    };
    url: '/v2/workspaces/{workspaceId}';
};

export type ApplyWorkspaceErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `precondition_failed`: Precondition failed.
     */
    412: Problem;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type ApplyWorkspaceError = ApplyWorkspaceErrors[keyof ApplyWorkspaceErrors];

export type ApplyWorkspaceResponses = {
    /**
     * Applied, or what would be (`dryRun`).
     */
    200: AppliedWorkspace;
    /**
     * Applied for the first time.
     */
    201: AppliedWorkspace;
};

export type ApplyWorkspaceResponse = ApplyWorkspaceResponses[keyof ApplyWorkspaceResponses];

export type AdvanceClockData = {
    body: ClockRequest;
    path: {
        /**
         * 1-64 characters of A-Z, a-z, 0-9, _ and -.
         */
        workspaceId: string;
    };
    query?: never;
    url: '/v2/workspaces/{workspaceId}/clock';
};

export type AdvanceClockErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type AdvanceClockError = AdvanceClockErrors[keyof AdvanceClockErrors];

export type AdvanceClockResponses = {
    /**
     * Where the clock stands, and what fired.
     */
    200: ClockMoved;
};

export type AdvanceClockResponse = AdvanceClockResponses[keyof AdvanceClockResponses];

export type MakeSignInLinkData = {
    body: SignInLinkRequest;
    path: {
        /**
         * 1-64 characters of A-Z, a-z, 0-9, _ and -.
         */
        workspaceId: string;
    };
    query?: never;
    url: '/v2/workspaces/{workspaceId}/sign-in-links';
};

export type MakeSignInLinkErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type MakeSignInLinkError = MakeSignInLinkErrors[keyof MakeSignInLinkErrors];

export type MakeSignInLinkResponses = {
    /**
     * The link. It is shown once.
     */
    201: SignInLink;
};

export type MakeSignInLinkResponse = MakeSignInLinkResponses[keyof MakeSignInLinkResponses];

export type ListWebhooksData = {
    body?: never;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
    };
    path?: never;
    query?: {
        /**
         * `nextCursor` of the page before.
         */
        cursor?: string;
        /**
         * Rows of a page.
         */
        limit?: number;
    };
    url: '/v2/webhooks';
};

export type ListWebhooksErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type ListWebhooksError = ListWebhooksErrors[keyof ListWebhooksErrors];

export type ListWebhooksResponses = {
    /**
     * A page.
     */
    200: WebhookPage;
};

export type ListWebhooksResponse = ListWebhooksResponses[keyof ListWebhooksResponses];

export type CreateWebhookData = {
    body: CreateWebhookRequest;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
    };
    path?: never;
    query?: never;
    url: '/v2/webhooks';
};

export type CreateWebhookErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type CreateWebhookError = CreateWebhookErrors[keyof CreateWebhookErrors];

export type CreateWebhookResponses = {
    /**
     * The endpoint, with its secret.
     */
    201: WebhookWithSecret;
};

export type CreateWebhookResponse = CreateWebhookResponses[keyof CreateWebhookResponses];

export type DeleteWebhookData = {
    body?: never;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * Id of the endpoint.
         */
        endpointId: string;
    };
    query?: never;
    url: '/v2/webhooks/{endpointId}';
};

export type DeleteWebhookErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type DeleteWebhookError = DeleteWebhookErrors[keyof DeleteWebhookErrors];

export type DeleteWebhookResponses = {
    /**
     * Removed.
     */
    204: void;
};

export type DeleteWebhookResponse = DeleteWebhookResponses[keyof DeleteWebhookResponses];

export type GetWebhookData = {
    body?: never;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
    };
    path: {
        /**
         * Id of the endpoint.
         */
        endpointId: string;
    };
    query?: never;
    url: '/v2/webhooks/{endpointId}';
};

export type GetWebhookErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type GetWebhookError = GetWebhookErrors[keyof GetWebhookErrors];

export type GetWebhookResponses = {
    /**
     * The endpoint.
     */
    200: Webhook;
};

export type GetWebhookResponse = GetWebhookResponses[keyof GetWebhookResponses];

export type UpdateWebhookData = {
    body: UpdateWebhookRequest;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * Id of the endpoint.
         */
        endpointId: string;
    };
    query?: never;
    url: '/v2/webhooks/{endpointId}';
};

export type UpdateWebhookErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type UpdateWebhookError = UpdateWebhookErrors[keyof UpdateWebhookErrors];

export type UpdateWebhookResponses = {
    /**
     * The endpoint.
     */
    200: Webhook;
};

export type UpdateWebhookResponse = UpdateWebhookResponses[keyof UpdateWebhookResponses];

export type TestWebhookData = {
    body?: never;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * Id of the endpoint.
         */
        endpointId: string;
    };
    query?: never;
    url: '/v2/webhooks/{endpointId}/test';
};

export type TestWebhookErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type TestWebhookError = TestWebhookErrors[keyof TestWebhookErrors];

export type TestWebhookResponses = {
    /**
     * The delivery.
     */
    200: Delivery;
};

export type TestWebhookResponse = TestWebhookResponses[keyof TestWebhookResponses];

export type RotateSecretData = {
    body?: never;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * Id of the endpoint.
         */
        endpointId: string;
    };
    query?: never;
    url: '/v2/webhooks/{endpointId}/rotate-secret';
};

export type RotateSecretErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type RotateSecretError = RotateSecretErrors[keyof RotateSecretErrors];

export type RotateSecretResponses = {
    /**
     * The endpoint, with its new secret.
     */
    200: WebhookWithSecret;
};

export type RotateSecretResponse = RotateSecretResponses[keyof RotateSecretResponses];

export type ListWebhookDeliveriesData = {
    body?: never;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
    };
    path: {
        /**
         * Id of the endpoint.
         */
        endpointId: string;
    };
    query?: {
        /**
         * `nextCursor` of the page before.
         */
        cursor?: string;
        /**
         * Rows of a page.
         */
        limit?: number;
    };
    url: '/v2/webhooks/{endpointId}/deliveries';
};

export type ListWebhookDeliveriesErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type ListWebhookDeliveriesError = ListWebhookDeliveriesErrors[keyof ListWebhookDeliveriesErrors];

export type ListWebhookDeliveriesResponses = {
    /**
     * A page.
     */
    200: DeliveryPage;
};

export type ListWebhookDeliveriesResponse = ListWebhookDeliveriesResponses[keyof ListWebhookDeliveriesResponses];

export type ReplayWebhookData = {
    body?: never;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * Id of the endpoint.
         */
        endpointId: string;
    };
    query: {
        /**
         * From when on.
         */
        since: string;
    };
    url: '/v2/webhooks/{endpointId}/replay';
};

export type ReplayWebhookErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type ReplayWebhookError = ReplayWebhookErrors[keyof ReplayWebhookErrors];

export type ReplayWebhookResponses = {
    /**
     * It has begun.
     */
    202: ReplayStarted;
};

export type ReplayWebhookResponse = ReplayWebhookResponses[keyof ReplayWebhookResponses];

export type ReplayDeliveryData = {
    body?: never;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * The same key and body is answered again as it was the first time, for 24 hours; another body under the key is 422.
         */
        'Idempotency-Key'?: string;
    };
    path: {
        /**
         * Id of the delivery.
         */
        deliveryId: string;
    };
    query?: never;
    url: '/v2/deliveries/{deliveryId}/replay';
};

export type ReplayDeliveryErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `conflict`: Conflict. `review_closed`: Review closed.
     */
    409: Problem;
    /**
     * `payload_too_large`: Payload too large.
     */
    413: Problem;
    /**
     * `findings_missing`: Findings missing. `idempotency_mismatch`: Idempotency key used with another body.
     */
    422: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type ReplayDeliveryError = ReplayDeliveryErrors[keyof ReplayDeliveryErrors];

export type ReplayDeliveryResponses = {
    /**
     * The delivery.
     */
    202: Delivery;
};

export type ReplayDeliveryResponse = ReplayDeliveryResponses[keyof ReplayDeliveryResponses];

export type ListReviewDeliveriesData = {
    body?: never;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
    };
    path: {
        /**
         * Id of the review: its own, or any id that another API gave it (session, trace's review, `R-` token, `rev_…`).
         */
        id: string;
    };
    query?: {
        /**
         * `nextCursor` of the page before.
         */
        cursor?: string;
        /**
         * Rows of a page.
         */
        limit?: number;
    };
    url: '/v2/reviews/{id}/deliveries';
};

export type ListReviewDeliveriesErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type ListReviewDeliveriesError = ListReviewDeliveriesErrors[keyof ListReviewDeliveriesErrors];

export type ListReviewDeliveriesResponses = {
    /**
     * A page.
     */
    200: DeliveryPage;
};

export type ListReviewDeliveriesResponse = ListReviewDeliveriesResponses[keyof ListReviewDeliveriesResponses];

export type StreamEventsData = {
    body?: never;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
        /**
         * Position of the last message that was received.
         */
        'Last-Event-ID'?: string;
    };
    path?: never;
    query?: never;
    url: '/v2/events';
};

export type StreamEventsErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type StreamEventsError = StreamEventsErrors[keyof StreamEventsErrors];

export type StreamEventsResponses = {
    /**
     * The stream.
     */
    200: EventStream;
};

export type StreamEventsResponse = StreamEventsResponses[keyof StreamEventsResponses];

export type GetMetricsData = {
    body?: never;
    headers?: {
        /**
         * Id of the workspace, for tokens that are good in several.
         */
        'x-workspace-id'?: string;
        /**
         * `organizationId` of the workspace, for tokens that are good in several.
         */
        'x-orgid'?: string;
    };
    path?: never;
    query: {
        /**
         * From when on.
         */
        from: string;
        /**
         * Up to when, exclusive.
         */
        to: string;
        /**
         * Of one API only.
         */
        dialect?: 'hoop' | 'adjudon' | 'alloy' | 'authentivoice' | 'native';
    };
    url: '/v2/metrics';
};

export type GetMetricsErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `unauthenticated`: Not authenticated.
     */
    401: Problem;
    /**
     * `forbidden`: Forbidden. `self_approval`: Self-approval. `not_eligible`: Not eligible.
     */
    403: Problem;
    /**
     * `not_found`: Not found.
     */
    404: Problem;
    /**
     * `rate_limited`: Too many requests.
     */
    429: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type GetMetricsError = GetMetricsErrors[keyof GetMetricsErrors];

export type GetMetricsResponses = {
    /**
     * The figures.
     */
    200: Metrics;
};

export type GetMetricsResponse = GetMetricsResponses[keyof GetMetricsResponses];

export type GetHealthData = {
    body?: never;
    path?: never;
    query?: {
        /**
         * 1: look at everything.
         */
        deep?: '0' | '1';
    };
    url: '/health';
};

export type GetHealthErrors = {
    /**
     * `invalid_request`: Invalid request.
     */
    400: Problem;
    /**
     * `internal_error`: Internal error.
     */
    500: Problem;
    /**
     * `unavailable`: Unavailable.
     */
    503: Problem;
};

export type GetHealthError = GetHealthErrors[keyof GetHealthErrors];

export type GetHealthResponses = {
    /**
     * It works.
     */
    200: Health;
};

export type GetHealthResponse = GetHealthResponses[keyof GetHealthResponses];
