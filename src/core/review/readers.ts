// Under which names somebody reads, and which names may read a review: the rows that lists are made from.
// Who may see one review at hand is permissions.ts; both say the same.

import { type Actor, isAdministrator } from "./actor.ts";
import type { Review } from "./review.ts";

/** Every caller of a workspace is this reader: of the reviews that all members may see. */
export const EVERYONE = "everyone";

/** Names under which the actor reads. A service is in no group. */
export const principalsOf = ({ kind, id, groups }: Actor): readonly string[] => [
  EVERYONE,
  `${kind}:${id}`,
  ...groups.map((group) => `group:${group}`),
];

/** Readers of a review from its opening on. Asked groups stand there even where everybody reads: lists look for them. */
export const readersOf = ({ policy, requester }: Review): readonly string[] => {
  const first = policy.visibility === "members" ? [EVERYONE] : [];
  const askers = policy.visibility === "members" ? [] : [requester, policy.sponsor];
  const owners = askers.flatMap((asker) => (asker === null ? [] : [`${asker.kind}:${asker.id}`]));
  const groups = [...policy.askedGroups, ...(policy.forceGroups ?? [])];
  return [...new Set([...first, ...owners, ...groups.map((group) => `group:${group}`)])];
};

/** Whether the actor sees every review of the workspace, and all of it unscrubbed. */
export const seesEverything = ({ role }: Actor): boolean => isAdministrator(role) || role === "auditor";
