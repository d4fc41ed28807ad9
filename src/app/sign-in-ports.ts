// What signing in at the desk asks of storage: sessions and one-time links. Both are rows found by the digest of a random
// token; the token itself is stored nowhere. Source: issue "The desk" 1.

import type { Instant } from "../core/time.ts";
import type { FoundAnswer, MemberFacts, WorkspaceFacts } from "./auth-ports.ts";
import type { ReviewRef } from "./principal.ts";

export interface SessionQuestion {
  readonly workspaceId: string;
  /** SHA-256 (hex) of the session's token. */
  readonly digest: string;
  readonly reviewId: string | null;
  readonly idempotency: { readonly key: string; readonly method: string; readonly path: string } | null;
  /** Real time. */
  readonly now: Instant;
}

/** A session that has not ended, of somebody who is still the same member. */
export interface FoundSession {
  readonly workspace: WorkspaceFacts;
  readonly member: MemberFacts;
  readonly target: ReviewRef | null;
  readonly answer: FoundAnswer | null;
}

export interface NewSession {
  readonly workspaceId: string;
  readonly digest: string;
  readonly memberId: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

export type NewLink = NewSession;

/** Whom a link is for. */
export interface LinkOwner {
  readonly workspaceId: string;
  readonly memberId: string;
  readonly memberName: string;
}

export interface SignInStore {
  /** One round trip. Null: no such session, it has ended, or its member is another person by now or none. */
  findSession(question: SessionQuestion): Promise<FoundSession | null>;
  /** False: the workspace has no such active member. */
  addSession(session: NewSession): Promise<boolean>;
  endSession(workspaceId: string, digest: string): Promise<void>;
  /** False: the workspace has no such active member. */
  addLink(link: NewLink): Promise<boolean>;
  /** Null: no such link, used, or too old. */
  peekLink(digest: string, now: Instant): Promise<LinkOwner | null>;
  /** Uses the link up and opens a session of its member, both or neither. Null: no such link, used, or too old. */
  useLink(
    digest: string,
    session: Pick<NewSession, "digest" | "createdAt" | "expiresAt">,
  ): Promise<{ readonly workspaceId: string } | null>;
  /** Deletes what has ended; answers how many rows went. */
  prune(now: Instant): Promise<number>;
}
