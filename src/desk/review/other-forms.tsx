// What else can be done to a review: a note, whom it is given to, escalation, its clock, taking the question back. Each
// form is folded, works without a script, and stands there only where the kernel would take it.

import type { Child } from "hono/jsx";
import { isAdministrator } from "../../core/review/actor.ts";
import type { Verb } from "../../core/review/verbs.ts";
import { type Option, SelectField, TextArea } from "../components/form.tsx";
import { visibleText } from "../components/hidden-characters.ts";
import type { Action } from "./commands.ts";
import type { FormsProps } from "./decision-forms.tsx";
import { ActionForm, type FormState, problemsOf, typedIn } from "./review-form.tsx";

interface FoldProps extends FormsProps {
  readonly action: Action;
  readonly title: string;
  readonly button: string;
  readonly isDangerous?: boolean;
  readonly isFresh?: boolean;
  readonly children?: Child;
}

const Fold = ({ state, action, title, button, isDangerous = false, isFresh = false, children }: FoldProps) => (
  <details class="fold" open={typedIn(state, action) !== null} data-fold={action}>
    <summary>{title}</summary>
    <ActionForm state={state} action={action} isFresh={isFresh}>
      {children}
      <div class="actions">
        <button class={isDangerous ? "danger" : undefined} type="submit">
          {button}
        </button>
      </div>
    </ActionForm>
  </details>
);

const Reason = ({ state, action }: FormsProps & { readonly action: Action }) => (
  <TextArea
    id={`${action}-reason`}
    name="reason"
    label="Reason"
    hint="Optional."
    rows={2}
    value={typedIn(state, action)?.get("reason") ?? ""}
    problems={problemsOf(state, action)}
  />
);

const mayDo = ({ view }: FormState, verb: Verb): boolean => view.eligibility.verbs[verb].reasons.length === 0;

/** Without a clock there is nothing that a pause would stop. */
const hasClock = ({ view: { review } }: FormState): boolean =>
  review.sla !== null || review.expiresAt !== null || review.ladder !== null;

const memberOptions = ({ view }: FormState): readonly Option[] =>
  view.document.members
    .filter(({ active }) => active)
    .map(({ id, name }) => ({ value: id, label: visibleText(name === "" ? id : name) }));

const AssignForm = ({ state }: FormsProps) => {
  const typed = typedIn(state, "assign");
  return (
    <Fold state={state} action="assign" title="Give it to somebody" button="Give it">
      <SelectField
        id="assigned_to"
        name="assigned_to"
        label="To"
        value={typed?.get("assigned_to") ?? state.view.review.assignedTo ?? ""}
        options={[{ value: "", label: "nobody" }, ...memberOptions(state)]}
        problems={problemsOf(state, "assign")}
      />
    </Fold>
  );
};

/** Everybody, every group and every role that somebody active has. */
const targetOptions = (state: FormState): readonly Option[] => {
  const members = state.view.document.members.filter(({ active }) => active);
  const groups = [...new Set(members.flatMap((member) => member.groups))];
  const roles = [...new Set(members.map(({ role }) => role))];
  return [
    ...groups.map((group) => ({ value: `group:${group}`, label: `group ${visibleText(group)}` })),
    ...roles.map((role) => ({ value: `role:${role}`, label: `everybody who is ${role}` })),
    ...memberOptions(state),
  ];
};

const EscalateForm = ({ state }: FormsProps) => {
  const { ladder } = state.view.review.policy;
  const byItself = ladder.length > 0 ? "the next rung of the ladder" : "whoever owns the workspace";
  return (
    <Fold state={state} action="escalate" title="Escalate" button="Escalate">
      <SelectField
        id="to"
        name="to"
        label="Tell"
        value={typedIn(state, "escalate")?.get("to") ?? ""}
        options={[{ value: "", label: byItself }, ...targetOptions(state)]}
        problems={problemsOf(state, "escalate")}
      />
      <Reason state={state} action="escalate" />
    </Fold>
  );
};

const NoteForm = ({ state }: FormsProps) => (
  <Fold state={state} action="note" title="Add a note" button="Add the note" isFresh>
    <TextArea
      id="note"
      name="note"
      label="Note"
      value={typedIn(state, "note")?.get("note") ?? ""}
      problems={problemsOf(state, "note")}
      required
    />
  </Fold>
);

/** Taking the lease, renewing it or giving it back; an administrator may end anybody's. */
const ClaimForms = ({ state }: FormsProps) => {
  const { claim, claimRefusals } = state.view.eligibility;
  const { viewer } = state.view;
  const isOwn = claim?.by.id === viewer.id;
  const mayRelease = isOwn || (claim !== null && isAdministrator(viewer.role));
  const mayClaim = claimRefusals.length === 0 && !isOwn;
  if (!mayClaim && !mayRelease) return null;
  return (
    <div class="actions">
      {mayClaim ? (
        <ActionForm state={state} action="claim" isFresh>
          <button type="submit">{claim === null ? "I am working on it" : "Take it over"}</button>
        </ActionForm>
      ) : null}
      {mayRelease ? (
        <ActionForm state={state} action="release" isFresh>
          <button type="submit">{isOwn ? "Stop working on it" : "End their claim"}</button>
        </ActionForm>
      ) : null}
    </div>
  );
};

export const OtherForms = ({ state }: FormsProps) => (
  <>
    <ClaimForms state={state} />
    {mayDo(state, "note") ? <NoteForm state={state} /> : null}
    {mayDo(state, "assign") ? <AssignForm state={state} /> : null}
    {mayDo(state, "escalate") ? <EscalateForm state={state} /> : null}
    {mayDo(state, "pause") && hasClock(state) ? (
      <Fold state={state} action="pause" title="Pause the deadline" button="Pause">
        <Reason state={state} action="pause" />
      </Fold>
    ) : null}
    {mayDo(state, "resume") ? (
      <Fold state={state} action="resume" title="Let the deadline run again" button="Resume">
        <p class="muted small">What was left of the time when it was paused is left again.</p>
      </Fold>
    ) : null}
    {mayDo(state, "cancel") ? (
      <Fold state={state} action="cancel" title="Take the question back" button="Take it back" isDangerous>
        <Reason state={state} action="cancel" />
      </Fold>
    ) : null}
  </>
);
