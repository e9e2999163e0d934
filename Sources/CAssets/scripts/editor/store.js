// What the editor knows: the document with its history, what is selected, what is wrong, and the run in view.
// Tells by events: "document", "selection", "problems", "run", "catalogue", "saved".

import { api } from "./api.js";
import { at, find, ownerPlace, same, scopeAt, walk } from "./document.js";
import { Drafts } from "./drafts.js";
import { debounced } from "./elements.js";
import { History } from "./history.js";
import { RunState } from "./run-state.js";

export class Store extends EventTarget {
  // `flow`: as the server tells it, or nothing for a new one.
  constructor(flow, document, { team, canEdit, canRun }) {
    super();
    Object.assign(this, { flow, team, canEdit, canRun });
    this.saved = document;
    this.history = new History(document);
    this.selected = undefined;
    this.problems = [];
    this.pins = {};
    this.run = new RunState();
    this.catalogue = { actions: [], connections: [] };
    this.drafts = new Drafts(localStorage, flow?.id);
    this.check = debounced(() => this.validate(), 600);
  }

  get document() {
    return this.history.document;
  }

  get isDirty() {
    return !same(this.document, this.saved);
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  // Changes the document. `from`: who did it, so that they need not show it again.
  change(document, label, { merge, from, select } = {}) {
    if (!this.canEdit || same(document, this.document)) return;
    this.history.push(document, label, merge, Date.now());
    this.changed(from, select);
  }

  changed(from, select) {
    if (this.isDirty) this.drafts.keep(this.document, this.flow?.version);
    else this.drafts.forget();
    this.tell("document", { from });
    if (select) this.select(select);
    else if (this.selected && at(this.document, this.selected) === undefined) this.select(undefined);
    this.check();
  }

  undo() {
    const label = this.history.undo();
    if (label !== undefined) this.changed();
    return label;
  }

  redo() {
    const label = this.history.redo();
    if (label !== undefined) this.changed();
    return label;
  }

  select(place) {
    const isSame = same(place ?? null, this.selected ?? null);
    this.selected = place;
    if (!isSame) this.tell("selection");
  }

  get step() {
    return this.selected && typeof this.selected.at(-1) === "number" ? at(this.document, this.selected) : undefined;
  }

  async validate() {
    const document = this.document;
    try {
      const problems = await api.validate(document, this.team);
      if (document === this.document) this.setProblems(problems);
    } catch (error) {
      if (error.problems?.length) this.setProblems(error.problems);
    }
  }

  setProblems(problems) {
    this.problems = problems;
    this.tell("problems");
  }

  problemsOf(id) {
    return this.problems.filter((problem) => problem.step === id);
  }

  // Saves. Throws what the server has against it.
  async save() {
    const document = this.document;
    this.flow = this.flow ? await api.update(this.flow.id, document, this.flow.version) : await api.create(document, this.team);
    this.saved = document;
    this.drafts.forget();
    if (this.isDirty) this.drafts.keep(this.document, this.flow.version);
    this.tell("saved");
  }

  // From where an expression of the step at `place` is looked at, as the server's preview takes it.
  scope(place, rounds = {}) {
    const { visible, loops } = scopeAt(this.document, place);
    const scope = {
      visible: visible.map((step) => step.id).filter(Boolean),
      loops: loops.map((loop) => ({ step: loop.id, ...(loop.as ? { as: loop.as } : {}), index: rounds[loop.id] ?? 0 })),
    };
    if (this.document.vars) scope.vars = this.document.vars;
    if (this.run.run) scope.run = this.run.run.id;
    return scope;
  }

  // The output of a step on the data in view: pinned, or of the run.
  output(id) {
    return id in this.pins ? this.pins[id] : this.run.output(id);
  }

  connections(connector) {
    return this.catalogue.connections.filter((connection) => connection.connector === connector);
  }

  place(id) {
    return find(this.document, id)?.place;
  }

  steps() {
    return walk(this.document);
  }

  owner(place) {
    return ownerPlace(this.document, place.slice(0, -1));
  }
}
