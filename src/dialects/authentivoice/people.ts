// Who may be given a review, who is told when one is escalated, and how a person looks on the wire.
// Source: authentivoice.md rulings 8, 13 (Who, Escalation) and section 4.

import type { Member, WorkspaceDocument } from "../../app/workspace-document.ts";
import { type Actor, isAdministrator, mayWrite } from "../../core/review/actor.ts";

type People = Pick<WorkspaceDocument, "members">;

/** In document order: ties are broken by it. */
export const assignableMembers = ({ members }: People): readonly Member[] =>
  members.filter(({ active, role }) => active && mayWrite(role));

/** Where the workspace has no ladder: its first active owner or admin who is not the one who escalates. */
export const seniorsFor = ({ members }: People, by: Pick<Actor, "kind" | "id">): readonly string[] =>
  members
    .filter(({ active, role, id }) => active && isAdministrator(role) && !(by.kind === "member" && by.id === id))
    .slice(0, 1)
    .map(({ id }) => id);

/** Somebody who has left the workspace keeps the id. */
const contactOf = ({ members }: People, userId: string) => {
  const { email = null, name = null, role = null } = members.find(({ id }) => id === userId) ?? {};
  return { userId, email, name, role };
};

/** As creation answers it; null: nobody. */
export const assigneeToWire = (people: People, userId: string | null) => {
  if (userId === null) return null;
  const { email, name } = contactOf(people, userId);
  return { userId, email, name };
};

/** As reading answers it: with the role. */
export const reviewerToWire = (people: People, userId: string | null) =>
  userId === null ? null : contactOf(people, userId);
