// Narrows the list of operations to those that have every word. Without it the list is simply whole.
const form = document.getElementById("search");
const input = document.getElementById("words");
const count = document.getElementById("count");
if (form && input && count) {
  const items = [...document.querySelectorAll("[data-text]")];
  const narrow = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const item of items) item.hidden = !words.every((word) => item.dataset.text.includes(word));
    for (const api of document.querySelectorAll(".api")) api.hidden = !api.querySelector("[data-text]:not([hidden])");
    const shown = items.filter((item) => !item.hidden).length;
    count.textContent = words.length === 0 ? "" : `${shown} of ${items.length} operations`;
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", narrow);
}
