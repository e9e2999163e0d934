// <ul role="tree">: the steps from top to bottom. One tab stop; arrows go through it, everything else is a key or a
// button, and the same commands stand in the menu of each step.

import { at, ownerPlace, same } from "./document.js";
import { el, iconButton } from "./elements.js";
import { icon } from "./icons.js";
import { KINDS, blocksOf, kindOf } from "./kinds.js";
import { bytes, duration } from "./run-state.js";
import { summary as valueSummary } from "./expressions.js";

const key = (place) => JSON.stringify(place);

export class TreeView {
  // `commands`: add(place), open(place), remove(place), moveTo(from, place), …
  constructor(store, commands) {
    this.store = store;
    this.commands = commands;
    this.closed = new Set();
    this.element = el("ul", { role: "tree", class: "steps", "aria-label": "Steps", "aria-multiselectable": "false" });
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("click", (event) => this.click(event));
    for (const name of ["dragstart", "dragover", "dragleave", "drop", "dragend"]) {
      this.element.addEventListener(name, (event) => this[name](event));
    }
    store.addEventListener("document", () => this.render());
    store.addEventListener("selection", () => this.mark());
    store.addEventListener("problems", () => this.badges());
    store.addEventListener("run", (event) => this.states(event.detail));
    store.addEventListener("catalogue", () => this.render());
    this.render();
  }

  render() {
    const hadFocus = this.element.contains(document.activeElement);
    this.element.replaceChildren(...this.items(["steps"], 1));
    this.mark();
    this.badges();
    this.states();
    if (hadFocus) this.focus();
  }

  items(block, level) {
    const list = at(this.store.document, block) ?? [];
    const rows = list.map((step, index) => this.item(step, [...block, index], level, list.length));
    if (this.store.canEdit && (level === 1 || list.length === 0)) {
      rows.push(this.adder([...block, list.length], level));
    }
    return rows;
  }

  item(step, place, level, size) {
    const kind = kindOf(step);
    const blocks = blocksOf(step);
    const isOpen = !this.closed.has(step.id);
    const name = this.nameOf(step);
    const row = el("div", { class: "row", draggable: this.store.canEdit ? "true" : "false" },
      el("span", { class: "twist", "aria-hidden": "true" }, blocks.length ? (isOpen ? "▾" : "▸") : ""),
      el("span", { class: `glyph ${kind ?? ""}`, "aria-hidden": "true" }, icon(kind ?? "dot")),
      el("span", { class: "what" }, el("strong", {}, name), el("span", { class: "quiet small" }, this.hintOf(step))),
      el("span", { class: "pin", title: "Pinned", hidden: true }, icon("pin")),
      el("span", { class: "count small quiet" }),
      el("span", { class: "state", hidden: true }),
      el("span", { class: "badge", hidden: true }));
    const item = el("li", {
      role: "treeitem", "aria-level": level, "aria-setsize": size, "aria-posinset": place.at(-1) + 1, tabindex: "-1",
      "aria-label": `${name}, ${this.hintOf(step)}`, "data-place": key(place), "data-step": step.id ?? "",
      "aria-expanded": blocks.length ? String(isOpen) : undefined,
    }, row);
    if (blocks.length) {
      item.append(el("ul", { role: "group", hidden: !isOpen }, ...blocks.flatMap((block) => this.block(step, place, block, blocks, level))));
    }
    return item;
  }

  // One list of steps inside of a step. A step with a single list needs no heading for it.
  block(step, place, block, blocks, level) {
    const path = [...place, ...block.path];
    const inner = at(step, block.path);
    const isAlone = blocks.length === 1 && !block.isOptional;
    if (isAlone) return this.items(path, level + 1);
    if (block.isOptional && !inner?.length) return this.store.canEdit ? [this.adder([...path, 0], level + 1, block.title)] : [];
    const rows = this.items(path, level + 2);
    return [el("li", {
      role: "treeitem", "aria-level": level + 1, tabindex: "-1", class: "block", "data-place": key(path),
      "aria-expanded": "true", "aria-label": `${block.title}, ${(inner ?? []).length} steps`,
    }, el("div", { class: "row heading-row" }, el("span", { class: "small what" }, block.title, this.conditionOf(step, block))),
    el("ul", { role: "group" }, ...rows))];
  }

  conditionOf(step, block) {
    const condition = block.head && block.head.at(-1) === "if" ? at(step, block.head) : undefined;
    return condition === undefined ? undefined : el("code", { class: "quiet" }, ` ${valueSummary(condition, 40)}`);
  }

  adder(place, level, block) {
    const isFirst = place.length === 2 && place[1] === 0;
    return el("li", { role: "treeitem", "aria-level": level, tabindex: "-1", class: "adder", "data-place": key(place), "data-add": "" },
      el("div", { class: "row" }, el("span", { class: "glyph", "aria-hidden": "true" }, icon("add")),
        el("span", { class: "what" }, block ? `${block}: add a step` : isFirst ? "Add the first step" : "Add a step")));
  }

