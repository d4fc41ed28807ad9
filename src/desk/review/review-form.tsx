// What all forms of a review's page share: where they go, what they carry, what was typed when one comes back.

import type { Child } from "hono/jsx";
import type { FieldProblem } from "../components/form.tsx";
import type { DeskContext } from "../context.ts";
import { FormSecrets } from "../form.tsx";
import type { Action } from "./commands.ts";
import type { ReviewView } from "./read-review.ts";

/** A form that was refused: shown again with everything in it. */
export interface Refused {
  readonly action: string;
  readonly form: URLSearchParams;
  readonly title: string;
  readonly problems: readonly FieldProblem[];
  /** The version that the form was made for, where the review has moved on since; null: it has not. */
  readonly outgrown: number | null;
}

export interface FormState {
  readonly c: DeskContext;
  readonly view: ReviewView;
  /** Null: the page is only looked at. */
  readonly refused: Refused | null;
  /** The queue's filters, as a query, where the page was opened from it; null: it was not. */
  readonly next: string | null;
  readonly actionPath: (action: Action | "claim" | "release") => string;
}

/** What was typed into this form; null: nothing came back. */
export const typedIn = ({ refused }: FormState, action: Action): URLSearchParams | null =>
  refused?.action === action ? refused.form : null;

export const problemsOf = ({ refused }: FormState, action: Action): readonly FieldProblem[] =>
  refused?.action === action ? refused.problems : [];

/**
 * `isFresh`: it decides nothing and is taken whatever has happened since, so it carries no version. Everything else says
 * what its sender looked at.
 */
export const ActionForm = ({
  state,
  action,
  isFresh = false,
  children,
}: {
  readonly state: FormState;
  readonly action: Action | "claim" | "release";
  readonly isFresh?: boolean;
  readonly children?: Child;
}) => (
  <form class="action-form" method="post" action={state.actionPath(action)} data-action={action}>
    {isFresh ? <FormSecrets c={state.c} /> : <FormSecrets c={state.c} version={state.view.version} />}
    {children}
  </form>
);
