// What holds for the flow as a whole: name, triggers with their next times, the form it asks for, limits.

import { put } from "./document.js";
import { button, el, iconButton, uniqueId } from "./elements.js";
import { fieldFor, members } from "./form.js";
import { sentence } from "./problems.js";
import { firings, webhook } from "./trigger-panel.js";
import { TRIGGERS, triggersOf, withTriggers } from "./triggers.js";

const text = (title, extra = {}) => ({ type: "string", title, ...extra });

const LIMITS = {
  type: "object",
  properties: {
    deadline: text("A run ends after", { examples: ["2h"] }),
    limits: {
      title: "Limits", type: "object",
      properties: {
        concurrency: { type: "integer", title: "Runs at the same time", minimum: 1 },
        per: { title: "Runs at the same time, by key", type: "object", properties: { key: text("Key", { description: "An expression." }), concurrency: { type: "integer", title: "At most", minimum: 1 } } },
        throttle: { title: "Throttle", type: "object", properties: { runs: { type: "integer", title: "Runs", minimum: 1 }, every: text("Every", { examples: ["1m"] }) } },
        debounce: { title: "Debounce", type: "object", properties: { key: text("Key", { description: "An expression." }), for: text("For", { examples: ["30s"] }) } },
      },
    },
  },
};

const INPUT_TYPES = { string: "Text", number: "Number", integer: "Whole number", boolean: "Yes or no", array: "List", object: "Object" };

export class FlowPanel {
  constructor(store, announce) {
    this.store = store;
    this.announce = announce;
    this.element = el("div", { class: "flow-panel" });
    store.addEventListener("document", (event) => event.detail?.from !== this && this.draw());
    store.addEventListener("saved", () => this.draw());
    store.addEventListener("problems", () => this.showProblems());
    store.addEventListener("catalogue", () => this.draw());
    this.draw();
  }

  change(document, label, merge) {
    this.store.change(document, label, { from: this, merge: merge && `flow ${merge}` });
  }

  draw() {
    const { store } = this;
    const document = store.document;
    this.form = {
      store, root: undefined, place: undefined, problems: () => store.problems.filter((problem) => !problem.step),
      preview: async () => undefined,
    };
    this.general = el("div", { class: "notice danger", role: "alert", hidden: true });
    const field = (name, schema) => fieldFor(this.form, { title: schema.title, schema, value: document[name], path: name, isPlain: true },
      (value) => this.change(put(store.document, [name], value), schema.title, name));
    this.element.replaceChildren(
      this.general, field("name", text("Name")), field("description", text("What it is for", { format: "multiline" })),
      el("h3", {}, "Starts"), ...this.triggers(document),
      el("h3", {}, "Asks for"), ...this.inputs(document),
      el("details", { class: "more", open: document.vars !== undefined }, el("summary", {}, "Variables"),
        fieldFor(this.form, { title: "Variables at the start", schema: { type: "object", additionalProperties: true }, value: document.vars, path: "vars", isPlain: true },
          (value) => this.change(put(store.document, ["vars"], value && Object.keys(value).length ? value : undefined), "Variables", "vars"))),
      el("details", { class: "more", open: document.limits !== undefined || document.deadline !== undefined }, el("summary", {}, "Limits"),
        ...members(this.form, { schema: LIMITS, value: { ...(document.deadline ? { deadline: document.deadline } : {}), ...(document.limits ? { limits: document.limits } : {}) }, path: "", isPlain: true },
          (next) => this.change(put(put(store.document, ["deadline"], next.deadline), ["limits"], next.limits), "Limits", "limits"))));
    this.showProblems();
  }

  // MARK: Triggers

  triggers(document) {
    const triggers = triggersOf(document);
    const save = (next, redraw = true, merge) => {
      this.change(withTriggers(this.store.document, next), "Trigger", merge);
      if (redraw) this.draw();
    };
    const rows = triggers.map((trigger, index) => {
      const known = TRIGGERS[trigger.kind];
      const id = uniqueId("trigger");
      const select = el("select", { id, disabled: !this.store.canEdit, onchange: () => {
        const [made] = triggersOf({ trigger: TRIGGERS[select.value].make() });
        save(triggers.map((one, place) => (place === index ? made : one)));
      } }, Object.entries(TRIGGERS).map(([kind, { title }]) => el("option", { value: kind, selected: kind === trigger.kind }, title)));
      const path = triggers.length === 1 && !document.triggers ? `trigger.${trigger.kind}` : `triggers[${index}].${trigger.kind}`;
      const times = trigger.kind === "schedule" ? firings(() => triggers[index].settings) : undefined;
      const fields = known?.schema ? this.triggerFields(trigger, known.schema, path, (settings) => {
        triggers[index] = { ...triggers[index], settings };
        save([...triggers], false, `trigger ${index}`);
        times?.again();
      }) : [];
      return el("div", { class: "trigger panel" },
        el("div", { class: "label-row" }, el("label", { for: id }, triggers.length > 1 ? `Trigger ${index + 1}` : "Trigger"),
          this.store.canEdit && triggers.length > 1 && iconButton("close", `Remove trigger ${index + 1}`, () => save(triggers.filter((_, one) => one !== index)))),
        select, ...fields,
        trigger.kind === "webhook" && webhook(this.store, this.announce), times?.element);
    });
    if (this.store.canEdit) rows.push(button("Add a trigger", () => save([...triggers, { kind: "schedule", settings: { every: "1h" } }]), { class: "small" }));
    return rows;
  }

