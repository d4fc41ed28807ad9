// The head of a review's page: what it is, how it stands, how long is left, who asked, what hangs on it.

import type { Child } from "hono/jsx";
import { isOpen, type Review } from "../../core/review/review.ts";
import type { Instant } from "../../core/time.ts";
import { DialectBadge, PriorityBadge, StatusBadge } from "../components/badge.tsx";
import { List } from "../components/event-words.tsx";
import { Foreign, LongText } from "../components/foreign-text.tsx";
import { Ago, Moment } from "../components/moment.tsx";
import { namesOf, Who } from "../components/people.tsx";
import { SlaText } from "../components/sla-text.tsx";
import { slaFactsOf } from "../components/sla-words.ts";
import { durationWords } from "../components/time-words.ts";
import type { ReviewView } from "./read-review.ts";

interface FactsProps {
  readonly view: ReviewView;
  readonly now: Instant;
}

export const Headline = ({ view, now }: FactsProps) => {
  const { review } = view;
  return (
    <header class="review-head">
      <h1>
        <Foreign text={review.subject.type.replaceAll("_", " ")} /> <Foreign text={review.subject.id} />
      </h1>
      <p class="badges">
        <StatusBadge status={review.status} /> <PriorityBadge priority={review.priority} />{" "}
        <DialectBadge dialect={review.dialect} /> <SlaText facts={slaFactsOf(review, isOpen)} now={now} />
      </p>
      <a class="jump" href="#decision">
        To the decision
      </a>
    </header>
  );
};

const Fact = ({ name, children }: { readonly name: string; readonly children?: Child }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** What an approval lets the requester do; null: nothing beside the answer. */
const accessWords = ({ policy: { access } }: Review): string | null => {
  if (access === null) return null;
  return access.kind === "once" ? "Run it once" : `Keep access for ${durationWords(access.durationMs)}`;
};

const windowWords = ({ timeWindow }: Review): string | null => {
  if (timeWindow === null) return null;
  const { start_time: start, end_time: end } = timeWindow.configuration;
  return start === undefined || end === undefined ? timeWindow.type : `${start} to ${end} UTC, daily`;
};

/** Null while nothing is decided. */
export const Settlement = ({ view, now }: FactsProps) => {
  const { decision, outcome, reasons } = view.review;
  const nameOf = namesOf(view.document.members);
  if (decision === null) return null;
  return (
    <div class="decision">
      <p>
        Decided by <Who person={decision.by} nameOf={nameOf} you={view.viewer} />
        {decision.automated ? ", because its time had come" : ""}, <Ago at={decision.at} now={now} />
        {outcome === null ? null : (
          <>
            : <Foreign text={outcome} />
          </>
        )}
        {reasons.length === 0 ? null : (
          <>
            {" "}
            (<List items={reasons.map((reason) => <Foreign text={reason} />)} />)
          </>
        )}
      </p>
      {decision.reason === null ? null : <LongText text={decision.reason} />}
      {decision.notes === null ? null : <LongText text={decision.notes} />}
    </div>
  );
};

/** How running it went, where it ran. */
const Run = ({ view, now }: FactsProps) => {
  const { execution, status } = view.review;
  if (execution === null) return null;
  const { result, exitCode, output, reportedAt, deadlineAt } = execution;
  return (
    <Fact name="Run">
      <StatusBadge status={status} /> by{" "}
      <Who person={execution.claimedBy} nameOf={namesOf(view.document.members)} you={view.viewer} />,{" "}
      <Ago at={execution.claimedAt} now={now} />
      {reportedAt === null ? (
        <>
          , to be reported by <Moment at={deadlineAt} now={now} />
        </>
      ) : (
        <>: {result}</>
      )}
      {exitCode === null ? "" : `, exit code ${exitCode}`}
      {output === null ? null : (
        <div class="texts">
          <LongText text={output} />
        </div>
      )}
    </Fact>
  );
};

export const Facts = ({ view, now }: FactsProps) => {
  const { review, eligibility } = view;
  const { claim } = eligibility;
  const nameOf = namesOf(view.document.members);
  const member = (id: string): Child => <Who person={{ kind: "member", id }} nameOf={nameOf} you={view.viewer} />;
  const access = accessWords(review);
  const window = windowWords(review);
  const { escalation, expiresAt, sla, requester } = review;
  return (
    <dl class="facts fact-grid">
      <Fact name="Asked for by">
        {requester === null ? (
          <span class="muted">nobody in particular</span>
        ) : (
          <Who person={requester} nameOf={nameOf} you={view.viewer} />
        )}
      </Fact>
      <Fact name="Asked">
        <Moment at={review.createdAt} now={now} />
      </Fact>
      {sla === null || !isOpen(review.status) ? null : (
        <Fact name="Due">
          <Moment at={sla.dueAt} now={now} />
        </Fact>
      )}
      {expiresAt === null || !isOpen(review.status) ? null : (
        <Fact name="Expires">
          <Moment at={expiresAt} now={now} />
        </Fact>
      )}
      <Fact name="Given to">
        {review.assignedTo === null ? <span class="muted">nobody</span> : member(review.assignedTo)}
      </Fact>
      {claim === null ? null : (
        <Fact name="Being worked on by">
          <Who person={{ kind: "member", id: claim.by.id }} nameOf={nameOf} you={view.viewer} />, until{" "}
          <Moment at={claim.until} now={now} />
        </Fact>
      )}
      {escalation === null ? null : (
        <Fact name={escalation.isPickedUp ? "Was escalated to" : "Escalated to"}>
          {escalation.to.length === 0 ? "nobody" : <List items={escalation.to.map(member)} />}, level {escalation.level}
          , <Ago at={escalation.at} now={now} />
          {escalation.reason === null ? null : <LongText text={escalation.reason} />}
        </Fact>
      )}
      {access === null ? null : <Fact name="An approval lets them">{access}</Fact>}
      {review.accessEndsAt === null || review.policy.access?.kind !== "timed" ? null : (
        <Fact name="Access ends">
          <Moment at={review.accessEndsAt} now={now} />
        </Fact>
      )}
      <Run view={view} now={now} />
      {window === null ? null : (
        <Fact name="Allowed to run">
          <Foreign text={window} />
        </Fact>
      )}
      {review.policy.ruleName === null ? null : (
        <Fact name="Rule that asks">
          <Foreign text={review.policy.ruleName} />
        </Fact>
      )}
    </dl>
  );
};
