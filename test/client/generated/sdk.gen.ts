// Made by @hey-api/openapi-ts from openapi/native.json: see ../openapi-ts.config.ts
// @ts-nocheck

import type { Client, ClientMeta, Options as Options2, RequestResult, ServerSentEventsResult, TDataShape } from './client';
import { client } from './client.gen';
import type { AddNoteData, AddNoteErrors, AddNoteResponses, AdvanceClockData, AdvanceClockErrors, AdvanceClockResponses, ApplyWorkspaceData, ApplyWorkspaceErrors, ApplyWorkspaceResponses, AssignReviewData, AssignReviewErrors, AssignReviewResponses, BulkDecideData, BulkDecideErrors, BulkDecideResponses, CancelReviewData, CancelReviewErrors, CancelReviewResponses, ClaimReviewData, ClaimReviewErrors, ClaimReviewResponses, CompleteReviewData, CompleteReviewErrors, CompleteReviewResponses, CreateWebhookData, CreateWebhookErrors, CreateWebhookResponses, DecideReviewData, DecideReviewErrors, DecideReviewResponses, DeleteWebhookData, DeleteWebhookErrors, DeleteWebhookResponses, DeleteWorkspaceData, DeleteWorkspaceErrors, DeleteWorkspaceResponses, EraseTextsData, EraseTextsErrors, EraseTextsResponses, EscalateReviewData, EscalateReviewErrors, EscalateReviewResponses, GetEligibilityData, GetEligibilityErrors, GetEligibilityResponses, GetHealthData, GetHealthErrors, GetHealthResponses, GetMetricsData, GetMetricsErrors, GetMetricsResponses, GetReviewData, GetReviewErrors, GetReviewResponses, GetWebhookData, GetWebhookErrors, GetWebhookResponses, GetWorkspaceData, GetWorkspaceErrors, GetWorkspaceResponses, ListEventsData, ListEventsErrors, ListEventsResponses, ListReviewDeliveriesData, ListReviewDeliveriesErrors, ListReviewDeliveriesResponses, ListReviewsData, ListReviewsErrors, ListReviewsResponses, ListWebhookDeliveriesData, ListWebhookDeliveriesErrors, ListWebhookDeliveriesResponses, ListWebhooksData, ListWebhooksErrors, ListWebhooksResponses, MakeSignInLinkData, MakeSignInLinkErrors, MakeSignInLinkResponses, NextReviewData, NextReviewErrors, NextReviewResponses, OpenReviewData, OpenReviewErrors, OpenReviewResponses, PauseDeadlineData, PauseDeadlineErrors, PauseDeadlineResponses, ReleaseReviewData, ReleaseReviewErrors, ReleaseReviewResponses, ReplayDeliveryData, ReplayDeliveryErrors, ReplayDeliveryResponses, ReplayWebhookData, ReplayWebhookErrors, ReplayWebhookResponses, ReportExecutionData, ReportExecutionErrors, ReportExecutionResponses, ResumeDeadlineData, ResumeDeadlineErrors, ResumeDeadlineResponses, RotateSecretData, RotateSecretErrors, RotateSecretResponses, SaveFindingsData, SaveFindingsErrors, SaveFindingsResponses, StreamEventsData, StreamEventsErrors, StreamEventsResponse, StreamEventsResponses, TestWebhookData, TestWebhookErrors, TestWebhookResponses, UpdateWebhookData, UpdateWebhookErrors, UpdateWebhookResponses, VerifyEventsData, VerifyEventsErrors, VerifyEventsResponses } from './types.gen';

export type Options<TData extends TDataShape = TDataShape, ThrowOnError extends boolean = boolean, TResponse = unknown> = Options2<TData, ThrowOnError, TResponse> & {
    /**
     * You can provide a client instance returned by `createClient()` instead of
     * individual options. This might be also useful if you want to implement a
     * custom client.
     */
    client?: Client;
    /**
     * You can pass arbitrary values through the `meta` object. This can be
     * used to access values that aren't defined as part of the SDK function.
     */
    meta?: keyof ClientMeta extends never ? Record<string, unknown> : ClientMeta;
};

/**
 * List reviews
 *
 * The reviews that the caller may see, of every API, a page at a time. `nextCursor` is null on the last page; a cursor belongs to its order.
 */
