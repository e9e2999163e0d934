// What one step does: its form, how it fails, a try of it, and what it gave.

import { actionForm, isLoopOverAction, optionsOf, sourceFields } from "./action-form.js";
import { api } from "./api.js";
import { put, renamed } from "./document.js";
import { button, debounced, el, iconButton, uniqueId } from "./elements.js";
import { fieldFor, members, readOnly } from "./form.js";
import { summary } from "./expressions.js";
import { KINDS, kindOf } from "./kinds.js";
import { sentence } from "./problems.js";
import { duration } from "./run-state.js";
import { stepMenu } from "./tree-view.js";

const text = (title, extra = {}) => ({ type: "string", title, ...extra });

// How any step behaves when it takes long or fails.
const BEHAVIOUR = {
  type: "object",
  properties: {
    note: text("Note", { format: "multiline", plain: true }),
    timeout: text("Time-out of one try", { examples: ["30s"], plain: true }),
    retry: {
      title: "Tries", type: "object", plain: true,
      properties: {
        maxAttempts: { type: "integer", title: "At most", minimum: 1, maximum: 100 },
        backoff: text("First pause", { examples: ["1s"] }),
        kind: text("Pauses", { enum: ["exponential", "constant"] }),
        jitter: { type: "number", title: "Spread", minimum: 0, maximum: 1 },
        cap: text("Longest pause", { examples: ["5m"] }),
        on: { title: "Only on these errors", type: "array", items: { type: "string" } },
      },
    },
  },
};

export class StepPanel {
  constructor(store, commands) {
    this.store = store;
    this.commands = commands;
    this.element = el("div", { class: "step-panel" });
    this.keepDrawn = debounced(() => this.previewAgain(), 50);
    store.addEventListener("selection", () => this.draw());
    store.addEventListener("document", (event) => event.detail?.from !== this && this.draw());
    store.addEventListener("problems", () => this.showProblems());
    store.addEventListener("catalogue", () => this.draw());
    store.addEventListener("run", () => this.drawOutput());
    this.draw();
  }

  get place() {
    return this.store.selected;
  }

  // Changes the step in hand. Its form isn't drawn again: somebody is typing in it.
  change(step, label, merge) {
    this.store.change(put(this.store.document, this.place, step), label, { from: this, merge: merge && `${JSON.stringify(this.place)} ${merge}` });
  }

  async draw() {
    const { store } = this;
    const step = store.step;
    const asked = (this.asked = {});
    if (!step) {
      this.element.replaceChildren(el("p", { class: "quiet" }, "Choose a step to see what it does."));
      return;
    }
    const kind = kindOf(step);
    const call = kind === "forEach" && isLoopOverAction(step.forEach) ? step.forEach : kind === "action" ? step : undefined;
    let action;
    if (call?.action) {
      try {
        action = await api.action(call.action);
      } catch (error) {
        action = { failure: error };
      }
    }
    // Somebody chose another one meanwhile.
    if (this.asked !== asked) return;
    const root = action?.inputSchema;
    this.form = {
      store, root, place: this.place, problems: () => store.problemsOf(store.step?.id),
      preview: (value) => this.preview(value),
      options: (path, typed) => this.options(path, typed),
    };
    this.general = el("div", { class: "notice danger", role: "alert", hidden: true });
    this.output = el("section", { class: "step-output", "aria-label": "Output" });
    this.element.replaceChildren(...[
      this.heading(step, kind), this.general, this.roundChoice(),
      kind === "action"
        ? this.callFields(step, action, "", (name, value, label) => this.change(withMember(store.step, name, value), label, name))
        : this.kindFields(step, kind, action),
      this.branches(step, kind), this.behaviour(step), this.output,
    ].flat().filter(Boolean));
    this.showProblems();
    this.drawOutput();
  }

  heading(step, kind) {
    const { store } = this;
    const title = uniqueId("title");
    const id = uniqueId("id");
    const titleInput = el("input", {
      id: title, value: step.title ?? "", placeholder: this.commands.tree().nameOf({ ...step, title: undefined }), disabled: !store.canEdit, autocomplete: "off",
      oninput: () => this.change(withMember(store.step, "title", titleInput.value || undefined), "Title", "title"),
    });
    const idInput = el("input", {
      id, value: step.id ?? "", class: "mono", disabled: !store.canEdit, autocomplete: "off", spellcheck: "false",
      onchange: () => this.rename(idInput.value.trim()),
    });
    return [
      store.canEdit && stepMenu(this.commands, this.place),
      el("div", { class: "pair" },
        el("div", { class: "field" }, el("label", { for: title }, "Title"), titleInput),
        el("div", { class: "field", "data-field": "id" }, el("label", { for: id }, "Id"), idInput, el("p", { class: "problem", role: "alert" }))),
    ];
  }

