// The queue, kept fresh line by line: see live.ts.

import { say, watchChanges } from "./live.ts";
import { showSelection } from "./selection.ts";

const rowsIn = (page: Document): Map<string, HTMLElement> =>
  new Map([...page.querySelectorAll<HTMLElement>(".rows > .row")].map((row) => [row.dataset["review"] ?? "", row]));

const boxIn = (row: HTMLElement): HTMLInputElement | null => row.querySelector('input[name="item"]');

/** A chosen line keeps the version that was chosen: what has changed since must be looked at, and is refused. */
const takeOver = (row: HTMLElement, fresh: HTMLElement): void => {
  const [box, freshBox] = [boxIn(row), boxIn(fresh)];
  if (box !== null && freshBox !== null) {
    if (!box.checked) box.value = freshBox.value;
    box.disabled = freshBox.disabled;
  }
  const hadFocus = row.querySelector(".row-link") === document.activeElement;
  for (const part of fresh.querySelectorAll(":scope > :not(.row-pick)")) {
    const old = [...row.children].find(({ className }) => className === part.className);
    old?.replaceWith(document.importNode(part, true));
  }
  row.dataset["mark"] = fresh.dataset["mark"] ?? "";
  row.classList.remove("is-gone");
  row.classList.add("is-changed");
  if (hadFocus) row.querySelector<HTMLElement>(".row-link")?.focus({ preventScroll: true });
};

const markGone = (row: HTMLElement): void => {
  if (row.classList.contains("is-gone")) return;
  row.classList.add("is-gone");
  const box = boxIn(row);
  if (box !== null) {
    box.checked = false;
    box.disabled = true;
  }
  const more = row.querySelector(".row-more");
  const note = document.createElement("span");
  note.className = "badge";
  note.textContent = "no longer in this view";
  more?.append(" ", note);
};

const count = (number: number, what: string): string[] => (number === 0 ? [] : [`${number} ${what}`]);

const offerNew = (number: number): void => {
  const note = document.getElementById("live-note");
  if (note === null || number === 0) return;
  const link = document.createElement("a");
  link.href = location.href;
  link.textContent = number === 1 ? "Show 1 new review" : `Show ${number} new reviews`;
  note.append(note.textContent === "" ? "" : " ", link);
};

const update = (fresh: Document): void => {
  const [old, now] = [rowsIn(document), rowsIn(fresh)];
  if (old.size === 0 && now.size > 0) {
    location.reload();
    return;
  }
  let changed = 0;
  let gone = 0;
  for (const [id, row] of old) {
    const other = now.get(id);
    if (other === undefined) {
      if (!row.classList.contains("is-gone")) gone += 1;
      markGone(row);
    } else if (other.dataset["mark"] !== row.dataset["mark"]) {
      takeOver(row, other);
      changed += 1;
    }
  }
  // What moves up from the next page is not new: only what stands before a line that was here.
  const places = [...now.keys()];
  const lastKnown = places.findLastIndex((id) => old.has(id));
  const isLastPage = fresh.querySelector('a[rel="next"]') === null;
  const added = places.filter((id, place) => !old.has(id) && (place < lastKnown || isLastPage)).length;
  if (changed + gone + added === 0) return;
  say([...count(changed, "changed"), ...count(gone, "gone")].join(", "));
  offerNew(added);
  showSelection();
};

export const liveQueue = (): void => watchChanges(update);