export const listReviews = <ThrowOnError extends boolean = false>(options?: Options<ListReviewsData, ThrowOnError>): RequestResult<ListReviewsResponses, ListReviewsErrors, ThrowOnError> => (options?.client ?? client).get<ListReviewsResponses, ListReviewsErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/reviews',
    ...options
});

/**
 * Open a review
 *
 * Asks people about a subject: the groups named each have to approve (or as many as `minApprovals` says), without groups any member may. With a `callbackUrl` every event of the review is sent there, signed with the `callbackSecret` that is answered once.
 */
export const openReview = <ThrowOnError extends boolean = false>(options: Options<OpenReviewData, ThrowOnError>): RequestResult<OpenReviewResponses, OpenReviewErrors, ThrowOnError> => (options.client ?? client).post<OpenReviewResponses, OpenReviewErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/reviews',
    ...options,
    headers: {
        'Content-Type': 'application/json',
        ...options.headers
    }
});

/**
 * Read a review
 *
 * One review. With `wait` the answer is held until the review differs from the version in `If-None-Match`, or, without that header, until an open review changes.
 */
export const getReview = <ThrowOnError extends boolean = false>(options: Options<GetReviewData, ThrowOnError>): RequestResult<GetReviewResponses, GetReviewErrors, ThrowOnError> => (options.client ?? client).get<GetReviewResponses, GetReviewErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/reviews/{id}',
    ...options
});

/**
 * Ask what one may do, and why not
 *
 * For every verb whether the caller may do it now, with every reason against it; what the review still waits for; and which other members could decide it. An attempt is judged by the same rules.
 */
export const getEligibility = <ThrowOnError extends boolean = false>(options: Options<GetEligibilityData, ThrowOnError>): RequestResult<GetEligibilityResponses, GetEligibilityErrors, ThrowOnError> => (options.client ?? client).get<GetEligibilityResponses, GetEligibilityErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/reviews/{id}/eligibility',
    ...options
});

/**
 * Read the audit trail
 *
 * Every event of the review, oldest first, each with the hash that chains it to the one before.
 */
export const listEvents = <ThrowOnError extends boolean = false>(options: Options<ListEventsData, ThrowOnError>): RequestResult<ListEventsResponses, ListEventsErrors, ThrowOnError> => (options.client ?? client).get<ListEventsResponses, ListEventsErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/reviews/{id}/events',
    ...options
});

/**
 * Verify the audit trail
 *
 * Computes the chain of hashes again and names the first break. At most 10,000 events a call: `nextCursor` goes on. Owners, admins and auditors.
 */
export const verifyEvents = <ThrowOnError extends boolean = false>(options: Options<VerifyEventsData, ThrowOnError>): RequestResult<VerifyEventsResponses, VerifyEventsErrors, ThrowOnError> => (options.client ?? client).get<VerifyEventsResponses, VerifyEventsErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/reviews/{id}/events/verification',
    ...options
});

/**
 * Erase free text
 *
 * Erases reasons, notes and personal data of the trail for good. Its proof stays valid: the chain covers their salted digests. Owners only.
 */
export const eraseTexts = <ThrowOnError extends boolean = false>(options: Options<EraseTextsData, ThrowOnError>): RequestResult<EraseTextsResponses, EraseTextsErrors, ThrowOnError> => (options.client ?? client).delete<EraseTextsResponses, EraseTextsErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/reviews/{id}/texts',
    ...options
});

/**
 * Decide
 *
 * Approves, rejects or revokes; or ends the review with one of the workspace's outcomes and reasons that are linked with it. The same vote by the same person again changes nothing.
 */
export const decideReview = <ThrowOnError extends boolean = false>(options: Options<DecideReviewData, ThrowOnError>): RequestResult<DecideReviewResponses, DecideReviewErrors, ThrowOnError> => (options.client ?? client).post<DecideReviewResponses, DecideReviewErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/reviews/{id}/decisions',
    ...options,
    headers: {
        'Content-Type': 'application/json',
        ...options.headers
    }
});

/**
 * Decide many
 *
 * One verdict on up to 100 reviews in one commit, with one result for each id, in order.
 */
export const bulkDecide = <ThrowOnError extends boolean = false>(options: Options<BulkDecideData, ThrowOnError>): RequestResult<BulkDecideResponses, BulkDecideErrors, ThrowOnError> => (options.client ?? client).post<BulkDecideResponses, BulkDecideErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/reviews/bulk-decisions',
    ...options,
    headers: {
        'Content-Type': 'application/json',
        ...options.headers
    }
});