  nameOf(step) {
    if (step.title) return step.title;
    const kind = kindOf(step);
    if (kind === "action") {
      return this.store.catalogue.actions.find((action) => action.name === step.action)?.title ?? step.action?.split("/").pop() ?? step.id;
    }
    return KINDS[kind]?.title ?? step.id ?? "Step";
  }

  hintOf(step) {
    const kind = kindOf(step);
    const id = step.id ?? "no id";
    switch (kind) {
      case "action": return [id, step.connection ?? step.action?.split("/")[0]].filter(Boolean).join(" · ");
      case "forEach": {
        const call = step.forEach?.action && step.forEach;
        return `${id} · ${call ? `${this.nameOf({ action: call.action })}${call.connection ? `, ${call.connection}` : ""}` : valueSummary(step.forEach, 48)}`;
      }
      case "if": case "switch": case "transform": case "flow": return `${id} · ${valueSummary(step[kind], 48)}`;
      case "set": return `${id} · ${Object.keys(step.set ?? {}).join(", ")}`;
      default: return id;
    }
  }

  // MARK: What is shown beside the steps

  mark() {
    const selected = this.store.selected ? key(this.store.selected) : undefined;
    let marked;
    for (const item of this.all()) {
      const isSelected = item.dataset.place === selected && item.dataset.add === undefined;
      item.setAttribute("aria-selected", String(isSelected));
      item.tabIndex = -1;
      if (isSelected) marked = item;
    }
    (marked ?? this.all()[0])?.setAttribute("tabindex", "0");
  }

  badges() {
    for (const item of this.element.querySelectorAll("[data-step]")) {
      const problems = this.store.problemsOf(item.dataset.step);
      const badge = item.querySelector(":scope > .row > .badge");
      badge.hidden = problems.length === 0;
      badge.textContent = problems.length ? "!" : "";
      badge.title = problems.map((problem) => `${problem.message} ${problem.advice ?? ""}`).join("\n");
      item.querySelector(":scope > .row > .pin").hidden = !(item.dataset.step in this.store.pins);
      item.classList.toggle("wrong", problems.length > 0);
    }
  }

  states(changed) {
    for (const item of this.element.querySelectorAll("[data-step]")) {
      if (changed && !changed.has(item.dataset.step)) continue;
      const found = this.store.run.summary(item.dataset.step);
      const label = item.querySelector(":scope > .row > .state");
      const count = item.querySelector(":scope > .row > .count");
      label.hidden = !found;
      count.textContent = found ? counted(found) : "";
      item.dataset.state = found?.state ?? "";
      if (!found) continue;
      const [kind, text] = LOOK[found.state] ?? ["", found.state];
      label.className = `state ${kind}`;
      label.textContent = text;
    }
  }

  // MARK: Going through it

  all() {
    return [...this.element.querySelectorAll("[role=treeitem]")];
  }

  shown() {
    return this.all().filter((item) => item.offsetParent !== null);
  }

  get current() {
    const item = document.activeElement?.closest?.("[role=treeitem]");
    return item && this.element.contains(item) ? item : undefined;
  }

  focus(place = this.store.selected) {
    const items = this.all();
    const item = items.find((one) => one.dataset.place === (place ? key(place) : "")) ?? items.find((one) => one.tabIndex === 0) ?? items[0];
    for (const one of items) one.tabIndex = one === item ? 0 : -1;
    item?.focus({ preventScroll: false });
  }

  go(item) {
    if (!item) return;
    for (const one of this.all()) one.tabIndex = one === item ? 0 : -1;
    item.focus();
    if (item.dataset.add === undefined) this.store.select(JSON.parse(item.dataset.place));
  }

  toggle(item, isOpen = item.getAttribute("aria-expanded") !== "true") {
    if (!item.hasAttribute("aria-expanded") || item.classList.contains("block")) return false;
    if ((item.getAttribute("aria-expanded") === "true") === isOpen) return false;
    if (isOpen) this.closed.delete(item.dataset.step);
    else this.closed.add(item.dataset.step);
    item.setAttribute("aria-expanded", String(isOpen));
    item.querySelector(":scope > [role=group]").hidden = !isOpen;
    item.querySelector(":scope > .row > .twist").textContent = isOpen ? "▾" : "▸";
    return true;
  }

