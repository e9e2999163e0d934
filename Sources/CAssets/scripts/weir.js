// What every page has: the search key, the palette, copy buttons, local times, and confirmation of destructive acts.
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
function localiseTimes(root = document) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const date = new Date(time.dateTime);
    if (!Number.isNaN(date.valueOf()) && !time.dataset.local) {
      time.dataset.local = "yes";
      time.title = time.dateTime;
      time.textContent = format.format(date);
    }
  }
}

// In a grid the arrow keys go to the neighbours.
document.addEventListener("keydown", (event) => {
  const grid = event.target.closest?.(".tile") && event.target.closest(".grid");
  if (!grid) return;
  const tiles = [...grid.querySelectorAll(".tile")];
  const columns = getComputedStyle(grid).gridTemplateColumns.split(" ").length;
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
  const next = step && tiles[tiles.indexOf(event.target) + step];
  if (next) {
    event.preventDefault();
    next.focus();
  }
});

// Whoever types into a field that belongs to a choice has chosen: <textarea data-chooses="with=edited">.
document.addEventListener("input", (event) => {
  const [name, value] = event.target.dataset?.chooses?.split("=") ?? [];
  const choice = name && event.target.form?.querySelector(`input[name="${name}"][value="${value}"]`);
  if (choice) choice.checked = true;
});

// A filter takes effect when it is chosen; without scripts there is a button.
document.addEventListener("change", (event) => event.target.matches("select[data-submit]") && event.target.form.requestSubmit());

function enhance(root) {
  localiseTimes(root);
  for (const select of root.querySelectorAll("select[data-submit]")) {
    select.form.querySelector("button:not([name])")?.setAttribute("hidden", "");
  }
  // Thumbnails stand on the picture's own colour until they are there. Set from here because the pages' policy allows no
  // inline styles.
  for (const tile of root.querySelectorAll("[data-background]")) {
    tile.querySelector(".picture").style.backgroundColor = tile.dataset.background;
  }
  // Of a form only those fields are shown that belong to what was chosen: <fieldset data-when="basic password">. What is
  // hidden isn't sent.
  for (const form of root.querySelectorAll("form:has([data-when])")) {
    const show = () => {
      const chosen = [];
      for (const part of form.querySelectorAll("fieldset")) {
        const wanted = part.dataset.when?.split(" ");
        part.hidden = part.disabled = wanted !== undefined && !wanted.some((word) => chosen.includes(word));
        if (!part.disabled) chosen.push(...[...part.querySelectorAll("select")].map((select) => select.value));
      }
    };
    form.addEventListener("change", show);
    show();
  }
  // <form data-repeat="5"> sends itself after so many seconds: what it asks about happens elsewhere.
  for (const form of root.querySelectorAll("form[data-repeat]")) {
    setTimeout(() => form.isConnected && form.requestSubmit(), Number(form.dataset.repeat) * 1000 + 250);
  }
}
enhance(document);
// Whoever brings new content into the page says so. (An import would load this file a second time, by its bare address.)
document.addEventListener("weir:content", (event) => enhance(event.target));

// Ctrl K: go anywhere by a few letters, or search the library for them.
const places = () => [
  ...[...document.querySelectorAll(".rail a.room")].map((link) => [link.textContent.trim(), link.href]),
  ["New flow", "/app/flows/new"],
  ["New connection", "/app/connections/new"],
  ["Catalogue of connectors", "/app/connectors"],
];

function openPalette() {
  const dialog = document.createElement("dialog");
  dialog.className = "palette";
  dialog.setAttribute("aria-label", "Go to");
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = "Go to, or search the library";
  input.setAttribute("aria-label", "Go to, or search the library");
  const list = document.createElement("ul");
  const fill = () => {
    const text = input.value.trim();
    const found = places().filter(([name]) => name.toLowerCase().includes(text.toLowerCase()));
    if (text) found.push([`Search the library for “${text}”`, `/app/library?search=${encodeURIComponent(text)}`]);
    list.replaceChildren(
      ...found.map(([name, href]) => {
        const link = document.createElement("a");
        link.href = href;
        link.textContent = name;
        const item = document.createElement("li");
        item.append(link);
        return item;
      }),
    );
  };
  input.addEventListener("input", fill);
  dialog.addEventListener("keydown", (event) => {
    const stops = [input, ...list.querySelectorAll("a")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus();
    } else if (event.key === "Enter" && document.activeElement === input) {
      event.preventDefault();
      stops[1]?.click();
    }
  });
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(input, list);
  document.body.append(dialog);
  fill();
  dialog.showModal();
  input.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    if (document.querySelector(".rail") && !document.querySelector("dialog[open]")) openPalette();
  }
});
