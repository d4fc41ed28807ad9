// What is learned about one request (or one run of Cron, or one drain of a queue) while it goes on, for its line in the
// log. It holds ids and numbers only: no secret, token, SQL, parameter, payload or free text has a place in it.

export interface RequestScope {
  /** Of the caller, once it is known; never of a body or a header that merely claims one. */
  workspaceId: string | null;
  /** Native id of the review that the path names, or that was opened. */
  reviewId: string | null;
  /** Calls to D1: a batch is one. */
  d1RoundTrips: number;
  rowsRead: number;
  rowsWritten: number;
  /** Calls to D1 that the review's object made while this waited; those of a shared group commit are everybody's. */
  objectRoundTrips: number;
}

export const newScope = (): RequestScope => ({
  workspaceId: null,
  reviewId: null,
  d1RoundTrips: 0,
  rowsRead: 0,
  rowsWritten: 0,
  objectRoundTrips: 0,
});

/** The numbers of a scope, as log lines show them. */
export const costOf = ({ d1RoundTrips, rowsRead, rowsWritten }: RequestScope) => ({
  d1RoundTrips,
  rowsRead,
  rowsWritten,
});