/**
 * Assign
 *
 * Gives the review to a member, or to nobody. Assigning decides nothing.
 */
export const assignReview = <ThrowOnError extends boolean = false>(options: Options<AssignReviewData, ThrowOnError>): RequestResult<AssignReviewResponses, AssignReviewErrors, ThrowOnError> => (options.client ?? client).post<AssignReviewResponses, AssignReviewErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/reviews/{id}/assign',
    ...options,
    headers: {
        'Content-Type': 'application/json',
        ...options.headers
    }
});

/**
 * Escalate
 *
 * Tells a member, a group or a role; without `to` the workspace's ladder says whom. The review stays open.
 */
export const escalateReview = <ThrowOnError extends boolean = false>(options: Options<EscalateReviewData, ThrowOnError>): RequestResult<EscalateReviewResponses, EscalateReviewErrors, ThrowOnError> => (options.client ?? client).post<EscalateReviewResponses, EscalateReviewErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/reviews/{id}/escalate',
    ...options,
    headers: {
        'Content-Type': 'application/json',
        ...options.headers
    }
});

/**
 * Save findings
 *
 * Merges these keys into the findings. What they may hold depends on the API that opened the review.
 */
export const saveFindings = <ThrowOnError extends boolean = false>(options: Options<SaveFindingsData, ThrowOnError>): RequestResult<SaveFindingsResponses, SaveFindingsErrors, ThrowOnError> => (options.client ?? client).post<SaveFindingsResponses, SaveFindingsErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/reviews/{id}/findings',
    ...options,
    headers: {
        'Content-Type': 'application/json',
        ...options.headers
    }
});

/**
 * Complete
 *
 * Ends a review that ends with findings; a second reviewer may have to complete it too.
 */
export const completeReview = <ThrowOnError extends boolean = false>(options: Options<CompleteReviewData, ThrowOnError>): RequestResult<CompleteReviewResponses, CompleteReviewErrors, ThrowOnError> => (options.client ?? client).post<CompleteReviewResponses, CompleteReviewErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/reviews/{id}/complete',
    ...options,
    headers: {
        'Content-Type': 'application/json',
        ...options.headers
    }
});

/**
 * Add a note
 *
 * Adds a note, also to a review that is settled.
 */
export const addNote = <ThrowOnError extends boolean = false>(options: Options<AddNoteData, ThrowOnError>): RequestResult<AddNoteResponses, AddNoteErrors, ThrowOnError> => (options.client ?? client).post<AddNoteResponses, AddNoteErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/reviews/{id}/notes',
    ...options,
    headers: {
        'Content-Type': 'application/json',
        ...options.headers
    }
});

/**
 * Cancel
 *
 * Takes the question back: the requester's and administrators' verb.
 */
export const cancelReview = <ThrowOnError extends boolean = false>(options: Options<CancelReviewData, ThrowOnError>): RequestResult<CancelReviewResponses, CancelReviewErrors, ThrowOnError> => (options.client ?? client).post<CancelReviewResponses, CancelReviewErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/reviews/{id}/cancel',
    ...options,
    headers: {
        'Content-Type': 'application/json',
        ...options.headers
    }
});

/**
 * Pause the deadline
 *
 * Stops every timer of the review while it waits for its requester.
 */
export const pauseDeadline = <ThrowOnError extends boolean = false>(options: Options<PauseDeadlineData, ThrowOnError>): RequestResult<PauseDeadlineResponses, PauseDeadlineErrors, ThrowOnError> => (options.client ?? client).post<PauseDeadlineResponses, PauseDeadlineErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/reviews/{id}/sla/pause',
    ...options,
    headers: {
        'Content-Type': 'application/json',
        ...options.headers
    }
});

/**
 * Resume the deadline
 *
 * Starts the timers again; the deadline moves by as long as the pause was.
 */
export const resumeDeadline = <ThrowOnError extends boolean = false>(options: Options<ResumeDeadlineData, ThrowOnError>): RequestResult<ResumeDeadlineResponses, ResumeDeadlineErrors, ThrowOnError> => (options.client ?? client).post<ResumeDeadlineResponses, ResumeDeadlineErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/reviews/{id}/sla/resume',
    ...options,
    headers: {
        'Content-Type': 'application/json',
        ...options.headers
    }
});

