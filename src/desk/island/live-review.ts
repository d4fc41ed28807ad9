// One review, kept fresh: see live.ts. While nothing is typed the page becomes what it is now, its forms included. Once
// somebody types, only what is to be read is renewed: the form keeps the version that it was typed for, so that what is
// sent then is refused and shown beside what has changed.

import { say, watchChanges } from "./live.ts";

const PARTS = [".review-main", ".review-past", ".review-head"];

const isChanged = (control: Element): boolean => {
  if (control instanceof HTMLTextAreaElement) return control.value !== control.defaultValue;
  if (control instanceof HTMLSelectElement)
    return [...control.options].some((o) => o.selected !== o.defaultSelected && o.index > 0);
  if (!(control instanceof HTMLInputElement) || control.type === "hidden") return false;
  return control.type === "checkbox" || control.type === "radio"
    ? control.checked !== control.defaultChecked
    : control.value !== control.defaultValue;
};

const isTyped = (): boolean => {
  const controls = [...document.querySelectorAll("main form :is(input, textarea, select)")];
  return controls.some(isChanged) || document.querySelector(".error-summary") !== null;
};

/** Which folds are open, by their order: the same page has them in the same order. */
const foldsIn = (root: ParentNode): readonly HTMLDetailsElement[] => [...root.querySelectorAll("details")];

const replace = (selector: string, fresh: Document): void => {
  const [old, next] = [document.querySelector(selector), fresh.querySelector(selector)];
  if (old === null || next === null) return;
  const openBefore = foldsIn(old).map(({ open }) => open);
  const copy = document.importNode(next, true);
  foldsIn(copy).forEach((fold, place) => {
    fold.open = openBefore[place] ?? fold.open;
  });
  const focused = document.activeElement;
  const key = focused instanceof HTMLElement && old.contains(focused) ? focused.dataset["key"] : undefined;
  old.replaceWith(copy);
  if (key !== undefined)
    copy.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
};

const update = (fresh: Document): void => {
  const [old, next] = [
    document.querySelector<HTMLElement>("article.review"),
    fresh.querySelector<HTMLElement>("article.review"),
  ];
  if (old === null || next === null || old.dataset["seen"] === next.dataset["seen"]) return;
  if (isTyped()) {
    for (const part of PARTS) replace(part, fresh);
    old.dataset["seen"] = next.dataset["seen"] ?? "";
    say("This review has changed. What you typed is kept; look at what is new before you send it.");
    return;
  }
  replace("article.review", fresh);
  say("This review has changed and is shown as it is now.");
};

export const liveReview = (): void => {
  if (document.querySelector("article.review") !== null) watchChanges(update);
};
