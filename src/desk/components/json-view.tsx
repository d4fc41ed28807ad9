// Any JSON as people read it: names and values, objects and lists folded, large ones cut. Keys and values are foreign.
// Not a formatter: what it shows is for deciding, the exact text is one fold away.

import type { Child } from "hono/jsx";
import type { Json, JsonObject } from "../../core/json.ts";
import { Foreign, LongText } from "./foreign-text.tsx";

/** Members of one object or list that are shown before the fold. */
const SHOWN_MEMBERS = 40;
/** Levels that are unfolded from the beginning, and levels that are taken apart at all. */
const OPEN_LEVELS = 2;
const MAX_LEVELS = 20;
/** Values of one view that are taken apart; what is beyond is shown as text, so that no payload makes a page too large. */
const MAX_VALUES = 1_500;

/** Values that may still be taken apart. */
interface Budget {
  left: number;
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const isBranch = (value: Json): value is readonly Json[] | JsonObject => value !== null && typeof value === "object";

/** Without indentation: of something deep that would be most of the text. */
const asText = (value: Json): Child => <LongText text={JSON.stringify(value)} />;

/** A text that could be taken for something else keeps its quotes. */
const LITERAL = /^(?:\s*|null|true|false|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

const leaf = (value: Exclude<Json, object> | null): Child => {
  if (typeof value !== "string") return <code class="json-literal">{String(value)}</code>;
  return LITERAL.test(value) ? <code class="json-literal">{JSON.stringify(value)}</code> : <LongText text={value} />;
};

const sizeOf = (value: readonly Json[] | JsonObject): string => {
  const size = isList(value) ? value.length : Object.keys(value).length;
  if (isList(value)) return size === 1 ? "list of 1" : `list of ${size}`;
  return size === 1 ? "1 entry" : `${size} entries`;
};

const branch = (value: readonly Json[] | JsonObject, level: number, budget: Budget): Child => {
  if (Object.keys(value).length === 0) return <code class="json-literal">{isList(value) ? "[]" : "{}"}</code>;
  const inside = level >= MAX_LEVELS || budget.left <= 0 ? asText(value) : members(value, level, budget);
  return (
    <details class="json-branch" open={level < OPEN_LEVELS}>
      <summary>{sizeOf(value)}</summary>
      {inside}
    </details>
  );
};

const shown = (value: Json, level: number, budget: Budget): Child =>
  isBranch(value) ? branch(value, level, budget) : leaf(value);

const members = (value: readonly Json[] | JsonObject, level: number, budget: Budget): Child => {
  const entries = Object.entries(value);
  const first = entries.slice(0, Math.max(1, Math.min(SHOWN_MEMBERS, budget.left)));
  budget.left -= first.length;
  const rest = entries.slice(first.length);
  const list = (
    <dl class={isList(value) ? "json json-list" : "json"}>
      {first.map(([key, member]) => (
        <div>
          <dt>{isList(value) ? Number(key) + 1 : <Foreign text={key} />}</dt>
          <dd>{shown(member, level + 1, budget)}</dd>
        </div>
      ))}
    </dl>
  );
  if (rest.length === 0) return list;
  const others: Json = isList(value) ? rest.map(([, member]) => member) : Object.fromEntries(rest);
  return (
    <>
      {list}
      <details>
        <summary>Show the other {rest.length}, as text</summary>
        <div class="long-text" dir="auto">
          <Foreign text={JSON.stringify(others, null, 2)} />
        </div>
      </details>
    </>
  );
};

/** `label` names the view for who cannot see it. */
export const JsonView = ({ value, label }: { readonly value: Json; readonly label: string }) => {
  const budget: Budget = { left: MAX_VALUES };
  const inside = isBranch(value) && Object.keys(value).length > 0 ? members(value, 0, budget) : shown(value, 0, budget);
  return (
    <div class="json-view" role="group" aria-label={label}>
      {inside}
    </div>
  );
};
