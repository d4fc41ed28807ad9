// The workspace document as the core and the use cases read it. Each dialect compiles its own part from the same
// document; secrets never stand here. Source: workspace.md 2.

import type { Calendar } from "../core/calendar.ts";
import type { JsonObject } from "../core/json.ts";
import type { Role } from "../core/review/actor.ts";
import type { BreachAction, LadderRung, OutcomeRule } from "../core/review/policy.ts";
import type { Priority } from "../core/review/review.ts";

export interface Member {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly groups: readonly string[];
  readonly slackId: string;
  readonly active: boolean;
}

export interface SlaPolicy {
  readonly name: string;
  readonly when: { readonly dialects?: readonly string[]; readonly priorities?: readonly Priority[] };
  readonly dueInMinutes: number;
  readonly atRiskPercent: number;
  /** Name of a calendar; null is the wall clock. */
  readonly calendar: string | null;
  readonly onBreach: readonly BreachAction[];
}

export interface RateLimits {
  readonly perMinute?: number;
  readonly assignPerMinute?: number;
}

/** One version of a workspace's configuration, parsed. Cached by (workspace, version): it never changes. */
export interface WorkspaceDocument {
  readonly workspaceId: string;
  readonly version: number;
  readonly organizationId: string | null;
  readonly name: string | null;
  readonly members: readonly Member[];
  readonly outcomes: readonly OutcomeRule[];
  readonly slaPolicies: readonly SlaPolicy[];
  readonly calendars: Readonly<Record<string, Calendar>>;
  readonly ladder: readonly LadderRung[];
  readonly executionDeadlineMinutes: number;
  readonly rateLimits: RateLimits;
  readonly testClock: boolean;
  /** The whole document without secrets: what a dialect compiles its part from, and what GET shows. */
  readonly json: JsonObject;
}

/** Loads documents; one D1 round trip when the version is not in memory, none after. */
export interface Documents {
  load(workspaceId: string, version: number): Promise<WorkspaceDocument>;
}
