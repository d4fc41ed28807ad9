// Live changes without losing one's place. The server says that something has changed; the page asks for itself again and
// takes over what is new, where it stands. Nothing moves under the hand: what is gone says so and stays until the page is
// asked for again, what is new is counted and waits.

import { setClock, tick } from "./countdown.ts";

/** Many changes at once are one look. Well below the second in which a decision has to show. */
const DEBOUNCE_MS = 150;

/** The page as it is now; null: it cannot be had (signed out, offline). */
const ask = async (): Promise<Document | null> => {
  try {
    const response = await fetch(location.href, { headers: { accept: "text/html" }, redirect: "manual" });
    if (response.status !== 200) return null;
    return new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    return null;
  }
};

const takeClock = (fresh: Document): void => {
  const { now, clock } = fresh.body.dataset;
  if (now === undefined) return;
  setClock(Number(now), clock !== "test");
  tick();
};

/** Calls `update` with the page as it is now, whenever something has changed. */
export const watchChanges = (update: (fresh: Document) => void): void => {
  let isLooking = false;
  let isDue = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async (): Promise<void> => {
    if (isLooking) {
      isDue = true;
      return;
    }
    isLooking = true;
    const fresh = await ask();
    if (fresh !== null) {
      takeClock(fresh);
      update(fresh);
    }
    isLooking = false;
    if (isDue) {
      isDue = false;
      await look();
    }
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), DEBOUNCE_MS);
  };
  const source = new EventSource("/desk/live");
  source.addEventListener("changed", soon);
  // What happened before the stream began, or while it was away, is not told: whoever connects looks once.
  source.addEventListener("open", soon);
  // Hidden pages look when they are seen again: browsers hold their timers back.
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && soon());
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
};

/** Read out politely, and shown where the page has a place for it. */
export const say = (text: string): void => {
  const note = document.getElementById("live-note");
  if (note !== null) note.textContent = text;
};
