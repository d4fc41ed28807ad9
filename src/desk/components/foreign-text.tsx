// Text that somebody else wrote: escaped by JSX, isolated so that its direction stays its own, hidden characters named.

import { partsOf } from "./hidden-characters.ts";

/** Shown at once; the rest is one click away, without a script. */
const SHOWN_CHARACTERS = 600;

const Hidden = ({ code, count }: { readonly code: string; readonly count: number }) => (
  <span class="hidden-character" title="A character that cannot be seen">
    {count === 1 ? code : `${code} ×${count}`}
  </span>
);

/** The parts alone, for places that isolate the text themselves. */
const Parts = ({ text }: { readonly text: string }) => (
  <>
    {partsOf(text).map((part) => (part.type === "plain" ? part.text : <Hidden code={part.code} count={part.count} />))}
  </>
);

/** A name, an id, a word: in the middle of a sentence of ours. */
export const Foreign = ({ text }: { readonly text: string }) => (
  <bdi class="foreign">
    <Parts text={text} />
  </bdi>
);

/** The longest beginning of at most `limit` code units that ends between two characters as people count them. */
export const beginningOf = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  // A little more than the limit: whether the last character is whole shows only behind it.
  const window = text.slice(0, limit + 64);
  let end = 0;
  for (const { index, segment } of new Intl.Segmenter().segment(window)) {
    if (index + segment.length > limit) break;
    end = index + segment.length;
  }
  return text.slice(0, end === 0 ? limit : end);
};

const count = new Intl.NumberFormat("en");

/** Several lines of text; what is long begins here and is whole behind a fold. */
export const LongText = ({ text, id }: { readonly text: string; readonly id?: string }) => {
  const beginning = beginningOf(text, SHOWN_CHARACTERS);
  const named = id === undefined ? {} : { id };
  if (beginning.length === text.length) {
    return (
      <div class="long-text" dir="auto" {...named}>
        <Parts text={text} />
      </div>
    );
  }
  return (
    <div class="long-text-folded" {...named}>
      <div class="long-text" dir="auto">
        <Parts text={beginning} />…
      </div>
      <details>
        <summary>Show all {count.format(text.length)} characters</summary>
        <div class="long-text" dir="auto">
          <Parts text={text} />
        </div>
      </details>
    </div>
  );
};
