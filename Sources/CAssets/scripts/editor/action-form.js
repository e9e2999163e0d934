// What an action is called with: its connection and its input. For the steps that call one, and for loops over a lister.

import { api } from "./api.js";
import { choose } from "./chooser.js";
import { button, el, uniqueId } from "./elements.js";
import { fieldFor, members } from "./form.js";

// `place`: where the call stands in the step, as "" or "forEach." `call`: {action, connection, input}; `action`: it with
// its schemas, or {failure}. `change(name, value)` is told of another connection or input.
export function actionForm({ store, form, place, call, action, change, changeConnection }) {
  const known = store.catalogue.actions.find((one) => one.name === call.action);
  const rows = [el("p", { class: "action-name" }, el("strong", {}, known ? `${known.service}: ${known.title}` : call.action),
    known?.description && el("span", { class: "quiet small" }, known.description), el("code", { class: "quiet small" }, call.action))];
  if (action?.failure) rows.push(el("p", { class: "notice warning" }, action.failure.message));
  if (known?.needsConnection || known?.takesConnection || call.connection !== undefined) {
    rows.push(connectionField(store, known, call, `${place}connection`, changeConnection));
  }
  const field = { title: "Input", schema: action?.inputSchema ?? { type: "object", additionalProperties: true }, value: call.input ?? {}, path: `${place}input` };
  rows.push(el("h3", {}, "Input"));
  if (typeof call.input === "string") rows.push(fieldFor(form, field, change));
  else rows.push(...members(form, field, change));
  return rows;
}

function connectionField(store, known, call, path, change) {
  const id = uniqueId("connection");
  const own = store.connections(known?.connector ?? call.action?.split("/")[0]);
  const names = own.map((connection) => connection.name);
  if (call.connection && !names.includes(call.connection)) names.push(call.connection);
  const select = el("select", { id, disabled: !store.canEdit, onchange: () => change(select.value || undefined) },
    el("option", { value: "" }, known?.needsConnection === false ? "None" : "Choose a connection"), names.map((name) => el("option", { value: name }, name)));
  select.value = call.connection ?? "";
  return el("div", { class: "field", "data-field": path }, el("label", { for: id }, "Connection"), select,
    el("p", { class: "problem", role: "alert" }),
    own.length === 0 && el("p", { class: "hint" }, el("a", { href: "/app/connections/new" }, "Make a connection")));
}

// Where the items of a loop come from: a list, or an action whose pages are asked for one after the other.
export function sourceFields({ store, value, list, lister, take }) {
  const id = uniqueId("source");
  const isLister = isLoopOverAction(value);
  const select = el("select", { id, disabled: !store.canEdit, onchange: () => {
    if (select.value === "list") take("{{ [] }}");
    else chooseLister(store).then((call) => (call ? take(call) : (select.value = "list")));
  } }, el("option", { value: "list", selected: !isLister }, "A list"), el("option", { value: "action", selected: isLister }, "An action that lists, page by page"));
  const another = isLister && store.canEdit && button("Another action", async () => {
    const call = await chooseLister(store);
    if (call) take(call);
  }, { class: "small" });
  return [el("div", { class: "field" }, el("label", { for: id }, "Items from"), select), ...[isLister ? lister() : list(), another].flat().filter(Boolean)];
}

export const isLoopOverAction = (value) => Boolean(value && typeof value === "object" && !Array.isArray(value) && typeof value.action === "string");

// Actions that give pages come first; any other's output is one page.
function chooseLister(store) {
  const entries = store.catalogue.actions.flatMap((action) => {
    const own = store.catalogue.connections.filter((one) => one.connector === action.connector && one.active !== false);
    const entry = (connection) => ({
      title: action.title, hint: action.group, group: connection && connection.name !== action.service ? `${action.service}: ${connection.name}` : action.service,
      words: `${action.description} ${action.name}`, icon: "action", rank: (action.lists ? 0 : 2) + (connection || !action.needsConnection ? 0 : 1),
      value: { action: action.name, ...(connection ? { connection: connection.name } : {}), input: {} },
    });
    return own.length && action.needsConnection ? own.map(entry) : [entry()];
  });
  entries.sort((left, right) => left.rank - right.rank || left.group.localeCompare(right.group));
  return choose("Items of an action", "Search actions that list", entries);
}

// What a field can be, from the service itself: entries for a chooser.
export async function optionsOf({ store, call, place, path, typed }) {
  const field = path.slice(place.length).replace(/^input\./, "").replace(/\[\d+\]/g, "");
  const known = store.catalogue.actions.find((one) => one.name === call.action);
  if (!call.connection && known?.needsConnection !== false) throw new Error("Choose the connection first.");
  const answer = await asked(call.action, field, call.connection, { team: store.team, input: call.input, search: typed });
  if (answer.missing?.length) throw new Error(`Fill in first: ${answer.missing.join(", ")}.`);
  return answer.options.filter((option) => option.label.toLowerCase().includes(typed.toLowerCase()))
    .map((option) => ({ title: option.label, hint: String(option.value), icon: "dot", value: { value: option.value, name: option.label } }));
}

// The same question is asked once in half a minute: every value of a list wants to know what it is called.
const answers = new Map();

function asked(...question) {
  const key = JSON.stringify(question);
  const known = answers.get(key);
  if (known && Date.now() - known.at < 30000) return known.answer;
  const answer = api.options(...question);
  answers.set(key, { answer, at: Date.now() });
  answer.catch(() => answers.delete(key));
  return answer;
}
