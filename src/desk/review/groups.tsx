// The groups that were asked, or the people who voted: who said what and when, and who is missing.

import type { Person } from "../../core/review/actor.ts";
import type { GroupRow, PersonalVote, Verdict } from "../../core/review/review.ts";
import { StatusBadge } from "../components/badge.tsx";
import { Foreign } from "../components/foreign-text.tsx";
import { Ago } from "../components/moment.tsx";
import type { Instant } from "../../core/time.ts";
import type { ReviewView } from "./read-review.ts";

const STATUS_OF = { approve: "approved", reject: "rejected", revoke: "revoked" } as const satisfies Record<
  Verdict,
  string
>;

/** As they were called when they voted. */
const By = ({ person }: { readonly person: Person }) => <Foreign text={person.name === "" ? person.id : person.name} />;

const GroupLine = ({ row, isOwn, now }: { readonly row: GroupRow; readonly isOwn: boolean; readonly now: Instant }) => (
  <tr>
    <th scope="row">
      <Foreign text={row.group} />
      {isOwn ? <span class="muted small"> yours</span> : null}
    </th>
    <td>
      <StatusBadge status={row.status} />
      {row.forced ? <span class="muted small"> by force</span> : null}
    </td>
    <td>
      {row.reviewedBy === null ? <span class="muted">nobody yet</span> : <By person={row.reviewedBy} />}
      {row.reviewedAt === null ? null : (
        <>
          , <Ago at={row.reviewedAt} now={now} />
        </>
      )}
    </td>
  </tr>
);

const VoteLine = ({ vote, now }: { readonly vote: PersonalVote; readonly now: Instant }) => (
  <tr>
    <th scope="row">
      <By person={vote.by} />
    </th>
    <td>
      <StatusBadge status={STATUS_OF[vote.verdict]} />
    </td>
    <td>
      <Ago at={vote.at} now={now} />
    </td>
  </tr>
);

/** Null where nobody was asked by group and nobody has voted. */
export const Votes = ({ view, now }: { readonly view: ReviewView; readonly now: Instant }) => {
  const { groups, votes } = view.review;
  if (groups.length === 0 && votes.length === 0) return null;
  return (
    <section class="card" aria-labelledby="votes">
      <h2 id="votes">{groups.length > 0 ? "Groups" : "Votes"}</h2>
      <div class="wide-table" role="group" aria-labelledby="votes" tabindex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{groups.length > 0 ? "Group" : "Who"}</th>
              <th scope="col">Said</th>
              <th scope="col">{groups.length > 0 ? "Who and when" : "When"}</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((row) => (
              <GroupLine row={row} isOwn={view.viewer.groups.includes(row.group)} now={now} />
            ))}
            {groups.length > 0 ? null : votes.map((vote) => <VoteLine vote={vote} now={now} />)}
          </tbody>
        </table>
      </div>
    </section>
  );
};
