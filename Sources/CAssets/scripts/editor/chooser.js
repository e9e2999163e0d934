// A dialog with a search field and a list: choose an action, a flow, a category. By keyboard: type, arrows, Enter.

import { el, openDialog, uniqueId } from "./elements.js";
import { icon } from "./icons.js";

// `entries`: [{title, hint, group, words, value, icon}], or a function from the text typed to a promise of them.
// Resolves to the chosen entry's value, or undefined.
export function choose(label, placeholder, entries, { limit = 200, empty = "Nothing is called that." } = {}) {
  return new Promise((resolve) => {
    const list = uniqueId("choices");
    let shown = [];
    let current = 0;
    let chosen;
    const input = el("input", {
      type: "search", placeholder, "aria-label": label, role: "combobox", "aria-expanded": "true", "aria-controls": list,
      "aria-autocomplete": "list", autocomplete: "off",
    });
    const options = el("ul", { role: "listbox", id: list, "aria-label": label });
    const count = el("p", { class: "quiet small", role: "status" });
    const dialog = openDialog(label, "palette chooser", input, count, options);

    const take = (entry) => {
      chosen = entry.value;
      dialog.close();
    };
    const mark = () => {
      [...options.querySelectorAll("[role=option]")].forEach((option, index) => {
        option.setAttribute("aria-selected", String(index === current));
        if (index === current) {
          input.setAttribute("aria-activedescendant", option.id);
          option.scrollIntoView({ block: "nearest" });
        }
      });
    };
    const find = async () => {
      const text = input.value.trim();
      let found;
      try {
        found = typeof entries === "function" ? await entries(text) : matching(entries, text);
      } catch (error) {
        count.textContent = error.message;
        options.replaceChildren();
        return;
      }
      if (text !== input.value.trim()) return;
      shown = found.slice(0, limit);
      current = 0;
      count.textContent = found.length === 0 ? empty : found.length > limit ? `${limit} of ${found.length}; type to narrow down` : `${found.length} found`;
      let group;
      const rows = [];
      shown.forEach((entry, index) => {
        if (entry.group && entry.group !== group) {
          group = entry.group;
          rows.push(el("li", { role: "presentation", class: "group" }, group));
        }
        rows.push(el("li", { role: "option", id: `${list}-${index}`, onclick: () => take(entry) },
          el("span", { class: "glyph", "aria-hidden": "true" }, icon(entry.icon ?? "action")),
          el("span", { class: "what" }, el("strong", {}, entry.title), entry.hint ? el("span", { class: "quiet small" }, entry.hint) : undefined)));
      });
      options.replaceChildren(...rows);
      mark();
    };
    // What is being looked for: a hurried Enter takes from that, not from what still stands there.
    let finding;
    const fill = () => (finding = find());
    input.addEventListener("input", fill);
    dialog.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
      if (step && shown.length) {
        event.preventDefault();
        current = Math.max(0, Math.min(shown.length - 1, current + step));
        mark();
      } else if (event.key === "Enter") {
        event.preventDefault();
        const asked = finding;
        finding.then(() => asked === finding && dialog.open && shown[current] && take(shown[current]));
      }
      event.stopPropagation();
    });
    dialog.addEventListener("close", () => resolve(chosen));
    count.textContent = "…";
    fill();
    input.focus();
  });
}

// Entries in which every word typed is found; those whose title begins with it come first.
export function matching(entries, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return entries;
  const scored = [];
  entries.forEach((entry, index) => {
    const title = entry.title.toLowerCase();
    const all = `${title} ${entry.hint ?? ""} ${entry.group ?? ""} ${entry.words ?? ""}`.toLowerCase();
    if (!words.every((word) => all.includes(word))) return;
    const score = title.startsWith(words.join(" ")) ? 0 : words.every((word) => title.includes(word)) ? 1 : 2;
    scored.push({ entry, score, index });
  });
  scored.sort((left, right) => left.score - right.score || left.index - right.index);
  // The best ones first; a heading would come up again and again.
  return scored.map(({ entry }) => ({ ...entry, group: undefined, hint: entry.found ?? [entry.group, entry.hint].filter(Boolean).join(" · ") }));
}
