// What one part of a document says of another: references that must lead somewhere. Asked only of documents whose parts
// are all right by themselves. Source: workspace.md 2; time.md 7.

import type { Problem } from "../../app/document-ports.ts";

interface Named {
  readonly members: readonly {
    readonly id: string;
    readonly email: string;
    readonly role: string;
    readonly groups: readonly string[];
  }[];
  readonly credentials: readonly { readonly member?: string | undefined; readonly workflow?: string | undefined }[];
  readonly escalation: { readonly ladder: readonly { readonly to: readonly string[] }[] };
}

/** Places outside the neutral part that name things. */
export interface References {
  readonly members: readonly { readonly path: string; readonly memberId: string }[];
  readonly workflowTokens: readonly string[];
}

/** Whether anybody, active or not, is what a rung's target names. */
const isSomebody = (target: string, members: Named["members"]): boolean => {
  const kind = target.slice(0, target.indexOf(":"));
  const name = target.slice(kind.length + 1);
  if (kind === "member") return members.some(({ id }) => id === name);
  if (kind === "role") return members.some(({ role }) => role === name);
  return members.some(({ groups }) => groups.includes(name));
};

export const crossProblems = ({ members, credentials, escalation }: Named, references: References): Problem[] => {
  const ids = new Set(members.map(({ id }) => id));
  return [
    ...credentials.flatMap(({ member }, at) =>
      member === undefined || ids.has(member)
        ? []
        : [{ path: `/credentials/${at}/member`, message: "is not a member of this document" }],
    ),
    ...credentials.flatMap(({ workflow }, at) =>
      workflow === undefined || references.workflowTokens.includes(workflow)
        ? []
        : [{ path: `/credentials/${at}/workflow`, message: "is not a workflow of this document" }],
    ),
    ...references.members.flatMap(({ path, memberId }) =>
      ids.has(memberId) ? [] : [{ path, message: "is not a member of this document" }],
    ),
    ...escalation.ladder.flatMap(({ to }, rung) =>
      to.flatMap((target, at) =>
        isSomebody(target, members)
          ? []
          : [{ path: `/escalation/ladder/${rung}/to/${at}`, message: "names nobody of this document" }],
      ),
    ),
  ];
};
