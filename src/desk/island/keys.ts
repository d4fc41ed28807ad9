// Single keys: whatever carries `data-key` is gone to, or pressed where `data-now` says so; j, k and x walk along a list.
// Never while somebody types, and never with a modifier. They can be switched off, as WCAG 2.1.4 asks.

const SWITCH = "desk-keys";

/** The one thing that the island keeps: whether single keys are wanted. */
const areOn = (): boolean => localStorage.getItem(SWITCH) !== "off";

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type)));

const isShown = (element: HTMLElement): boolean => element.checkVisibility();

const open = (element: HTMLElement): void => {
  const fold = element.closest("details");
  if (fold !== null) fold.open = true;
};

/** The first press goes there, so that nothing is sent by one key alone; the second one sends. */
const press = (element: HTMLElement): void => {
  open(element);
  const isThere = document.activeElement === element;
  if (element.dataset["now"] !== undefined || isThere) element.click();
  else if (element instanceof HTMLInputElement && element.type === "radio") {
    element.checked = true;
    element.focus();
  } else element.focus();
};

const links = (): readonly HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>(".rows .row-link")].filter(isShown);

const rowOfFocus = (): Element | null => document.activeElement?.closest(".row") ?? null;

const walk = (step: 1 | -1): void => {
  const all = links();
  const here = rowOfFocus();
  const at = here === null ? (step === 1 ? -1 : all.length) : all.findIndex((link) => here.contains(link));
  const target = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  target?.focus();
  target?.scrollIntoView({ block: "nearest" });
};

const pick = (): void => {
  const box = rowOfFocus()?.querySelector<HTMLInputElement>("input[type=checkbox]");
  if (box?.disabled === false) box.click();
};

const onKey = (event: KeyboardEvent): void => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat)
    return;
  if (event.key === "Escape" && isTyping(event.target) && event.target instanceof HTMLElement) event.target.blur();
  if (!areOn() || isTyping(event.target)) return;
  const key = event.key;
  if (key === "j" || key === "k") walk(key === "j" ? 1 : -1);
  else if (key === "x") pick();
  else {
    const candidates = document.querySelectorAll<HTMLElement>("[data-key]");
    const target = [...candidates].find((element) => element.dataset["key"] === key && !element.matches(":disabled"));
    if (target === undefined) return;
    press(target);
  }
  event.preventDefault();
};

export const takeKeys = (): void => {
  document.addEventListener("keydown", onKey);
  const box = document.getElementById("keys-on");
  if (!(box instanceof HTMLInputElement)) return;
  box.checked = areOn();
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "on" : "off"));
};