/**
 * Report an execution
 *
 * The executor's report, with the token of its claim. The identical report again changes nothing; another one is refused.
 */
export const reportExecution = <ThrowOnError extends boolean = false>(options: Options<ReportExecutionData, ThrowOnError>): RequestResult<ReportExecutionResponses, ReportExecutionErrors, ThrowOnError> => (options.client ?? client).put<ReportExecutionResponses, ReportExecutionErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/reviews/{id}/execution',
    ...options,
    headers: {
        'Content-Type': 'application/json',
        ...options.headers
    }
});

/**
 * Claim
 *
 * Says that the caller works on the review for the next ten minutes; every write of theirs on it, and a claim again, begin those anew. Forbids nothing: others may still decide. To another member it is 409 with `claim` while somebody works on it; an administrator takes it over.
 */
export const claimReview = <ThrowOnError extends boolean = false>(options: Options<ClaimReviewData, ThrowOnError>): RequestResult<ClaimReviewResponses, ClaimReviewErrors, ThrowOnError> => (options.client ?? client).post<ClaimReviewResponses, ClaimReviewErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/reviews/{id}/claim',
    ...options,
    headers: {
        'Content-Type': 'application/json',
        ...options.headers
    }
});

/**
 * Release
 *
 * Ends the caller's claim; an administrator ends anybody's. Where there is none, nothing changes.
 */
export const releaseReview = <ThrowOnError extends boolean = false>(options: Options<ReleaseReviewData, ThrowOnError>): RequestResult<ReleaseReviewResponses, ReleaseReviewErrors, ThrowOnError> => (options.client ?? client).post<ReleaseReviewResponses, ReleaseReviewErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/reviews/{id}/release',
    ...options,
    headers: {
        'Content-Type': 'application/json',
        ...options.headers
    }
});

/**
 * Get the next review
 *
 * Claims the first open review that the caller could bring forward, has not voted on, did not ask for, and that nobody else works on: by priority, then by deadline (without one: as if a day after it opened), then by age. Paused ones wait for their requester. Never the same review to two members at once.
 */
export const nextReview = <ThrowOnError extends boolean = false>(options?: Options<NextReviewData, ThrowOnError>): RequestResult<NextReviewResponses, NextReviewErrors, ThrowOnError> => (options?.client ?? client).post<NextReviewResponses, NextReviewErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/queue/next',
    ...options,
    headers: {
        'Content-Type': 'application/json',
        ...options?.headers
    }
});

/**
 * Delete a workspace
 *
 * Ends its credentials, sweeps and deliveries at once. Its id can never be used again.
 */
export const deleteWorkspace = <ThrowOnError extends boolean = false>(options: Options<DeleteWorkspaceData, ThrowOnError>): RequestResult<DeleteWorkspaceResponses, DeleteWorkspaceErrors, ThrowOnError> => (options.client ?? client).delete<DeleteWorkspaceResponses, DeleteWorkspaceErrors, ThrowOnError>({
    security: [{
            key: 'operator',
            scheme: 'bearer',
            type: 'http'
        }],
    url: '/v2/workspaces/{workspaceId}',
    ...options
});

/**
 * Read the workspace document
 *
 * The document as applied, with null where a secret stands. The operator, owners and admins.
 */
export const getWorkspace = <ThrowOnError extends boolean = false>(options: Options<GetWorkspaceData, ThrowOnError>): RequestResult<GetWorkspaceResponses, GetWorkspaceErrors, ThrowOnError> => (options.client ?? client).get<GetWorkspaceResponses, GetWorkspaceErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'operator',
            scheme: 'bearer',
            type: 'http'
        },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/workspaces/{workspaceId}',
    ...options
});

/**
 * Apply a workspace document
 *
 * Makes the workspace what the document says. The same document again changes nothing. Secrets that were generated are answered once.
 */
export const applyWorkspace = <ThrowOnError extends boolean = false>(options: Options<ApplyWorkspaceData, ThrowOnError>): RequestResult<ApplyWorkspaceResponses, ApplyWorkspaceErrors, ThrowOnError> => (options.client ?? client).put<ApplyWorkspaceResponses, ApplyWorkspaceErrors, ThrowOnError>({
    security: [{
            key: 'operator',
            scheme: 'bearer',
            type: 'http'
        }],
    url: '/v2/workspaces/{workspaceId}',
    ...options,
    headers: {
        'Content-Type': 'application/json',
        ...options.headers
    }
});

