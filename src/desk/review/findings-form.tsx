// The form for findings: what a review of this kind asks for, filled with what is saved, or with what was typed.

import type { Json, JsonObject } from "../../core/json.ts";
import type { FindingsShape, FindingsValue } from "../../core/review/findings-shape.ts";
import { describedBy, Field, type FieldProblem, SelectField, TextArea } from "../components/form.tsx";
import { fieldName, fieldText, JSON_FIELD, labelOf, SPARE_ROWS } from "./findings-fields.ts";

interface FieldsProps {
  readonly shape: FindingsShape | null;
  readonly saved: JsonObject | null;
  /** Null: nothing was typed yet. */
  readonly typed: URLSearchParams | null;
  readonly problems: readonly FieldProblem[];
}

interface OneProps extends Omit<FieldsProps, "shape"> {
  readonly name: string;
  readonly wanted: FindingsValue;
}

const isRecord = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const savedRows = (saved: Json | undefined): readonly JsonObject[] =>
  Array.isArray(saved) ? saved.filter(isRecord) : [];

const typedRows = (typed: URLSearchParams, key: string): number => {
  const rows = [...typed.keys()]
    .filter((name) => name.startsWith(`${fieldName(key)}.`))
    .map((name) => name.split(".")[2]);
  return new Set(rows).size;
};

const Records = ({ name, parts, saved, typed }: OneProps & { readonly parts: readonly string[] }) => {
  const rows = savedRows(saved?.[name]);
  const count = Math.max(rows.length + SPARE_ROWS, typed === null ? 0 : typedRows(typed, name));
  return (
    <fieldset class="records">
      <legend>{labelOf(name)}</legend>
      {Array.from({ length: count }, (_, index) => (
        <div class="record">
          {parts.map((part) => {
            const id = fieldName(name, index, part);
            const value = typed === null ? fieldText(rows[index]?.[part]) : (typed.get(id) ?? "");
            return (
              <div class="field">
                <label for={id}>
                  {labelOf(part)} <span class="muted">{index + 1}</span>
                </label>
                <input id={id} name={id} value={value} dir="auto" />
              </div>
            );
          })}
        </div>
      ))}
    </fieldset>
  );
};

const WORDS_OF_FLAG = [
  { value: "", label: "not said" },
  { value: "yes", label: "yes" },
  { value: "no", label: "no" },
] as const;

const One = (props: OneProps) => {
  const { name, wanted, saved, typed, problems } = props;
  const id = fieldName(name);
  const value = typed === null ? fieldText(saved?.[name]) : (typed.get(id) ?? "");
  const common = { id, name: id, label: labelOf(name), value, problems };
  switch (wanted.is) {
    case "flag":
      return <SelectField {...common} options={WORDS_OF_FLAG} />;
    case "text":
      return <TextArea {...common} />;
    case "texts":
      return <TextArea {...common} hint="One on each line." />;
    case "word":
      return (
        <SelectField
          {...common}
          options={[
            { value: "", label: "not said" },
            ...wanted.of.map((word) => ({ value: word, label: labelOf(word) })),
          ]}
        />
      );
    case "number": {
      const hint = `From ${wanted.from} to ${wanted.to}.`;
      return (
        <Field {...common} hint={hint}>
          <input
            id={id}
            name={id}
            value={value}
            inputmode="decimal"
            autocomplete="off"
            {...describedBy(id, { hint, problems })}
          />
        </Field>
      );
    }
    case "records":
      return <Records {...props} parts={wanted.of} />;
  }
};

export const FindingsFields = ({ shape, saved, typed, problems }: FieldsProps) => {
  if (shape === null) {
    const value =
      typed === null ? (saved === null ? "" : JSON.stringify(saved, null, 2)) : (typed.get(JSON_FIELD) ?? "");
    return (
      <TextArea
        id={JSON_FIELD}
        name={JSON_FIELD}
        label="Findings"
        hint='A JSON object, such as {"risk": "high"}. Keys that you leave out stay as they are.'
        rows={6}
        value={value}
        problems={problems}
      />
    );
  }
  return (
    <>
      {Object.entries(shape).map(([name, wanted]) => (
        <One name={name} wanted={wanted} saved={saved} typed={typed} problems={problems} />
      ))}
    </>
  );
};
