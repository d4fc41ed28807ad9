// The page of one review: what is asked and what it shows, who else must agree, how long is left, what the reader may do
// and why not the rest, what has happened.

import type { Child } from "hono/jsx";
import { VERBS } from "../../core/review/verbs.ts";
import { Foreign, LongText } from "../components/foreign-text.tsx";
import { ErrorSummary } from "../components/form.tsx";
import { ChainMark, History, type HistoryEntry, type HistoryView } from "../components/history.tsx";
import { visibleText } from "../components/hidden-characters.ts";
import { JsonView } from "../components/json-view.tsx";
import { Ago } from "../components/moment.tsx";
import { namesOf } from "../components/people.tsx";
import { page } from "../layout.tsx";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { DecisionForms } from "./decision-forms.tsx";
import { Facts, Headline, Settlement } from "./facts.tsx";
import { Votes } from "./groups.tsx";
import { OtherForms } from "./other-forms.tsx";
import type { FormState, Refused } from "./review-form.tsx";
import { isAllowed, Others, StillNeeded, YourStanding } from "./standing.tsx";

/** Events that are shown before the fold, and behind it; the API has those that are older. */
const SHOWN_EVENTS = 30;
const FOLDED_EVENTS = 500;

const isEmpty = (value: unknown): boolean =>
  value === null || (typeof value === "object" && Object.keys(value).length === 0);

const historyView = ({ view, c }: FormState): HistoryView => ({
  nameOf: namesOf(view.document.members),
  you: view.viewer,
  now: c.var.now,
});

const Asked = ({ state: { view } }: { readonly state: FormState }) => (
  <section class="card" aria-labelledby="asked">
    <h2 id="asked">What is asked</h2>
    {view.isScrubbed ? <p class="muted small">Personal data is hidden from you here.</p> : null}
    {isEmpty(view.payload) ? (
      <p class="muted">Nothing was sent with it.</p>
    ) : (
      <JsonView value={view.payload} label="What is asked" />
    )}
    {isEmpty(view.extra) ? null : (
      <details class="fold">
        <summary>Terms</summary>
        <JsonView value={view.extra} label="Terms" />
      </details>
    )}
  </section>
);

const Notes = ({ state: { view, c } }: { readonly state: FormState }) =>
  view.review.notes.length === 0 ? null : (
    <section class="card" aria-labelledby="notes">
      <h2 id="notes">Notes</h2>
      <ol class="plain notes">
        {view.review.notes.map(({ by, at, text }) => (
          <li>
            <p class="muted small">
              <Foreign text={by.name === "" ? by.id : by.name} />, <Ago at={at} now={c.var.now} />
            </p>
            {text === null ? <p class="muted">This note has been erased.</p> : <LongText text={text} />}
          </li>
        ))}
      </ol>
    </section>
  );

/** Findings of a review that takes none any more; while it does, they stand in their form. */
const Found = ({ state: { view } }: { readonly state: FormState }) => {
  const { findings } = view.review;
  const isInForm = view.eligibility.verbs.findings.reasons.length === 0;
  if (isEmpty(findings) || isInForm) return null;
  return (
    <section class="card" aria-labelledby="found">
      <h2 id="found">Findings</h2>
      <JsonView value={findings} label="Findings" />
    </section>
  );
};

const Past = ({ state }: { readonly state: FormState }) => {
  const { history, chain } = state.view;
  const view = historyView(state);
  const recent = history.slice(-SHOWN_EVENTS);
  const earlier = history.slice(0, -SHOWN_EVENTS).slice(-FOLDED_EVENTS);
  return (
    <section class="card" aria-labelledby="history">
      <h2 id="history">History</h2>
      <ChainMark {...chain} />
      {earlier.length === 0 ? null : (
        <details class="fold">
          <summary>Show {earlier.length} earlier events</summary>
          <History entries={earlier} view={view} />
        </details>
      )}
      <History entries={recent} view={view} />
    </section>
  );
};

/** What somebody wrote into a form that does not stand on the page any more. */
const Typed = ({ form }: { readonly form: URLSearchParams }) => {
  const written = [...form].filter(([name, value]) => !name.startsWith("_") && value.trim() !== "");
  if (written.length === 0) return null;
  return (
    <details class="fold" open>
      <summary>What you wrote</summary>
      <dl class="facts">
        {written.map(([name, value]) => (
          <div>
            <dt>
              <Foreign text={name.replaceAll("_", " ")} />
            </dt>
            <dd>
              <LongText text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
};

const DECIDING = {
  decide: ["approve", "force", "reject", "revoke"],
  outcome: ["outcome"],
  complete: ["complete"],
} as const;

/** Whether the form stands on the page again, and what was typed in it. */
const isOffered = ({ view: { eligibility } }: FormState, action: string): boolean => {
  const { verbs } = eligibility;
  if (action === "decide" || action === "outcome" || action === "complete") {
    return DECIDING[action].some((verb) => isAllowed(verbs[verb]));
  }
  const verb = VERBS.find((known) => known === action);
  return verb !== undefined && verbs[verb].reasons.length === 0;
};

const since = (history: readonly HistoryEntry[], version: number): readonly HistoryEntry[] =>
  history.filter(({ row }) => row.event.version > version);

const Refusal = ({ state, refused }: { readonly state: FormState; readonly refused: Refused }) => {
  const changes = refused.outgrown === null ? [] : since(state.view.history, refused.outgrown);
  return (
    <ErrorSummary title={refused.title} problems={refused.problems}>
      {changes.length === 0 ? null : (
        <>
          <p>What has happened since you opened the page:</p>
          <History entries={changes} view={historyView(state)} />
        </>
      )}
      {isOffered(state, refused.action) ? null : <Typed form={refused.form} />}
    </ErrorSummary>
  );
};

export interface ReviewPageOptions {
  readonly status: ContentfulStatusCode;
  /** Said once, after a write. */
  readonly done: string | null;
}

const Columns = ({ state }: { readonly state: FormState }): Child => (
  <div class="review-columns">
    <div class="review-main">
      <Asked state={state} />
      <Found state={state} />
      <Votes view={state.view} now={state.c.var.now} />
      <Notes state={state} />
    </div>
    <div class="review-side">
      <section class="card" aria-labelledby="decide" id="decision">
        <h2 id="decide">Decision</h2>
        <Settlement view={state.view} now={state.c.var.now} />
        <StillNeeded view={state.view} />
        <YourStanding view={state.view} />
        <DecisionForms state={state} />
        <Others view={state.view} />
      </section>
      <section class="card" aria-labelledby="about">
        <h2 id="about">About</h2>
        <Facts view={state.view} now={state.c.var.now} />
      </section>
      <section class="card" aria-labelledby="more">
        <h2 id="more">More</h2>
        <OtherForms state={state} />
      </section>
    </div>
    <div class="review-past">
      <Past state={state} />
    </div>
  </div>
);

export const reviewPage = (state: FormState, { status, done }: ReviewPageOptions): Promise<Response> => {
  const { c, view, refused } = state;
  const { subject, id, version } = view.review;
  const title = visibleText(`${subject.type.replaceAll("_", " ")} ${subject.id}`);
  return page(
    c,
    { title, active: "queue", status, island: "review" },
    <article class="review" data-review={id} data-version={String(view.version)} data-seen={String(version)}>
      {refused === null ? null : <Refusal state={state} refused={refused} />}
      {done === null ? null : (
        <p class="notice notice-good" role="status">
          {done}
        </p>
      )}
      <Headline view={view} now={c.var.now} />
      <Columns state={state} />
    </article>,
  );
};
