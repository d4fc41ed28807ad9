// What a rule of the model answers.

import type { Fact } from "./facts.ts";
import type { Agent } from "./terms.ts";

/** `refusal` null: accepted. `facts`: what it adds; a late report adds one although it is refused. */
export interface Verdict {
  readonly refusal: string | null;
  readonly facts: readonly Fact[];
}

export const refused = (refusal: string): Verdict => ({ refusal, facts: [] });
export const accepted = (...facts: readonly Fact[]): Verdict => ({ refusal: null, facts });

export const isAdministrator = ({ role }: Agent): boolean => role === "owner" || role === "admin";