  // Inside of a loop: which item previews and tests look at.
  roundChoice() {
    const { loops } = this.store.scope(this.place);
    const loop = loops.at(-1);
    const items = loop && this.store.run.of(loop.step)[0]?.input;
    if (!Array.isArray(items) || items.length < 2) return undefined;
    const id = uniqueId("round");
    const select = el("select", { id, onchange: () => {
      this.store.rounds[loop.step] = Number(select.value);
      this.previewAgain();
    } }, items.slice(0, 200).map((item, index) => el("option", { value: index, selected: index === loop.index }, `${index + 1}: ${summary(item?.name ?? item?.title ?? item, 40)}`)));
    return el("div", { class: "field" }, el("label", { for: id }, "Item to look at"), select,
      el("p", { class: "hint" }, "Previews and tests use it; runs go through all."));
  }

  rename(id) {
    const from = this.store.step.id;
    if (!id || id === from) return;
    this.store.change(from ? renamed(this.store.document, from, id) : put(this.store.document, [...this.place, "id"], id), "Rename");
  }

  // The form of the call that stands at `place` in the step: the step's own, or that of a loop over a lister.
  callFields(call, action, place, take) {
    return actionForm({
      store: this.store, form: this.form, place, call, action,
      change: (input) => take("input", input, "Input"),
      changeConnection: (name) => {
        take("connection", name, "Connection");
        this.previewAgain();
      },
    });
  }

  // Where a loop's items come from.
  source(step, action, list) {
    const take = (value) => {
      this.change(put(this.store.step, ["forEach"], value), "Items from");
      this.draw();
    };
    const lister = () => this.callFields(step.forEach, action, "forEach.", (name, value, label) =>
      this.change(put(this.store.step, ["forEach", name], value), label, `forEach.${name}`));
    return sourceFields({ store: this.store, value: step.forEach, list, lister, take });
  }

  kindFields(step, kind, action) {
    const definition = KINDS[kind];
    if (!definition) {
      return [el("p", { class: "notice warning" }, "This page doesn't know this kind of step. Change it in the YAML view.")];
    }
    const row = ([name, schema]) => fieldFor(this.form, {
      title: schema.title, schema, value: step[name], path: name, isRequired: definition.required?.includes(name), isPlain: schema.plain,
    }, (value) => this.change(withMember(this.store.step, name, value), schema.title, name));
    return Object.entries(definition.fields).flatMap((field) =>
      kind === "forEach" && field[0] === "forEach" ? this.source(step, action, () => row(field)) : [row(field)]);
  }

  // The ways of a choice: conditions of "else if", values of cases, names of branches.
  branches(step, kind) {
    const lists = {
      if: ["elseIf", { if: { title: "Else if", expression: true } }, () => ({ if: "{{ true }}", then: [] }), "Add “else if”"],
      switch: ["cases", { value: { title: "Case" } }, () => ({ value: "", steps: [] }), "Add a case"],
      parallel: ["parallel", { id: { title: "Branch", type: "string", plain: true } }, (count) => ({ id: `branch-${count + 1}`, steps: [] }), "Add a branch"],
    }[kind];
    if (!lists) return [];
    const [member, fields, make, label] = lists;
    const entries = step[member] ?? [];
    const change = (next) => {
      this.change(withMember(this.store.step, member, next.length ? next : undefined), label);
      this.draw();
    };
    const rows = entries.map((branch, index) => el("div", { class: "list-row" },
      Object.entries(fields).map(([name, schema]) => fieldFor(this.form,
        { title: `${schema.title} ${index + 1}`, schema, value: branch[name], path: `${member}[${index}].${name}`, isPlain: schema.plain },
        (value) => this.change(put(this.store.step, [member, index, name], value), schema.title, `${member}${index}`))),
      this.store.canEdit && iconButton("close", `Remove ${index + 1}`, () => change(entries.filter((_, one) => one !== index)))));
    return [...rows, this.store.canEdit && button(label, () => change([...entries, make(entries.length)]), { class: "small" })];
  }

  behaviour(step) {
    const id = uniqueId("error");
    const rule = Array.isArray(step.onError) ? "steps" : step.onError ?? "fail";
    const select = el("select", { id, disabled: !this.store.canEdit, onchange: () => {
      const value = select.value === "steps" ? [] : select.value === "fail" ? undefined : select.value;
      this.change(withMember(this.store.step, "onError", value), "On error");
    } }, [["fail", "End the run"], ["continue", "Go on"], ["steps", "Do other steps"]].map(([value, name]) => el("option", { value, selected: value === rule }, name)));
    const isSet = ["note", "timeout", "retry", "onError"].some((name) => step[name] !== undefined);
    return el("details", { class: "more", open: isSet },
      el("summary", {}, "Note, tries, errors"),
      el("div", { class: "field" }, el("label", { for: id }, "When it fails"), select),
      ...members(this.form, { schema: BEHAVIOUR, value: picked(step, Object.keys(BEHAVIOUR.properties)), path: "", isPlain: true }, (next) => {
        let kept = this.store.step;
        for (const name of Object.keys(BEHAVIOUR.properties)) kept = withMember(kept, name, next[name]);
        this.change(kept, "Behaviour", "behaviour");
      }));
  }

