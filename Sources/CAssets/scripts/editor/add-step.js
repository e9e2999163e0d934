// Choosing what a new step does: control steps, and every action of every connection.

import { choose } from "./chooser.js";
import { ids, made } from "./document.js";
import { KINDS } from "./kinds.js";

export function entriesFor(catalogue) {
  const control = Object.entries(KINDS).filter(([kind]) => kind !== "action").map(([kind, { title, hint }]) => ({
    title, hint, icon: kind, group: "Control", words: `${kind} control`, value: { kind },
  }));
  const actions = catalogue.actions.flatMap((action) => {
    const own = catalogue.connections.filter((connection) => connection.connector === action.connector && connection.active !== false);
    const entry = (connection) => ({
      title: action.title,
      hint: action.group,
      found: [action.service, connection?.name, action.group].filter((part, index, all) => part && all.indexOf(part) === index).join(" · "),
      group: connection && connection.name !== action.service ? `${action.service}: ${connection.name}` : action.service,
      words: `${action.description} ${action.name} ${connection?.name ?? ""}`,
      icon: "action",
      value: { kind: "action", action: action.name, connection: connection?.name },
      rank: connection || !action.needsConnection ? 0 : 1,
    });
    return own.length && action.needsConnection ? own.map(entry) : [entry()];
  });
  actions.sort((left, right) => left.rank - right.rank || left.group.localeCompare(right.group));
  return [...control, ...actions];
}

// Asks, and makes the step; undefined when nothing was chosen.
export async function chooseStep(store) {
  const value = await choose("Add a step", "Search actions and control steps", entriesFor(store.catalogue));
  if (!value) return undefined;
  const step = made(value.kind, value.action, ids(store.document));
  if (value.connection) {
    const { action, ...rest } = step;
    const { id, ...others } = rest;
    return { id, action, connection: value.connection, ...others };
  }
  return step;
}
