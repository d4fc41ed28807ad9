// Choosing several lines of the queue: all at once, how many, and nothing to press while none is chosen.

const boxes = (): readonly HTMLInputElement[] => [
  ...document.querySelectorAll<HTMLInputElement>('.rows input[name="item"]:enabled'),
];

const show = (): void => {
  const all = document.getElementById("all");
  const offered = boxes();
  const chosen = offered.filter(({ checked }) => checked).length;
  if (all instanceof HTMLInputElement) {
    all.checked = offered.length > 0 && chosen === offered.length;
    all.indeterminate = chosen > 0 && chosen < offered.length;
  }
  const count = document.getElementById("bulk-count");
  if (count !== null) count.textContent = chosen === 0 ? "None selected" : `${chosen} selected`;
  for (const button of document.querySelectorAll<HTMLButtonElement>(".bulk button")) button.disabled = chosen === 0;
  document.querySelector(".bulk")?.classList.toggle("has-chosen", chosen > 0);
};

export const watchSelection = (): void => {
  const form = document.getElementById("queue-form");
  if (form === null) return;
  form.addEventListener("change", (event) => {
    const { target } = event;
    if (target instanceof HTMLInputElement && target.id === "all")
      for (const box of boxes()) box.checked = target.checked;
    show();
  });
  // A page that comes back from the browser's memory keeps its ticks.
  addEventListener("pageshow", show);
  show();
};

/** After lines have come or gone. */
export const showSelection = show;
