// What every page has: the search key, copy buttons, and confirmation of destructive acts.
// Pages work without any of it.

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = document.querySelector("[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
});

class CopyField extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    const button = this.querySelector("button");
    if (!input || !button || !navigator.clipboard) return;
    button.hidden = false;
    const label = button.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(input.value);
      button.textContent = "Copied";
      button.setAttribute("aria-live", "polite");
      setTimeout(() => (button.textContent = label), 2000);
    });
  }
}
customElements.define("copy-field", CopyField);

// <form data-confirm="Delete …? …"> asks first, in a real dialog that the keyboard can leave.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const question = form.dataset.confirm;
  if (!question || form.dataset.confirmed) return;
  event.preventDefault();
  const dialog = document.createElement("dialog");
  const text = document.createElement("p");
  text.textContent = question;
  const row = document.createElement("div");
  row.className = "heading";
  const actions = document.createElement("div");
  actions.className = "actions";
  const keep = document.createElement("button");
  keep.textContent = "Keep";
  keep.type = "button";
  const go = document.createElement("button");
  go.className = "danger";
  go.type = "button";
  go.textContent = (event.submitter ?? form.querySelector("button")).textContent.trim();
  keep.addEventListener("click", () => dialog.close());
  go.addEventListener("click", () => {
    form.dataset.confirmed = "yes";
    dialog.close();
    form.requestSubmit(event.submitter ?? undefined);
  });
  dialog.addEventListener("close", () => dialog.remove());
  actions.append(keep, go);
  row.append(actions);
  dialog.append(text, row);
  document.body.append(dialog);
  dialog.showModal();
  keep.focus();
});

// Times are written in UTC by the server; shown in the reader's own zone where scripts run.
const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
export function localiseTimes(root = document) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const date = new Date(time.dateTime);
    if (!Number.isNaN(date.valueOf()) && !time.dataset.local) {
      time.dataset.local = "yes";
      time.title = time.dateTime;
      time.textContent = format.format(date);
    }
  }
}
localiseTimes();
