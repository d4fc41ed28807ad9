// Offline: says so, and keeps a form from being sent into nothing, so that what was typed stays on the page.

const notice = (): HTMLElement | null => document.getElementById("offline");

const show = (): void => {
  const element = notice();
  if (element !== null) element.hidden = navigator.onLine;
};

export const watchConnection = (): void => {
  addEventListener("online", show);
  addEventListener("offline", show);
  show();
  addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    show();
    notice()?.scrollIntoView({ block: "nearest" });
  });
};
