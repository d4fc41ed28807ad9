// The agent that a body names: any active member, by e-mail address. A claim that is recorded and grants nothing.
// Source: seed "Create a Review for an Entity"; alloy.md rulings 4, 12 (Agents).

import type { WorkspaceDocument } from "../../app/workspace-document.ts";
import type { ClaimedAgent } from "../../core/review/actor.ts";

/** In the member's own spelling; null: nobody active has that address. */
export const findAgent = ({ members }: WorkspaceDocument, email: string): ClaimedAgent | null => {
  const wanted = email.toLowerCase();
  const member = members.find((candidate) => candidate.active && candidate.email.toLowerCase() === wanted);
  return member === undefined ? null : { memberId: member.id, email: member.email };
};
