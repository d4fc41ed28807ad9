// Limits on who calls how often: what they ask of the outside. Whom they are asked for and what is answered: limit-callers.ts.

import type { RatePolicy, RateStanding, RateVerdict } from "../core/rate-limit.ts";
import type { Authenticated, AuthRequest, PresentedCredential } from "./principal.ts";

/** What is asked before a caller may enter, and of which kind the call is. */
export interface EntryRequest extends AuthRequest {
  /** Network address of the client; "" where the platform names none: then all clients are one. */
  readonly address: string;
  /** `again`: the same request asks once more who is calling (it has waited meanwhile); it counts once. */
  readonly kind: CallKind | "again";
}

/** `assign`: the call's purpose is to hand reviews to people. */
export type CallKind = "any" | "assign";

export interface Entered extends Authenticated {
  /** How the caller stands with each limit that counted this call; empty where none is set. */
  readonly standings: readonly RateStanding[];
}

/** The exact counter of one caller. */
export interface CallCounter {
  /** Counts the call, or refuses it. Null: the counter cannot be reached. */
  count(workspaceId: string, caller: string, policies: readonly RatePolicy[]): Promise<RateVerdict | null>;
}

/** The coarse limit on failed authentications, per address. */
export interface AttemptGate {
  /** Before anything is looked up. Null: go on; else after how many seconds to come back. */
  refusal(address: string, credential: PresentedCredential): number | null;
  /** A credential that is nobody's. Answers as {@link refusal} does, for this very attempt. */
  failed(address: string, credential: PresentedCredential): Promise<number | null>;
  /** A credential that somebody has: it may come back whatever else its address does. */
  succeeded(credential: PresentedCredential): void;
}
