// The flow's document as a tree, and what can be done to it. Pure: every operation returns a new document and shares
// what it didn't change. A place is a list of names and numbers from the root: ["steps", 2, "then", 0].

import { KINDS, blocksOf, kindOf } from "./kinds.js";

export const at = (value, place) => place.reduce((inner, name) => inner?.[name], value);

export const same = (left, right) => JSON.stringify(left) === JSON.stringify(right);

export function put(value, place, member) {
  if (place.length === 0) return member;
  const [name, ...rest] = place;
  const inner = put(value?.[name], rest, member);
  if (typeof name === "number") {
    const list = [...(value ?? [])];
    list[name] = inner;
    return list;
  }
  const { [name]: _, ...others } = value ?? {};
  if (inner === undefined) return others;
  // A member that is there keeps its place; documents are read by people.
  return value && name in value ? { ...value, [name]: inner } : { ...others, [name]: inner };
}

// Every step in reading order: {step, place, depth, block: {place, title}, isFirst, isLast}.
export function walk(document) {
  const found = [];
  const visit = (place, title, depth, owner) => {
    const list = at(document, place) ?? [];
    list.forEach((step, index) => {
      const here = [...place, index];
      found.push({ step, place: here, depth, block: { place, title }, index, size: list.length, owner });
      for (const block of blocksOf(step)) visit([...here, ...block.path], block.title, depth + 1, step.id);
    });
  };
  visit(["steps"], "", 1);
  return found;
}

export const find = (document, id) => walk(document).find((entry) => entry.step.id === id);

// Every name in use; branches of a parallel step have names among those of the steps.
export const ids = (document) =>
  new Set(walk(document).flatMap(({ step }) => [step.id, ...(step.parallel ?? []).map((branch) => branch.id)]));

// A short name that no step has: from a title or an action's name.
export function freshId(wanted, taken) {
  const words = (wanted.split("/").pop() ?? "").replace(/[^A-Za-z0-9_-]+/g, "-").replace(/^[^A-Za-z]+|-+$/g, "");
  if (words && words.length <= 64 && !taken.has(words)) return words;
  // Copies of a copy are counted on.
  const base = (words.replace(/-\d+$/, "") || "step").slice(0, 56);
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}

// A copy whose ids are free, with its own expressions following the new names.
export function withFreshIds(step, taken) {
  const names = new Map();
  const known = new Set(taken);
  for (const { step: inner } of walk({ steps: [step] })) {
    const id = freshId(inner.id ?? kindOf(inner) ?? "step", known);
    known.add(id);
    if (inner.id && id !== inner.id) names.set(inner.id, id);
  }
  let copy = JSON.parse(JSON.stringify(step));
  for (const { step: inner } of walk({ steps: [copy] })) {
    for (const branch of inner.parallel ?? []) known.add((branch.id = freshId(branch.id ?? "branch", known)));
  }
  for (const [from, to] of names) copy = renamed({ steps: [copy] }, from, to).steps[0];
  return copy;
}

// Gives a step another id, in every expression that reads its output as well.
export function renamed(document, from, to) {
  const escaped = from.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const dotted = new RegExp(`\\.steps\\.${escaped}(?![A-Za-z0-9_-])`, "g");
  const quoted = new RegExp(`\\.steps(\\.|)(\\[)?"${escaped}"(\\])?`, "g");
  const path = stepPath(to);
  const follow = (value) => {
    if (typeof value === "string") {
      return value.includes("{{") ? value.replace(dotted, () => path).replace(quoted, () => path) : value;
    }
    if (Array.isArray(value)) return value.map(follow);
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, follow(member)]));
    }
    return value;
  };
  const place = find(document, from)?.place;
  const followed = follow(document);
  return place ? put(followed, [...place, "id"], to) : followed;
}

// How jq reads the output of a step.
export const stepPath = (id) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(id) ? `.steps.${id}` : `.steps["${id}"]`);

export function insert(document, place, added) {
  const list = [...(at(document, place.slice(0, -1)) ?? [])];
  list.splice(place.at(-1), 0, ...added);
  return put(document, place.slice(0, -1), list);
}