/**
 * Move the test clock
 *
 * Moves the clock of a workspace with `testClock` forward and runs everything due up to there, in order. `remaining`: more is due than one call runs.
 */
export const advanceClock = <ThrowOnError extends boolean = false>(options: Options<AdvanceClockData, ThrowOnError>): RequestResult<AdvanceClockResponses, AdvanceClockErrors, ThrowOnError> => (options.client ?? client).post<AdvanceClockResponses, AdvanceClockErrors, ThrowOnError>({
    security: [{
            key: 'operator',
            scheme: 'bearer',
            type: 'http'
        }],
    url: '/v2/workspaces/{workspaceId}/clock',
    ...options,
    headers: {
        'Content-Type': 'application/json',
        ...options.headers
    }
});

/**
 * Make a one-time link to the desk
 *
 * Signs the member in at the desk, once, within 15 minutes. Where people have an identity provider they need none.
 */
export const makeSignInLink = <ThrowOnError extends boolean = false>(options: Options<MakeSignInLinkData, ThrowOnError>): RequestResult<MakeSignInLinkResponses, MakeSignInLinkErrors, ThrowOnError> => (options.client ?? client).post<MakeSignInLinkResponses, MakeSignInLinkErrors, ThrowOnError>({
    security: [{
            key: 'operator',
            scheme: 'bearer',
            type: 'http'
        }],
    url: '/v2/workspaces/{workspaceId}/sign-in-links',
    ...options,
    headers: {
        'Content-Type': 'application/json',
        ...options.headers
    }
});

/**
 * List endpoints
 *
 * Endpoints of the workspace document and those made through the API. Owners and admins.
 */
export const listWebhooks = <ThrowOnError extends boolean = false>(options?: Options<ListWebhooksData, ThrowOnError>): RequestResult<ListWebhooksResponses, ListWebhooksErrors, ThrowOnError> => (options?.client ?? client).get<ListWebhooksResponses, ListWebhooksErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/webhooks',
    ...options
});

/**
 * Make an endpoint
 *
 * Everything that happens and that it subscribes to is sent there. Its secret is answered once.
 */
export const createWebhook = <ThrowOnError extends boolean = false>(options: Options<CreateWebhookData, ThrowOnError>): RequestResult<CreateWebhookResponses, CreateWebhookErrors, ThrowOnError> => (options.client ?? client).post<CreateWebhookResponses, CreateWebhookErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/webhooks',
    ...options,
    headers: {
        'Content-Type': 'application/json',
        ...options.headers
    }
});

/**
 * Remove an endpoint
 *
 * What was not delivered yet never is.
 */
export const deleteWebhook = <ThrowOnError extends boolean = false>(options: Options<DeleteWebhookData, ThrowOnError>): RequestResult<DeleteWebhookResponses, DeleteWebhookErrors, ThrowOnError> => (options.client ?? client).delete<DeleteWebhookResponses, DeleteWebhookErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/webhooks/{endpointId}',
    ...options
});

/**
 * Read an endpoint
 *
 * Never with its secret.
 */
export const getWebhook = <ThrowOnError extends boolean = false>(options: Options<GetWebhookData, ThrowOnError>): RequestResult<GetWebhookResponses, GetWebhookErrors, ThrowOnError> => (options.client ?? client).get<GetWebhookResponses, GetWebhookErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/webhooks/{endpointId}',
    ...options
});

/**
 * Change an endpoint
 *
 * Keys that are absent stay. `active: false` stops deliveries.
 */
export const updateWebhook = <ThrowOnError extends boolean = false>(options: Options<UpdateWebhookData, ThrowOnError>): RequestResult<UpdateWebhookResponses, UpdateWebhookErrors, ThrowOnError> => (options.client ?? client).patch<UpdateWebhookResponses, UpdateWebhookErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/webhooks/{endpointId}',
    ...options,
    headers: {
        'Content-Type': 'application/json',
        ...options.headers
    }
});

/**
 * Try an endpoint
 *
 * Sends one `webhook.test` message now and answers how that went.
 */
export const testWebhook = <ThrowOnError extends boolean = false>(options: Options<TestWebhookData, ThrowOnError>): RequestResult<TestWebhookResponses, TestWebhookErrors, ThrowOnError> => (options.client ?? client).post<TestWebhookResponses, TestWebhookErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/webhooks/{endpointId}/test',
    ...options
});

