// The `?` sheet: every key.

import { button, el, openDialog } from "./elements.js";

const KEYS = [
  ["In the tree", [
    ["↑ ↓", "Previous, next"], ["→ ←", "Open or go in, close or go out"], ["Home End", "First, last"], ["Enter", "Edit the step"],
    ["A", "Add a step after"], ["Shift A", "Add a step before"], ["Alt ↑ Alt ↓", "Move up, down, into and out of others"],
    ["Ctrl C Ctrl X Ctrl V", "Copy, cut, paste"], ["Ctrl D", "Duplicate"], ["Delete", "Remove"], ["F2", "Rename"],
    ["T", "Test the step"], ["P", "Pin or unpin its output"],
  ]],
  ["Anywhere in the editor", [
    ["Ctrl Z", "Undo"], ["Ctrl Shift Z, Ctrl Y", "Redo"], ["Ctrl S", "Save"], ["Ctrl Enter", "Run"], ["Ctrl E", "Tree or YAML"],
    ["Escape", "Back to the tree"], ["?", "This sheet"],
  ]],
  ["In a field", [["{{", "Begins an expression"], ["Ctrl Space", "Insert an earlier output"]]],
];

export function showHelp() {
  const dialog = openDialog("Keys", "keys",
    el("div", { class: "label-row" }, el("h2", {}, "Keys"), button("Close", () => dialog.close())),
    ...KEYS.map(([title, rows]) => el("section", {}, el("h3", {}, title),
      el("dl", {}, rows.flatMap(([keys, what]) => [el("dt", {}, el("kbd", {}, keys)), el("dd", {}, what)])))));
}
