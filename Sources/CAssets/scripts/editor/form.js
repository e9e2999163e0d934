// Forms from JSON Schema: objects, lists, maps and ways, made of fields.

import { choose } from "./chooser.js";
import { controlOf, emptyValue, fieldsOf, resolve, shown, titleOf, variantOf, variants } from "./schema.js";
import { rowActions } from "./controls.js";
import { button, el, iconButton, uniqueId } from "./elements.js";
import { isExpression } from "./expressions.js";
import { at as problemsAt, isWithin, sentence } from "./problems.js";
import { valueField } from "./field.js";

// The element for one value, whatever it is.
export function fieldFor(form, field, change) {
  const schema = resolve(field.schema, form.root ?? field.schema);
  const resolved = { ...field, schema };
  if (isExpression(field.value) || schema.expression) return valueField(form, resolved, change);
  switch (controlOf(schema)) {
    case "object": return group(form, resolved, change, members);
    case "array": return group(form, resolved, change, list);
    case "map": return group(form, resolved, change, map);
    case "variant": return group(form, resolved, change, ways);
    default: return valueField(form, resolved, change);
  }
}

// The fields of an object, without a frame around them.
export function members(form, field, change) {
  let current = field.value && typeof field.value === "object" && !Array.isArray(field.value) ? field.value : {};
  const prefix = field.path ? `${field.path}.` : "";
  const row = (one) => fieldFor(form, { ...one, value: current[one.name], path: prefix + one.name, isPlain: one.schema.plain ?? field.isPlain },
    (value) => {
      if (value === undefined) {
        const { [one.name]: _, ...others } = current;
        current = others;
      } else current = { ...current, [one.name]: value };
      change(current);
    });
  const fields = fieldsOf(field.schema, current, form.root);
  // Where nothing must be filled in, the first ones say what it is about.
  const first = fields.some((one) => one.isRequired) ? [] : fields.slice(0, 4);
  const isShown = (one) => one.isRequired || first.includes(one) || current[one.name] !== undefined || fields.length <= 4
    || form.problems().some((problem) => isWithin(problem, prefix + one.name));
  const shownFields = fields.filter(isShown);
  const others = fields.filter((one) => !isShown(one));
  const rows = shownFields.map(row);
  if (others.length) {
    const more = el("details", { class: "more" }, el("summary", {}, `More (${others.length})`));
    // Made when they are asked for: an action may have a hundred.
    more.addEventListener("toggle", () => more.children.length === 1 && more.append(...others.map(row)), { once: true });
    rows.push(more);
  }
  if (field.schema.additionalProperties && typeof field.schema.additionalProperties === "object") {
    rows.push(map(form, { ...field, value: Object.fromEntries(fields.filter((one) => !one.isKnown).map((one) => [one.name, current[one.name]])) }, change));
  }
  return rows;
}

// A frame with a heading, for everything that has fields of its own. It can be turned into an expression as well.
function group(form, field, change, contents) {
  const frame = el("fieldset", { class: "nested", "data-field": field.path });
  const wrong = el("p", { class: "problem", role: "alert" });
  const draw = (value) => {
    const given = { ...field, value };
    const toExpression = !field.isPlain && form.store.canEdit && iconButton("expression", `${field.title}: write an expression`, () => {
      const written = valueField(form, { ...given, value: "{{ . }}" }, change);
      frame.replaceWith(written);
      change("{{ . }}");
      written.querySelector("textarea")?.focus();
    }, { class: "icon mode" });
    frame.replaceChildren(
      el("legend", {}, el("span", {}, field.title, field.isRequired && el("span", { class: "quiet" }, " *")), toExpression),
      ...(field.schema.description ? [el("p", { class: "quiet small" }, field.schema.description)] : []),
      wrong, ...[contents(form, given, change, draw)].flat());
  };
  frame.showProblems = (problems) => (wrong.textContent = problemsAt(problems, field.path).map(sentence).join(" "));
  draw(field.value);
  frame.showProblems(form.problems());
  return frame;
}

