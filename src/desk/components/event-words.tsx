// One sentence for each event of a review: who did what. When and through which entrance stands beside it (history.tsx).
// The switch is exhaustive: an event that the kernel learns breaks the build here.

import type { Child } from "hono/jsx";
import type { Json } from "../../core/json.ts";
import type { AuditEvent } from "../../core/review/audit-event.ts";
import { EVENT_TYPES, type EventType } from "../../core/review/events.ts";
import type { Instant } from "../../core/time.ts";
import { instantAt, isTrueAt, numberAt, objectsAt, personAt, type TrailFacts, textAt, textsAt } from "./event-data.ts";
import { Foreign } from "./foreign-text.tsx";
import { type NameOf, type PersonRef, Who } from "./people.tsx";
import { instantWords } from "./time-words.ts";

export interface Telling {
  readonly event: AuditEvent;
  /** What was so before it. */
  readonly before: TrailFacts;
  readonly nameOf: NameOf;
  readonly you?: PersonRef | undefined;
}

/** `a`, `a and b`, `a, b and c`. */
export const List = ({ items }: { readonly items: readonly Child[] }) => (
  <>
    {items.map((item, index) => (
      <>
        {index === 0 ? "" : index === items.length - 1 ? " and " : ", "}
        {item}
      </>
    ))}
  </>
);

const names = (words: readonly string[]): Child => <List items={words.map((word) => <Foreign text={word} />)} />;

const members = (ids: readonly string[], { nameOf, you }: Telling): Child => (
  <List items={ids.map((id) => <Who person={{ kind: "member", id }} nameOf={nameOf} you={you} />)} />
);

const when = (at: Instant | null): string => (at === null ? "an unknown time" : instantWords(at));

/** The groups whose rows a vote stamped: ` for banking and sre`. */
const forGroups = (data: Json): Child => {
  const groups = objectsAt(data, "rows").flatMap((row) => textAt(row, "group") ?? []);
  return groups.length === 0 ? null : <> for {names(groups)}</>;
};

const opened = (data: Json, { event, nameOf, you }: Telling): Child => {
  const requester = personAt(data, "requester");
  const asker = event.actor;
  const isForOther = requester !== null && (requester.kind !== asker.kind || requester.id !== asker.id);
  const groups = objectsAt(data, "groups").flatMap((row) => textAt(row, "group") ?? []);
  return (
    <>
      asked {groups.length === 0 ? null : <>{names(groups)} </>}for this review
      {isForOther ? (
        <>
          {" "}
          in the name of <Who person={requester} nameOf={nameOf} you={you} />
        </>
      ) : null}
    </>
  );
};

const VOTE = { approve: "voted to approve", reject: "voted to reject", revoke: "voted to revoke" } as const;

const voted = (data: Json): Child => {
  const verdict = textAt(data, "verdict");
  const words = verdict === "approve" || verdict === "reject" || verdict === "revoke" ? VOTE[verdict] : "voted";
  return (
    <>
      {words}
      {forGroups(data)}; that did not settle it alone
    </>
  );
};

const settled = (verb: "approved" | "rejected" | "revoked", data: Json): Child => {
  if (isTrueAt(data, "automated")) return <>{verb} it, because its time had come</>;
  const forced = isTrueAt(data, "forced") ? <> by force</> : null;
  return (
    <>
      {verb} it{forced}
      {forGroups(data)}
    </>
  );
};

const assigned = (data: Json, telling: Telling): Child => {
  const { before } = telling;
  const assignedTo = textAt(data, "assignedTo");
  const priority = textAt(data, "priority");
  const dueAt = instantAt(data, "sla", "dueAt");
  const changes: Child[] = [];
  if (assignedTo !== before.assignedTo) {
    changes.push(assignedTo === null ? "took it from its assignee" : <>gave it to {members([assignedTo], telling)}</>);
  }
  if (priority !== null) changes.push(<>set its priority to {names([priority])}</>);
  if (dueAt !== null && dueAt !== before.dueAt) changes.push(`moved its deadline to ${when(dueAt)}`);
  return changes.length === 0 ? "confirmed who it is given to" : <List items={changes} />;
};

const started = (data: Json, telling: Telling): Child => {
  const assignedTo = textAt(data, "assignedTo");
  const isOwn = assignedTo === telling.event.actor.id;
  const others = assignedTo === null || isOwn ? null : <>, which is given to {members([assignedTo], telling)}</>;
  return <>started to work on it{others}</>;
};

const escalated = (data: Json, telling: Telling): Child => {
  const to = textsAt(data, "to");
  const level = numberAt(data, "level");
  return (
    <>
      escalated it{level === null ? "" : ` to level ${level}`}
      {to.length === 0 ? ", with nobody to tell" : <> and told {members(to, telling)}</>}
    </>
  );
};

const completed = (data: Json): Child => {
  const outcome = textAt(data, "outcome");
  const reasons = textsAt(data, "reasons");
  const isBorn = textAt(data, "opening", "dialect") !== null;
  return (
    <>
      {isBorn ? "recorded it as decided" : "completed it"}
      {outcome === null ? null : <> as {names([outcome])}</>}
      {reasons.length === 0 ? null : <>, because: {names(reasons)}</>}
    </>
  );
};

const ran = (data: Json): string => {
  const exitCode = numberAt(data, "exitCode");
  const result = textAt(data, "result") === "succeeded" ? "succeeded" : "failed";
  return exitCode === null ? result : `${result} with exit code ${exitCode}`;
};

const happened = (type: EventType, data: Json, telling: Telling): Child => {
  switch (type) {
    case "opened":
      return opened(data, telling);
    case "vote_cast":
      return voted(data);
    case "approved":
    case "rejected":
    case "revoked":
      return settled(type, data);
    case "assigned":
      return assigned(data, telling);
    case "started":
      return started(data, telling);
    case "escalated":
      return escalated(data, telling);
    case "findings_saved":
      return "saved findings";
    case "second_review_requested":
      return personAt(data, "firstCompletedBy") === null
        ? "asked for a second reviewer"
        : "completed it first; somebody else must complete it too";
    case "completed":
      return completed(data);
    case "note_added":
      return "added a note";
    case "paused":
      return "paused its deadline";
    case "resumed":
      return "let its deadline run again";
    case "execution_started":
      return `started to run it, to be done by ${when(instantAt(data, "deadlineAt"))}`;
    case "executed":
      return `reported that the run ${ran(data)}`;
    case "execution_unknown":
      return "heard nothing of the run in time: its outcome is unknown";
    case "execution_report_late":
      return `reported too late that the run ${ran(data)}`;
    case "expired":
      return "let it expire undecided";
    case "cancelled":
      return "took the question back";
    case "sla_at_risk":
      return "warned that its deadline is near";
    case "sla_breached":
      return "found its deadline breached";
  }
};

/** `Carla approved it for banking`. Of a type that this version does not know, its name. */
export const EventSentence = (telling: Telling) => {
  const { event, nameOf, you } = telling;
  const type = EVENT_TYPES.find((known) => known === event.type);
  return (
    <>
      <span class="actor">
        <Who person={event.actor} nameOf={nameOf} you={you} begins />
      </span>{" "}
      {type === undefined ? (
        <>did something that is called {names([event.type])}</>
      ) : (
        happened(type, event.data, telling)
      )}
    </>
  );
};