/**
 * Give an endpoint a new secret
 *
 * For 24 hours messages are signed with both. The new one is answered once.
 */
export const rotateSecret = <ThrowOnError extends boolean = false>(options: Options<RotateSecretData, ThrowOnError>): RequestResult<RotateSecretResponses, RotateSecretErrors, ThrowOnError> => (options.client ?? client).post<RotateSecretResponses, RotateSecretErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/webhooks/{endpointId}/rotate-secret',
    ...options
});

/**
 * List an endpoint's deliveries
 *
 * Newest first, with every attempt.
 */
export const listWebhookDeliveries = <ThrowOnError extends boolean = false>(options: Options<ListWebhookDeliveriesData, ThrowOnError>): RequestResult<ListWebhookDeliveriesResponses, ListWebhookDeliveriesErrors, ThrowOnError> => (options.client ?? client).get<ListWebhookDeliveriesResponses, ListWebhookDeliveriesErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/webhooks/{endpointId}/deliveries',
    ...options
});

/**
 * Send everything again since an instant
 *
 * Every message of the endpoint from then on, in order, at most 30 days back.
 */
export const replayWebhook = <ThrowOnError extends boolean = false>(options: Options<ReplayWebhookData, ThrowOnError>): RequestResult<ReplayWebhookResponses, ReplayWebhookErrors, ThrowOnError> => (options.client ?? client).post<ReplayWebhookResponses, ReplayWebhookErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/webhooks/{endpointId}/replay',
    ...options
});

/**
 * Send one delivery again
 *
 * Same id, same body, new timestamp. One that is still on its way is 409.
 */
export const replayDelivery = <ThrowOnError extends boolean = false>(options: Options<ReplayDeliveryData, ThrowOnError>): RequestResult<ReplayDeliveryResponses, ReplayDeliveryErrors, ThrowOnError> => (options.client ?? client).post<ReplayDeliveryResponses, ReplayDeliveryErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/deliveries/{deliveryId}/replay',
    ...options
});

/**
 * List a review's deliveries
 *
 * To its callback (`endpointId` null), and for administrators and auditors to endpoints too.
 */
export const listReviewDeliveries = <ThrowOnError extends boolean = false>(options: Options<ListReviewDeliveriesData, ThrowOnError>): RequestResult<ListReviewDeliveriesResponses, ListReviewDeliveriesErrors, ThrowOnError> => (options.client ?? client).get<ListReviewDeliveriesResponses, ListReviewDeliveriesErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/reviews/{id}/deliveries',
    ...options
});

/**
 * Listen to the workspace
 *
 * Server-sent events: every message about reviews that the caller may see, from now on; with `Last-Event-ID` everything after it first, without gap or duplicate. Positions are kept seven days.
 */
export const streamEvents = <ThrowOnError extends boolean = false>(options?: Options<StreamEventsData, ThrowOnError, StreamEventsResponse>): Promise<ServerSentEventsResult<StreamEventsResponses>> => (options?.client ?? client).sse.get<StreamEventsResponses, StreamEventsErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/events',
    ...options
});

/**
 * Read the figures
 *
 * What is open now, and what happened from one instant up to another: opened, settled, times, deadlines kept. Owners, admins and auditors.
 */
export const getMetrics = <ThrowOnError extends boolean = false>(options: Options<GetMetricsData, ThrowOnError>): RequestResult<GetMetricsResponses, GetMetricsErrors, ThrowOnError> => (options.client ?? client).get<GetMetricsResponses, GetMetricsErrors, ThrowOnError>({
    security: [
        { scheme: 'basic', type: 'http' },
        {
            key: 'bearer',
            scheme: 'bearer',
            type: 'http'
        },
        { name: 'X-API-Key', type: 'apiKey' },
        { name: 'Api-Key', type: 'apiKey' }
    ],
    url: '/v2/metrics',
    ...options
});

/**
 * Ask whether the service works
 *
 * 200 after a read of the database. With `deep=1` also migrations and keys are looked at.
 */
export const getHealth = <ThrowOnError extends boolean = false>(options?: Options<GetHealthData, ThrowOnError>): RequestResult<GetHealthResponses, GetHealthErrors, ThrowOnError> => (options?.client ?? client).get<GetHealthResponses, GetHealthErrors, ThrowOnError>({ url: '/health', ...options });