function list(form, field, change, draw) {
  const current = Array.isArray(field.value) ? [...field.value] : [];
  const schema = resolve(field.schema.items ?? {}, form.root);
  const redraw = (next) => {
    change(next.length ? next : field.isRequired ? [] : undefined);
    draw(next);
  };
  const label = (index) => `${field.title} ${index + 1}`;
  const rows = current.map((value, index) => el("div", { class: "list-row" },
    fieldFor(form, { title: label(index), schema: field.schema["x-options"] ? { "x-options": field.schema["x-options"], ...schema } : schema, value, path: `${field.path}[${index}]`, isPlain: field.isPlain }, (next) => {
      current[index] = next ?? "";
      change([...current]);
    }),
    form.store.canEdit && rowActions({
      label: label(index),
      up: index > 0 ? () => redraw(swapped(current, index, index - 1)) : undefined,
      down: index + 1 < current.length ? () => redraw(swapped(current, index, index + 1)) : undefined,
      remove: () => redraw(current.filter((_, one) => one !== index)),
    })));
  const pick = form.store.canEdit && schemaOffers(field.schema, "x-options", schema) && button("Choose", async () => {
    const found = await chooseFrom(form, field);
    if (found !== undefined) redraw([...current, found.value]);
  }, { class: "small", "aria-label": `Choose for ${field.title}` });
  const add = form.store.canEdit && button("Add an item", () => redraw([...current, emptyValue(schema, form.root)]), { class: "small", "aria-label": `Add to ${field.title}` });
  return [...rows, el("div", { class: "actions" }, pick, add)];
}

// Whether the service can say what there is, for the list or for each of its items.
const schemaOffers = (schema, word, items = {}) => Boolean(schema[word] ?? items[word]);

const chooseFrom = (form, field) =>
  choose(`Choose: ${field.title}`, "Search", (text) => form.options(field.path, text), { empty: "There is nothing to choose." });

const swapped = (list, one, other) => {
  const next = [...list];
  [next[one], next[other]] = [next[other], next[one]];
  return next;
};

// Names and values that the schema doesn't list.
function map(form, field, change, draw) {
  let current = field.value && typeof field.value === "object" && !Array.isArray(field.value) ? field.value : {};
  const schema = typeof field.schema.additionalProperties === "object" ? resolve(field.schema.additionalProperties, form.root) : {};
  const renamed = (from, to) => {
    if (!to || to === from || to in current) return;
    current = Object.fromEntries(Object.entries(current).map(([name, value]) => [name === from ? to : name, value]));
    change(current);
    draw?.(current);
  };
  const rows = Object.entries(current).map(([name, value]) => {
    const id = uniqueId("name");
    const input = el("input", { id, value: name, autocomplete: "off", disabled: !form.store.canEdit, onchange: () => renamed(name, input.value.trim()) });
    return el("div", { class: "map-row" },
      el("div", { class: "field" }, el("label", { for: id, class: "visually-hidden" }, `Name of ${name}`), input),
      fieldFor(form, { title: `Value of ${name}`, schema, value, path: `${field.path}.${name}`, isPlain: field.isPlain }, (next) => {
        current = { ...current, [name]: next ?? "" };
        change(current);
      }),
      form.store.canEdit && rowActions({
        label: name,
        remove: () => {
          const { [name]: _, ...others } = current;
          current = others;
          change(current);
          draw?.(current);
        },
      }));
  });
  const add = form.store.canEdit && draw && button("Add a name", () => {
    let number = 1;
    while (`name${number}` in current) number += 1;
    current = { ...current, [`name${number}`]: emptyValue(schema, form.root) ?? "" };
    change(current);
    draw(current);
  }, { class: "small" });
  const pick = form.store.canEdit && draw && schemaOffers(field.schema, "x-keys") && button("Choose a name", async () => {
    const found = await chooseFrom(form, field);
    if (found === undefined || found.value in current) return;
    current = { ...current, [found.value]: emptyValue(schema, form.root) ?? "" };
    change(current);
    draw(current);
  }, { class: "small" });
  return [...rows, el("div", { class: "actions" }, pick, add)];
}

function ways(form, field, change, draw) {
  const all = variants(field.schema, form.root);
  const index = variantOf(all, field.value);
  const id = uniqueId("way");
  const select = el("select", { id, disabled: !form.store.canEdit, onchange: () => {
    const next = emptyValue(all[Number(select.value)], form.root);
    change(next);
    draw(next);
  } }, all.map((way, one) => el("option", { value: one, selected: one === index }, way.title ?? titleOf(way.type ?? `way ${one + 1}`))));
  const way = all[index] ?? {};
  const inner = controlOf(way, form.root) === "object"
    ? members(form, { ...field, schema: way, value: field.value }, change)
    : [fieldFor(form, { ...field, title: way.title ?? field.title, schema: way, value: field.value }, change)];
  return [el("div", { class: "field" }, el("label", { for: id, class: "visually-hidden" }, `Kind of ${field.title}`), select), ...inner];
}

// A value that can only be read.
export const readOnly = (title, value) =>
  el("div", { class: "output" }, title && el("p", { class: "label" }, title), el("pre", { tabindex: "0" }, shown(value, {})));