  key(event) {
    const item = this.current;
    if (!item || event.target !== item) return;
    const place = JSON.parse(item.dataset.place);
    const items = this.shown();
    const index = items.indexOf(item);
    const name = `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${event.key}`;
    const act = {
      ArrowDown: () => this.go(items[index + 1]),
      ArrowUp: () => this.go(items[index - 1]),
      Home: () => this.go(items[0]),
      End: () => this.go(items.at(-1)),
      ArrowRight: () => this.toggle(item, true) || this.go(item.querySelector("[role=group] > [role=treeitem]")),
      ArrowLeft: () => this.toggle(item, false) || this.go(item.parentElement.closest("[role=treeitem]")),
      Enter: () => (item.dataset.add === undefined ? this.commands.open(place) : this.commands.add(place)),
      " ": () => (item.dataset.add === undefined ? this.commands.open(place) : this.commands.add(place)),
      a: () => this.commands.add(this.after(item, place)),
      A: () => this.commands.add(place),
      Delete: () => this.commands.remove(place),
      Backspace: () => this.commands.remove(place),
      "Alt+ArrowUp": () => this.commands.shift(place, -1),
      "Alt+ArrowDown": () => this.commands.shift(place, 1),
      "Ctrl+c": () => this.commands.copy(place),
      "Ctrl+x": () => this.commands.cut(place),
      "Ctrl+v": () => this.commands.paste(this.after(item, place)),
      "Ctrl+d": () => this.commands.duplicate(place),
      t: () => this.commands.test(place),
      p: () => this.commands.pin(place),
      F2: () => this.commands.rename(place),
    }[name];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  // Where something goes that is added at an item: into an empty list, to the end of a list, or after a step.
  after(item, place) {
    if (item.dataset.add !== undefined) return place;
    if (item.classList.contains("block")) return [...place, (at(this.store.document, place) ?? []).length];
    return [...place.slice(0, -1), place.at(-1) + 1];
  }

  click(event) {
    const item = event.target.closest("[role=treeitem]");
    if (!item) return;
    const place = JSON.parse(item.dataset.place);
    if (event.target.closest(".twist")?.textContent) {
      this.toggle(item);
      return;
    }
    if (item.dataset.add !== undefined) {
      this.commands.add(place);
      return;
    }
    this.go(item);
    if (!item.classList.contains("block")) this.commands.open(place, { isPointer: true });
  }

  // MARK: Dragging

  dragstart(event) {
    const item = event.target.closest?.("[data-step]");
    if (!item || !this.store.canEdit) return;
    this.dragged = JSON.parse(item.dataset.place);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", item.dataset.step);
    item.classList.add("dragged");
  }

  // Before or after the step under the pointer, or into the list it stands for.
  target(event) {
    const item = event.target.closest?.("[role=treeitem]");
    if (!item) return undefined;
    const place = JSON.parse(item.dataset.place);
    if (item.dataset.add !== undefined) return { item, place, side: "into" };
    if (item.classList.contains("block")) return { item, place: [...place, 0], side: "into" };
    const box = item.querySelector(".row").getBoundingClientRect();
    const isAfter = event.clientY > box.top + box.height / 2;
    return { item, place: isAfter ? [...place.slice(0, -1), place.at(-1) + 1] : place, side: isAfter ? "after" : "before" };
  }

  dragover(event) {
    if (!this.dragged) return;
    const target = this.target(event);
    this.dragleave();
    if (!target || same(this.dragged, target.place.slice(0, this.dragged.length))) return;
    event.preventDefault();
    target.item.dataset.drop = target.side;
  }

  dragleave() {
    for (const item of this.element.querySelectorAll("[data-drop]")) delete item.dataset.drop;
  }

  drop(event) {
    const target = this.dragged && this.target(event);
    if (target) {
      event.preventDefault();
      this.commands.moveTo(this.dragged, target.place);
    }
    this.dragend();
  }

  dragend() {
    this.dragged = undefined;
    this.dragleave();
    for (const item of this.element.querySelectorAll(".dragged")) item.classList.remove("dragged");
  }

  // The step a place lies in, for putting the selection somewhere sensible.
  owner(place) {
    return ownerPlace(this.store.document, place.slice(0, -1));
  }
}

const LOOK = {
  running: ["busy", "Running"], waiting: ["warn", "Waiting"], succeeded: ["good", "Done"], failed: ["bad", "Failed"],
  cancelled: ["warn", "Stopped"], skipped: ["", "Skipped"],
};

// "3 of 12", "1.2 MB of 4 MB", "340 ms".
function counted(found) {
  if (found.rounds) {
    const { done, failed, total } = found.rounds;
    return `${total === undefined ? done : `${done} of ${total}`}${failed ? `, ${failed} failed` : ""}`;
  }
  if (found.count > 1) return `${found.done} of ${found.total ?? found.count}${found.failed ? `, ${found.failed} failed` : ""}`;
  if (found.state === "running" && found.done !== undefined) {
    const amount = (found.total ?? found.done) > 10000 ? bytes : String;
    return found.total ? `${amount(found.done)} of ${amount(found.total)}` : amount(found.done);
  }
  return found.took === undefined ? "" : duration(found.took);
}

// Beside the tree: the same commands for a pointer or a finger.
export const stepMenu = (commands, place) => el("div", { class: "step-actions" },
  iconButton("up", "Move up", () => commands.shift(place, -1)), iconButton("down", "Move down", () => commands.shift(place, 1)),
  iconButton("duplicate", "Duplicate", () => commands.duplicate(place)), iconButton("cut", "Cut", () => commands.cut(place)),
  iconButton("copy", "Copy", () => commands.copy(place)), iconButton("remove", "Remove", () => commands.remove(place)));