export function remove(document, place) {
  const list = [...(at(document, place.slice(0, -1)) ?? [])];
  list.splice(place.at(-1), 1);
  // A way that isn't needed any more goes with its last step: `else: []` would be refused.
  const block = place.slice(0, -1);
  const isOptional = ownerBlock(document, block)?.isOptional;
  return put(document, block, list.length === 0 && isOptional ? undefined : list);
}

function ownerBlock(document, block) {
  const owner = ownerPlace(document, block);
  return owner && blocksOf(at(document, owner)).find((inner) => same(inner.path, block.slice(owner.length)));
}

// Moves a step before the one at `target` (a place in a list; may be one past its end).
// Returns undefined where that would put it into itself.
export function move(document, from, target) {
  if (same(from, target.slice(0, from.length))) return undefined;
  const step = at(document, from);
  const list = [...at(document, from.slice(0, -1))];
  list.splice(from.at(-1), 1);
  const place = [...target];
  const shared = from.length - 1;
  // Taking it out shifts what stands behind it in the same list.
  if (same(from.slice(0, -1), target.slice(0, shared)) && typeof target[shared] === "number" && target[shared] > from.at(-1)) {
    place[shared] -= 1;
  }
  const without = put(document, from.slice(0, -1), list);
  return { document: insert(without, place, [step]), place };
}

// One step up or down: past a neighbour, into a block that stands there, or out of the block it is in.
export function neighbour(document, place, direction) {
  const block = place.slice(0, -1);
  const index = place.at(-1);
  const list = at(document, block) ?? [];
  const next = index + direction;
  if (next >= 0 && next < list.length) {
    const blocks = blocksOf(list[next]);
    if (blocks.length) {
      const inner = direction > 0 ? blocks[0] : blocks.at(-1);
      const path = [...block, next, ...inner.path];
      return [...path, direction > 0 ? 0 : (at(document, path) ?? []).length];
    }
    return [...block, direction > 0 ? next + 1 : next];
  }
  const owner = ownerPlace(document, block);
  if (!owner) return undefined;
  const blocks = blocksOf(at(document, owner));
  const position = blocks.findIndex((inner) => same([...owner, ...inner.path], block));
  const sibling = blocks[position + direction];
  if (sibling) {
    const path = [...owner, ...sibling.path];
    return [...path, direction > 0 ? 0 : (at(document, path) ?? []).length];
  }
  return [...owner.slice(0, -1), owner.at(-1) + (direction > 0 ? 1 : 0)];
}

// The place of the step that a block stands in; undefined at the top.
export function ownerPlace(document, block) {
  for (let end = block.length - 1; end > 1; end -= 1) {
    const place = block.slice(0, end);
    const step = at(document, place);
    if (typeof place.at(-1) === "number" && kindOf(step) && blocksOf(step).some((inner) => same(inner.path, block.slice(end)))) {
      return place;
    }
  }
  return undefined;
}

// What a new step of a kind looks like.
export function made(kind, argument, taken) {
  const id = freshId(argument ?? kind, taken);
  return withFreshIds({ id, ...KINDS[kind].make(argument) }, taken);
}

// What can be seen from a place: the steps before it in its own and all outer lists, and the loops around it.
export function scopeAt(document, place) {
  const visible = [];
  const loops = [];
  let end = 0;
  for (let length = 2; length <= place.length; length += 1) {
    const here = place.slice(0, length);
    const index = here.at(-1);
    const list = at(document, here.slice(0, -1));
    if (typeof index !== "number" || !Array.isArray(list) || !isBlock(document, here.slice(0, -1))) continue;
    for (const step of list.slice(0, index)) visible.push(step, ...ended(step));
    const owner = list[index];
    if (length < place.length && kindOf(owner) === "forEach") loops.push(owner);
    end = length;
  }
  return { visible: end ? visible : [], loops };
}

const isBlock = (document, place) => same(place, ["steps"]) || ownerPlace(document, place) !== undefined;

// The inner steps whose output is still seen after their step has ended: those of a choice, not those of a loop.
function ended(step) {
  if (kindOf(step) === "forEach") return [];
  return blocksOf(step).flatMap((block) => (at(step, block.path) ?? []).flatMap((inner) => [inner, ...ended(inner)]));
}
