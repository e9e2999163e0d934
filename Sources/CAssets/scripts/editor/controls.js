// The controls that enter one value: text, number, choice, JSON. Each is {element, focus}, and calls `change` with the
// new value, or `wrong` with why what was typed is none.

import { el, iconButton } from "./elements.js";
import { controlOf, parsed, shown, types } from "./schema.js";

// `attributes`: id and what describes it.
export function control(schema, value, attributes, change, wrong) {
  const kind = controlOf(schema);
  const typed = (input, event = "input") => input.addEventListener(event, () => {
    try {
      wrong("");
      change(parsed(input.value, schema));
    } catch (error) {
      wrong(error.message);
    }
  });
  switch (kind) {
    case "enum": return choices(schema.enum ?? [schema.const], value, attributes, change);
    case "boolean": return choices([true, false], value, attributes, change, { true: "Yes", false: "No" });
    case "number": {
      const input = el("input", { ...attributes, inputmode: types(schema)[0] === "integer" ? "numeric" : "decimal", value: shown(value), autocomplete: "off" });
      typed(input);
      return input;
    }
    case "multiline": case "json": case "map": case "file": case "variant": {
      const isCode = kind !== "multiline";
      const input = el("textarea", {
        ...attributes, class: isCode ? "code inline" : "inline", rows: isCode ? 3 : 2, spellcheck: isCode ? "false" : "true",
        value: shown(value, schema), placeholder: kind === "file" ? "A file of an earlier step" : undefined,
      });
      typed(input);
      return input;
    }
    default: {
      const input = el("input", {
        ...attributes, value: shown(value), autocomplete: "off", list: undefined,
        placeholder: Array.isArray(schema.examples) ? String(schema.examples[0] ?? "") : undefined,
      });
      input.addEventListener("input", () => change(input.value === "" ? undefined : input.value));
      return input;
    }
  }
}

function choices(values, value, attributes, change, names = {}) {
  const texts = values.map((one) => JSON.stringify(one));
  const select = el("select", attributes,
    el("option", { value: "" }, "Not set"),
    values.map((one, index) => el("option", { value: texts[index] }, names[one] ?? String(one))));
  const current = JSON.stringify(value);
  // A value that isn't on offer is shown all the same: nothing is changed by looking.
  if (value !== undefined && !texts.includes(current)) select.append(el("option", { value: current }, String(shown(value))));
  select.value = value === undefined ? "" : current;
  select.addEventListener("change", () => change(select.value === "" ? undefined : JSON.parse(select.value)));
  return select;
}

// The rows of a list or a map: each can be taken away and moved.
export function rowActions({ remove, up, down, label }) {
  return el("span", { class: "row-actions" },
    up && iconButton("up", `Move ${label} up`, up),
    down && iconButton("down", `Move ${label} down`, down),
    remove && iconButton("close", `Remove ${label}`, remove));
}
