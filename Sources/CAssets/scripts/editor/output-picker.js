// Choosing an earlier output: the trigger, the steps before, the item of a loop, variables, with what the last run held.

import { choose } from "./chooser.js";
import { scopeAt, stepPath } from "./document.js";
import { schemaTree, summary, tree } from "./expressions.js";
import { api } from "./api.js";

// Resolves to a jq path as `.steps.list.files`, or undefined.
export async function pickOutput(form) {
  const entries = await outputs(form);
  return choose("Insert an earlier output", "Search outputs", entries, {
    limit: 400, empty: "Nothing is called that. Run the flow once to see what its steps give.",
  });
}

export async function outputs({ store, place }) {
  const { visible, loops } = place ? scopeAt(store.document, place) : { visible: [], loops: [] };
  const groups = [];
  if (loops.length) groups.push(await itemEntries(store, loops));
  for (const step of visible.toReversed()) if (step.id) groups.push(await stepEntries(store, step));
  groups.push(triggerEntries(store));
  const vars = Object.keys(variables(store.document, visible));
  groups.push(vars.map((name) => entry("Variables", `.vars.${name}`, "")));
  groups.push(["id", "flow", "version", "startedAt"].map((name) => entry("This run", `.run.${name}`, "")));
  return groups.flat();
}

const entry = (group, path, hint) => ({ group, title: path, hint, icon: "dot", value: path });

const flat = (group, nodes) => nodes.flatMap((node) => [entry(group, node.path, node.summary), ...flat(group, node.children)]);

async function stepEntries(store, step) {
  const group = step.title ? `${step.title} (${step.id})` : step.id;
  const path = stepPath(step.id);
  const output = store.output(step.id);
  if (output !== undefined && !output?.$truncated) return [entry(group, path, summary(output)), ...flat(group, tree(output, path))];
  let promised = [];
  if (step.action) {
    try {
      promised = flat(group, schemaTree((await api.action(step.action)).outputSchema, path));
    } catch {
      promised = []; // An action that isn't there any more promises nothing.
    }
  }
  return [entry(group, path, promised.length ? "Output" : "Not run yet"), ...promised];
}

async function itemEntries(store, loops) {
  const rounds = store.run.of(loops.at(-1).id).flatMap((one) => (Array.isArray(one.input) ? one.input : []));
  const nodes = rounds.length ? tree(rounds[0], ".item") : [];
  return [entry("The item in hand", ".item", rounds.length ? summary(rounds[0]) : ""), ...flat("The item in hand", nodes), entry("The item in hand", ".index", "Its number, from 0")];
}

function triggerEntries(store) {
  const known = store.trigger;
  const asked = Object.keys(store.document.input?.properties ?? {}).map((name) => entry("Trigger", `.trigger.${name}`, store.document.input.properties[name].title ?? ""));
  const seen = known ? flat("Trigger", tree(known, ".trigger")) : [];
  return [entry("Trigger", ".trigger", "What started the run"), ...(seen.length ? seen : asked)];
}

function variables(document, visible) {
  const found = { ...document.vars };
  for (const step of visible) if (step.set && typeof step.set === "object") Object.assign(found, step.set);
  return found;
}
