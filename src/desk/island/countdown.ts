// Deadlines count down on their own, in the words that the server used. The page says what the workspace's clock showed;
// here it only goes on from there. A test clock stands still until somebody moves it: then the page is made anew.

import { slaWords } from "../components/sla-words.ts";

/** Words change by the minute; a breach is shown in the second it happens. */
const INTERVAL_MS = 1_000;

const instantOf = (text: string | undefined): number | null => (text === undefined ? null : Number(text));

const render = (element: HTMLElement, now: number): void => {
  const { due, risk, breached } = element.dataset;
  const dueAt = instantOf(due);
  if (dueAt === null) return;
  const sla = { dueAt, atRiskAt: instantOf(risk), status: "on_track", breachedAt: instantOf(breached) } as const;
  const { tone, words } = slaWords({ sla, pausedAt: null, isOpen: true }, now);
  if (element.textContent !== words) element.textContent = words;
  element.className = `sla sla-${tone}`;
};

/** What the workspace's clock shows by now; null on a page without one. */
let clock: (() => number) | null = null;

/** Another reading of the workspace's clock. */
export const setClock = (shown: number, isRunning: boolean): void => {
  const begun = performance.now();
  clock = () => (isRunning ? shown + performance.now() - begun : shown);
};

export const tick = (): void => {
  if (clock === null) return;
  const now = clock();
  for (const element of document.querySelectorAll<HTMLElement>("time[data-due]")) render(element, now);
};

export const countDown = (): void => {
  const { now, clock: kind } = document.body.dataset;
  if (now === undefined) return;
  setClock(Number(now), kind !== "test");
  setInterval(tick, INTERVAL_MS);
};
