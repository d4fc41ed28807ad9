// Whom a request may name among the members of a workspace, and who is meant by it. Judges nothing else.

import type { Member, WorkspaceDocument } from "./workspace-document.ts";

/** Active only: nobody else can be given work. */
const activeMembers = ({ members }: WorkspaceDocument): readonly Member[] => members.filter(({ active }) => active);

export const findMember = (document: WorkspaceDocument, id: string): Member | undefined =>
  document.members.find((member) => member.id === id);

export const isAssignable = (document: WorkspaceDocument, id: string): boolean =>
  activeMembers(document).some((member) => member.id === id);

const split = (target: string): readonly [string, string] => {
  const colon = target.indexOf(":");
  return [target.slice(0, colon), target.slice(colon + 1)];
};

/** Active members that a target names, in document order: a member id, `group:<name>` or `role:<role>`. */
export const membersNamed = (document: WorkspaceDocument, target: string): readonly string[] => {
  const [kind, name] = target.includes(":") ? split(target) : ["member", target];
  return activeMembers(document)
    .filter((member) => {
      if (kind === "member") return member.id === name;
      return kind === "group" ? member.groups.includes(name) : kind === "role" && member.role === name;
    })
    .map(({ id }) => id);
};

/** Who is told where the workspace has no ladder: the first owner, else the first administrator, else nobody. */
export const lastResort = (document: WorkspaceDocument): readonly string[] => {
  const members = activeMembers(document);
  const found = members.find(({ role }) => role === "owner") ?? members.find(({ role }) => role === "admin");
  return found === undefined ? [] : [found.id];
};