  triggerFields(trigger, schema, path, change) {
    const field = { title: TRIGGERS[trigger.kind].title, schema, value: trigger.settings, path, isPlain: true };
    if (!schema.oneOf) return members(this.form, field, change);
    let current = trigger.settings ?? {};
    const names = Object.keys(schema.common);
    const own = Object.fromEntries(Object.entries(current).filter(([name]) => !names.includes(name)));
    const common = Object.fromEntries(names.filter((name) => current[name] !== undefined).map((name) => [name, current[name]]));
    let parts = { own, common };
    const merge = () => change({ ...parts.own, ...parts.common });
    return [
      fieldFor(this.form, { ...field, title: "When", value: own }, (next) => ((parts = { ...parts, own: next ?? {} }), merge())),
      ...members(this.form, { ...field, schema: { type: "object", properties: schema.common }, value: common }, (next) => ((parts = { ...parts, common: next ?? {} }), merge())),
    ];
  }

  // MARK: What a run started by hand asks for

  inputs(document) {
    const schema = document.input ?? {};
    const properties = Object.entries(schema.properties ?? {});
    const required = new Set(schema.required ?? []);
    const save = (entries, needed, redraw = true, merge) => {
      const { required: _, properties: __, ...others } = this.store.document.input ?? {};
      const next = entries.length ? { type: "object", ...(needed.size ? { required: [...needed] } : {}), ...others, properties: Object.fromEntries(entries) } : undefined;
      this.change(put(this.store.document, ["input"], next), "Form", merge);
      if (redraw) this.draw();
    };
    const rows = properties.map(([name, property], index) => {
      const ids = [uniqueId("name"), uniqueId("title"), uniqueId("type"), uniqueId("needed")];
      const changed = (next, redraw) => {
        properties[index] = [properties[index][0], next];
        save([...properties], required, redraw, `input ${index}`);
      };
      const can = { disabled: !this.store.canEdit };
      const nameInput = el("input", { id: ids[0], value: name, ...can, class: "mono", autocomplete: "off", onchange: () => {
        const to = nameInput.value.trim();
        if (!to || properties.some(([other]) => other === to)) return void (nameInput.value = name);
        if (required.delete(name)) required.add(to);
        properties[index] = [to, properties[index][1]];
        save([...properties], required);
      } });
      const titleInput = el("input", { id: ids[1], value: property.title ?? "", ...can, oninput: () => changed(put(properties[index][1], ["title"], titleInput.value || undefined), false) });
      const type = el("select", { id: ids[2], ...can, onchange: () => changed(put(put(properties[index][1], ["type"], type.value), ["items"], type.value === "array" ? { type: "string" } : undefined), true) },
        Object.entries(INPUT_TYPES).map(([value, title]) => el("option", { value, selected: value === property.type }, title)));
      const needed = el("input", { id: ids[3], type: "checkbox", checked: required.has(name), ...can, onchange: () => {
        if (needed.checked) required.add(properties[index][0]);
        else required.delete(properties[index][0]);
        save([...properties], required, false);
      } });
      return el("div", { class: "input-row" },
        el("div", { class: "field" }, el("label", { for: ids[0] }, "Name"), nameInput),
        el("div", { class: "field" }, el("label", { for: ids[1] }, "Title"), titleInput),
        el("div", { class: "field" }, el("label", { for: ids[2] }, "Type"), type),
        el("label", { class: "check", for: ids[3] }, needed, " Required"),
        this.store.canEdit && iconButton("close", `Remove ${name}`, () => {
          required.delete(name);
          save(properties.filter((_, one) => one !== index), required);
        }));
    });
    if (!rows.length) rows.push(el("p", { class: "quiet small" }, "Nothing: a run by hand starts at once."));
    if (this.store.canEdit) {
      rows.push(button("Add a field", () => {
        let number = properties.length + 1;
        while (properties.some(([name]) => name === `field${number}`)) number += 1;
        save([...properties, [`field${number}`, { type: "string" }]], required);
      }, { class: "small" }));
    }
    return rows;
  }

  showProblems() {
    const problems = this.store.problems.filter((problem) => !problem.step);
    const fields = new Set();
    for (const row of this.element.querySelectorAll("[data-field]")) {
      fields.add(row.dataset.field);
      row.showProblems?.(problems);
    }
    const others = problems.filter((problem) => !fields.has(problem.field));
    this.general.hidden = others.length === 0;
    this.general.textContent = others.map((problem) => `${problem.field ? `${problem.field}: ` : ""}${sentence(problem)}`).join(" ");
  }
}
