// The forms that decide: a verdict, an outcome, findings and completion. Only what the kernel would take now is offered;
// it is asked again when the form comes. Buttons have keys: `data-key` is what the island listens for.

import type { Child } from "hono/jsx";
import type { OutcomeStanding } from "../../core/review/eligibility.ts";
import { Foreign } from "../components/foreign-text.tsx";
import { Choice, TextArea } from "../components/form.tsx";
import { whyNot } from "../components/why-not.ts";
import { reasonsField } from "./commands.ts";
import { FindingsFields } from "./findings-form.tsx";
import { ActionForm, type FormState, problemsOf, typedIn } from "./review-form.tsx";
import { isAllowed } from "./standing.tsx";

export interface FormsProps {
  readonly state: FormState;
}

const Key = ({ children }: { readonly children?: Child }) => <kbd aria-hidden="true">{children}</kbd>;

const VerdictForm = ({ state }: FormsProps) => {
  const { verbs } = state.view.eligibility;
  const typed = typedIn(state, "decide");
  const problems = problemsOf(state, "decide");
  const may = { approve: isAllowed(verbs.approve), reject: isAllowed(verbs.reject), revoke: isAllowed(verbs.revoke) };
  const mayForce = isAllowed(verbs.force);
  if (!may.approve && !may.reject && !may.revoke && !mayForce) return null;
  return (
    <ActionForm state={state} action="decide">
      <TextArea
        id="decide-reason"
        name="reason"
        label="Reason"
        hint="Kept with the decision. Optional."
        value={typed?.get("reason") ?? ""}
        problems={problems}
      />
      <div class="actions">
        {may.approve ? (
          <button class="primary" type="submit" name="verdict" value="approve" data-key="a">
            Approve <Key>a</Key>
          </button>
        ) : null}
        {may.reject ? (
          <button class="danger" type="submit" name="verdict" value="reject" data-key="r">
            Reject <Key>r</Key>
          </button>
        ) : null}
        {may.revoke ? (
          <button class="danger" type="submit" name="verdict" value="revoke">
            Revoke
          </button>
        ) : null}
        {mayForce ? (
          <button type="submit" name="verdict" value="force">
            Approve by force
          </button>
        ) : null}
      </div>
      <NextBox state={state} />
    </ActionForm>
  );
};

/** Where the page was opened from the queue, the next review of the same filters follows the decision. */
const NextBox = ({ state }: FormsProps) =>
  state.next === null ? null : (
    <>
      <input type="hidden" name="_next" value={state.next} />
      <p class="muted small">The next review of your queue follows.</p>
    </>
  );

const OutcomeChoice = ({
  outcome: { rule, reasons },
  index,
  typed,
}: {
  readonly outcome: OutcomeStanding;
  readonly index: number;
  readonly typed: URLSearchParams | null;
}) => {
  const id = `outcome_${index + 1}`;
  const refusal = reasons[0];
  if (refusal !== undefined) {
    return (
      <div class="choice-group">
        <p class="muted">
          <Foreign text={rule.outcome} />: {whyNot(refusal)}
        </p>
      </div>
    );
  }
  const field = reasonsField(index);
  const chosen = typed?.getAll(field) ?? [];
  return (
    <div class="choice-group">
      <Choice
        type="radio"
        id={id}
        name="outcome"
        value={rule.outcome}
        label={<Foreign text={rule.outcome} />}
        checked={typed?.get("outcome") === rule.outcome}
      />
      {rule.reasons.length === 0 ? null : (
        <fieldset class="linked-reasons">
          <legend>
            Reasons for <Foreign text={rule.outcome} />
          </legend>
          {rule.reasons.map((reason, place) => (
            <Choice
              type="checkbox"
              id={`${field}_${place + 1}`}
              name={field}
              value={reason}
              label={<Foreign text={reason} />}
              checked={chosen.includes(reason)}
            />
          ))}
        </fieldset>
      )}
    </div>
  );
};

const OutcomeForm = ({ state }: FormsProps) => {
  const { verbs, outcomes } = state.view.eligibility;
  const typed = typedIn(state, "outcome");
  if (!isAllowed(verbs.outcome)) return null;
  return (
    <ActionForm state={state} action="outcome">
      <fieldset class="outcomes">
        <legend>Outcome</legend>
        {outcomes.map((outcome, index) => (
          <OutcomeChoice outcome={outcome} index={index} typed={typed} />
        ))}
      </fieldset>
      <TextArea
        id="outcome-notes"
        name="notes"
        label="Notes"
        hint="Kept with the decision. Optional."
        value={typed?.get("notes") ?? ""}
        problems={problemsOf(state, "outcome")}
      />
      <div class="actions">
        <button class="primary" type="submit" data-key="a">
          Record the outcome <Key>a</Key>
        </button>
      </div>
      <NextBox state={state} />
    </ActionForm>
  );
};

/** Saving and completing are one form: what is written is sent with either button. */
const FindingsForm = ({ state }: FormsProps) => {
  const { review, eligibility } = state.view;
  const { verbs } = eligibility;
  const { policy, findings, secondReview } = review;
  const maySave = verbs.findings.reasons.length === 0 && policy.findings !== "none";
  const mayComplete = isAllowed(verbs.complete);
  if (!maySave && !mayComplete) return null;
  const typed = typedIn(state, "findings") ?? typedIn(state, "complete");
  const problems = [...problemsOf(state, "findings"), ...problemsOf(state, "complete")];
  const isTheWay = !policy.endings.includes("vote");
  const form = (
    <ActionForm state={state} action={mayComplete ? "complete" : "findings"}>
      {policy.findings === "none" ? null : (
        <FindingsFields shape={policy.findingsShape ?? null} saved={findings} typed={typed} problems={problems} />
      )}
      {secondReview === "not_needed" && mayComplete ? (
        <Choice
          type="checkbox"
          id="second_review"
          name="second_review"
          value="yes"
          label="Somebody else has to complete it too"
          checked={typed?.get("second_review") === "yes"}
        />
      ) : null}
      <div class="actions">
        {mayComplete ? (
          <button class={isTheWay ? "primary" : undefined} type="submit" {...(isTheWay ? { "data-key": "a" } : {})}>
            Complete {isTheWay ? <Key>a</Key> : null}
          </button>
        ) : null}
        {maySave ? (
          <button type="submit" formaction={state.actionPath("findings")}>
            Save findings
          </button>
        ) : null}
      </div>
      {mayComplete ? <NextBox state={state} /> : null}
    </ActionForm>
  );
  if (isTheWay) return form;
  // Where people vote, findings are the exception.
  return (
    <details class="fold" open={typed !== null}>
      <summary>{mayComplete ? "Findings, or complete without a vote" : "Findings"}</summary>
      {form}
    </details>
  );
};

const StartForm = ({ state }: FormsProps) => {
  const { verbs } = state.view.eligibility;
  const isWork = state.view.review.policy.endings.includes("completion");
  if (!isWork || !isAllowed(verbs.start)) return null;
  return (
    <ActionForm state={state} action="start">
      <div class="actions">
        <button class="quiet" type="submit">
          Start to work on it
        </button>
      </div>
    </ActionForm>
  );
};

/** Null where nothing can be decided by whoever looks. */
export const DecisionForms = ({ state }: FormsProps) => (
  <>
    <VerdictForm state={state} />
    <OutcomeForm state={state} />
    <FindingsForm state={state} />
    <StartForm state={state} />
  </>
);
