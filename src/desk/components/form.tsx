// Parts of forms: each control with its label, its hint and what is wrong with it, tied together for who cannot see.

import type { Child } from "hono/jsx";

/** What is wrong with one field. `field` is the control's id; null: it belongs to the form as a whole. */
export interface FieldProblem {
  readonly field: string | null;
  readonly message: string;
}

interface FieldProps {
  readonly id: string;
  readonly label: Child;
  readonly hint?: Child;
  readonly problems?: readonly FieldProblem[];
}

/** Attributes that tie a control to its hint and its problem. */
export const describedBy = (id: string, { hint, problems }: Pick<FieldProps, "hint" | "problems">) => {
  const isWrong = problems?.some(({ field }) => field === id) ?? false;
  const ids = [...(hint === undefined ? [] : [`${id}-hint`]), ...(isWrong ? [`${id}-problem`] : [])];
  return {
    ...(ids.length === 0 ? {} : { "aria-describedby": ids.join(" ") }),
    ...(isWrong ? { "aria-invalid": "true" as const } : {}),
  };
};

/** A label and its control, which is the child and has that id. */
export const Field = ({ id, label, hint, problems = [], children }: FieldProps & { readonly children?: Child }) => (
  <div class="field">
    <label for={id}>{label}</label>
    {hint === undefined ? null : (
      <p class="muted small" id={`${id}-hint`}>
        {hint}
      </p>
    )}
    {problems
      .filter(({ field }) => field === id)
      .map(({ message }) => (
        <p class="problem" id={`${id}-problem`}>
          {message}
        </p>
      ))}
    {children}
  </div>
);

interface TextProps extends FieldProps {
  readonly name: string;
  readonly value?: string;
  readonly required?: boolean;
}

export const TextField = ({ name, value = "", required = false, ...field }: TextProps) => (
  <Field {...field}>
    <input id={field.id} name={name} value={value} dir="auto" required={required} {...describedBy(field.id, field)} />
  </Field>
);

/**
 * The line break behind the opening tag is one that HTML drops: without it, a text that begins with one would lose it.
 */
export const TextArea = ({
  name,
  value = "",
  required = false,
  rows = 3,
  ...field
}: TextProps & { readonly rows?: number }) => (
  <Field {...field}>
    <textarea
      id={field.id}
      name={name}
      rows={rows}
      dir="auto"
      required={required}
      {...describedBy(field.id, field)}
    >{`\n${value}`}</textarea>
  </Field>
);

export interface Option {
  readonly value: string;
  readonly label: string;
}

export const SelectField = ({
  name,
  value = "",
  options,
  ...field
}: TextProps & { readonly options: readonly Option[] }) => (
  <Field {...field}>
    <select id={field.id} name={name} {...describedBy(field.id, field)}>
      {options.map((option) => (
        <option value={option.value} selected={option.value === value}>
          {option.label}
        </option>
      ))}
    </select>
  </Field>
);

/** One choice of several, or of one; the label follows the control. */
export const Choice = ({
  type,
  id,
  name,
  value,
  label,
  checked = false,
}: {
  readonly type: "checkbox" | "radio";
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly label: Child;
  readonly checked?: boolean;
}) => (
  <div class="choice">
    <input type={type} id={id} name={name} value={value} checked={checked} />
    <label for={id}>{label}</label>
  </div>
);

/** What went wrong, before everything else on the page, each with a link to its field. */
export const ErrorSummary = ({
  title,
  problems,
  children,
}: {
  readonly title: Child;
  readonly problems: readonly FieldProblem[];
  readonly children?: Child;
}) => (
  <div class="notice notice-error problems" role="alert" id="problems">
    <h2>{title}</h2>
    {problems.length === 0 ? null : (
      <ul>
        {problems.map(({ field, message }) => (
          <li>{field === null ? message : <a href={`#${field}`}>{message}</a>}</li>
        ))}
      </ul>
    )}
    {children}
  </div>
);
