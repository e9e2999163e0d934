// One field of a form: a value or an expression, what is wrong with it, and what the expression gives on the last data.

import { choose } from "./chooser.js";
import { control } from "./controls.js";
import { button, debounced, el, iconButton, uniqueId } from "./elements.js";
import { insertPath, isExpression, summary } from "./expressions.js";
import { pickOutput } from "./output-picker.js";
import { at as problemsAt, sentence } from "./problems.js";
import { controlOf, describe } from "./schema.js";

// `form`: {store, place, preview(value), options(path, schema, text), problems()}.
// `field`: {title, schema, value, path, isRequired, isPlain}; `change(value)` is told the new value, undefined for none.
export function valueField(form, field, change) {
  const id = uniqueId("field");
  const { schema, path } = field;
  let value = field.value;
  let isWritten = !field.isPlain && (isExpression(value) || (value === undefined && (schema.expression || controlOf(schema) === "file")));
  const row = el("div", { class: "field", "data-field": path });
  const label = el("label", { for: id }, field.title, field.isRequired && el("span", { class: "quiet", title: "Required" }, " *"));
  const body = el("div", { class: "control" });
  const hint = el("p", { class: "hint", id: `${id}-hint` }, describe(schema));
  const wrong = el("p", { class: "problem", id: `${id}-problem`, role: "alert" });
  const result = el("p", { class: "preview small", "aria-live": "polite" });

  const set = (next) => {
    value = next;
    change(next);
    look();
  };
  const look = debounced(async () => {
    if (!isWritten || !isExpression(value)) {
      result.textContent = await nameOf(form, field, value);
      return;
    }
    const asked = value;
    const found = await form.preview(value);
    if (asked === value && found) showResult(result, found, form.store);
  }, 350);

  const draw = () => {
    const attributes = { id, "aria-describedby": `${id}-hint ${id}-problem`, disabled: !form.store.canEdit };
    if (isWritten) body.replaceChildren(expressionControl(form, value, attributes, set));
    else {
      const given = schema.expression ? {} : schema;
      const input = control(given, value, attributes, (next) => {
        // Braces make an expression of a text: no need to look for the switch first.
        set(next);
        if (!field.isPlain && isExpression(next) && input.value?.endsWith("{{")) turn(true);
      }, (message) => (wrong.textContent = message));
      body.replaceChildren(...[input, chooserFor(form, field, () => value, (next) => {
        set(next);
        draw();
      })].filter(Boolean));
    }
    look();
  };
  const turn = (on) => {
    isWritten = on;
    mode.setAttribute("aria-pressed", String(on));
    if (!on && isExpression(value)) set(undefined);
    draw();
    const input = body.querySelector("input, textarea, select");
    input?.focus();
    input?.setSelectionRange?.(input.value.length, input.value.length);
  };
  const mode = iconButton("expression", `${field.title}: write an expression`, () => turn(!isWritten), {
    class: "icon mode", "aria-pressed": String(isWritten), disabled: !form.store.canEdit,
  });
  row.append(el("div", { class: "label-row" }, label, !field.isPlain && mode), body);
  if (hint.textContent) row.append(hint);
  row.append(wrong, result);
  row.showProblems = (problems) => {
    const found = problemsAt(problems, path);
    wrong.textContent = found.map(sentence).join(" ");
    row.classList.toggle("wrong", found.length > 0);
  };
  draw();
  row.showProblems(form.problems());
  row.again = look;
  return row;
}

function expressionControl(form, value, attributes, set) {
  const input = el("textarea", {
    ...attributes, class: "code inline expression", rows: 1, spellcheck: "false", value: typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value),
    placeholder: "{{ .steps… }}",
  });
  input.addEventListener("input", () => set(input.value === "" ? undefined : input.value));
  const insert = button("Insert", async () => {
    const { selectionStart, selectionEnd } = input;
    const path = await pickOutput(form);
    if (!path) return;
    const done = insertPath(input.value, selectionStart ?? 0, selectionEnd ?? 0, path);
    input.value = done.text;
    set(done.text);
    input.focus();
    input.setSelectionRange(done.cursor, done.cursor);
  }, { class: "small", title: "Insert an earlier output (Ctrl Space)", disabled: attributes.disabled });
  input.addEventListener("keydown", (event) => {
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      insert.click();
    }
  });
  return el("div", { class: "with-button" }, input, insert);
}

// A button that asks the service what there is, for fields that say so; also for flows and connections.
function chooserFor(form, field, current, take) {
  const { schema } = field;
  const source = schema["x-options"] ? (text) => form.options(field.path, text) : PICKERS[schema.picker]?.(form.store);
  if (!source) return undefined;
  return button("Choose", async () => {
    const value = await choose(`Choose: ${field.title}`, "Search", source, { empty: "There is nothing to choose." });
    if (value !== undefined) take(value.value);
  }, { class: "small", disabled: !form.store.canEdit });
}

// What people call a value that was chosen at the service; nothing where it can't be told.
async function nameOf(form, { schema, path }, value) {
  if (!schema["x-options"] || value === undefined || value === "" || !form.options) return "";
  try {
    const found = (await form.options(path, "")).find((entry) => entry.value.value === value);
    return found ? `= ${found.title}` : "";
  } catch {
    return "";
  }
}

const PICKERS = {
  flow: () => async (text) => {
    const { api } = await import("./api.js");
    const flows = await api.flows();
    return flows.filter((flow) => flow.name.toLowerCase().includes(text.toLowerCase()))
      .map((flow) => ({ title: flow.name, hint: flow.description, icon: "flow", value: { value: flow.name, name: flow.name } }));
  },
  action: (store) => store.catalogue.actions.map((action) => (
    { title: action.title, hint: action.name, group: action.service, value: { value: action.name, name: action.title } })),
  connection: (store) => store.catalogue.connections.map((connection) => (
    { title: connection.name, hint: connection.connector, icon: "connection", value: { value: connection.name, name: connection.name } })),
};

export function showResult(element, result, store) {
  const { value, failure, problems } = result;
  element.classList.toggle("bad", Boolean(failure || problems));
  if (problems) element.textContent = problems.map(sentence).join(" ");
  else if (failure) element.textContent = [failure.message, failure.advice].filter(Boolean).join(" ");
  else if (value === null && !store.run.run) element.textContent = "Run the flow once to see what comes out.";
  else {
    element.textContent = `= ${summary(value, 200)}`;
    element.title = JSON.stringify(value, null, 2)?.slice(0, 4000) ?? "";
  }
}