  // MARK: What it gives

  drawOutput() {
    const { store } = this;
    const step = store.step;
    if (!step || !this.output) return;
    const found = store.run.summary(step.id);
    const isPinned = step.id in store.pins;
    const value = store.output(step.id);
    const isAction = kindOf(step) === "action";
    const tried = this.tried?.step === step.id ? this.tried : undefined;
    const rows = [el("div", { class: "label-row" }, el("h3", {}, "Output"),
      el("div", { class: "actions" },
        isAction && store.canRun && button(tried?.isGoing ? "Testing…" : "Test this step", () => this.commands.test(this.place), { class: "small", disabled: tried?.isGoing, title: "Calls the service once, for real (T)" }),
        store.flow && store.canEdit && (value !== undefined || tried?.output !== undefined || isPinned)
          && button(isPinned ? "Unpin" : "Pin", () => this.commands.pin(this.place), { class: "small", "aria-pressed": String(isPinned), title: "Previews and tests use a pinned output; runs don't (P)" })))];
    if (tried) rows.push(...this.triedRows(tried));
    if (isPinned) rows.push(readOnly("Pinned", store.pins[step.id]));
    const entry = found?.entry;
    if (entry?.failure) rows.push(el("div", { class: "notice danger" }, el("strong", {}, entry.failure.message), entry.failure.advice));
    if (entry) {
      rows.push(el("p", { class: "quiet small" }, `In the run in view: ${entry.path}${found.took === undefined ? "" : `, ${duration(found.took)}`}${entry.attempt > 1 ? `, ${entry.attempt} tries` : ""}`));
      if (entry.input !== null && entry.input !== undefined) rows.push(readOnly("Input", entry.input));
      if (entry.output !== undefined) rows.push(readOnly("Output", entry.output));
    } else if (!tried && !isPinned) rows.push(el("p", { class: "quiet small" }, "It hasn't been run yet."));
    this.output.replaceChildren(...rows);
  }

  triedRows(tried) {
    if (tried.isGoing) return [el("p", { class: "quiet small", role: "status" }, "Testing: the service is being called for real.")];
    if (tried.failure) {
      return [el("div", { class: "notice danger", role: "alert" }, el("strong", {}, tried.failure.message), tried.failure.advice)];
    }
    return [readOnly("Tested just now", tried.output), el("p", { class: "small" }, el("a", { href: `/app/activity/${tried.run}` }, "The test's process log"))];
  }

  showTried(tried) {
    this.tried = tried;
    this.drawOutput();
  }

  showProblems() {
    const step = this.store.step;
    if (!step || !this.general) return;
    const problems = this.store.problemsOf(step.id);
    const fields = new Set();
    for (const row of this.element.querySelectorAll("[data-field]")) {
      fields.add(row.dataset.field);
      if (row.showProblems) row.showProblems(problems);
      else {
        const found = problems.filter((problem) => problem.field === row.dataset.field);
        row.querySelector(".problem").textContent = found.map(sentence).join(" ");
      }
    }
    const others = problems.filter((problem) => !fields.has(problem.field));
    this.general.hidden = others.length === 0;
    this.general.textContent = others.map((problem) => `${problem.field ? `${problem.field}: ` : ""}${sentence(problem)}`).join(" ");
  }

  async preview(value) {
    this.previews?.abort?.();
    try {
      return await api.preview({ template: value, ...(this.store.flow ? { flow: this.store.flow.id } : {}), ...this.store.scope(this.place) });
    } catch (error) {
      return error.status ? { failure: { message: error.message } } : undefined;
    }
  }

  previewAgain() {
    for (const row of this.element.querySelectorAll("[data-field]")) row.again?.();
  }

  async options(path, typed) {
    const step = this.store.step;
    const place = path.startsWith("forEach.") ? "forEach." : "";
    return optionsOf({ store: this.store, call: place ? step.forEach : step, place, path, typed });
  }
}

// A step with one member more or less, the others in their place.
const withMember = (step, name, value) => put(step, [name], value);

const picked = (step, names) => Object.fromEntries(names.filter((name) => step[name] !== undefined).map((name) => [name, step[name]]));
