// What the editor knows: the document with its history, what is selected, what is wrong, and the run in view.
// Tells by events: "document", "selection", "problems", "run", "catalogue", "saved".

import { api } from "./api.js";
import { at, find, ownerPlace, same, scopeAt, walk } from "./document.js";
import { Drafts } from "./drafts.js";
import { debounced } from "./elements.js";
import { History } from "./history.js";
import { RunState } from "./run-state.js";

export class Store extends EventTarget {
  // `flow`: as the server tells it, or nothing for a new one. `draft`: what is being changed about it, if anything.
  constructor(flow, draft, document, { team, canEdit, canRun }) {
    super();
    Object.assign(this, { flow, draft, team, canEdit, canRun });
    this.saved = document;
    this.history = new History(document);
    this.selected = undefined;
    this.problems = [];
    // The document as somebody wrote it: {document, source}. Only that very document has its comments.
    this.written = undefined;
    this.pins = {};
    // Which item of a loop previews look at, by the loop's id.
    this.rounds = {};
    this.run = new RunState();
    this.catalogue = { actions: [], connections: [] };
    this.drafts = new Drafts(localStorage, flow?.id);
    this.check = debounced(() => this.validate(), 600);
  }

  get document() {
    return this.history.document;
  }

  // Another text of the same document is a change as well: its comments.
  get isDirty() {
    return !same(this.document, this.saved) || (this.text !== undefined && this.savedText !== undefined && this.text !== this.savedText);
  }

  // The text that belongs to the document in hand, as somebody wrote it.
  write(document, source, from) {
    this.written = { document, source };
    if (same(document, this.document)) this.changed(from);
    else this.change(document, "YAML", { from, merge: "yaml" });
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
    if (this.isDirty) this.drafts.keep(this.document, this.base);
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

  // What a change is made on: the version and the draft's revision. Kept with unsaved changes.
  get base() {
    return this.flow ? `${this.flow.version}.${this.draft?.revision ?? 0}` : undefined;
  }

  // The text of the document in hand, where it is what somebody wrote.
  get text() {
    return this.written && same(this.written.document, this.document) ? this.written.source : undefined;
  }

  // Whether saving now would drop comments that somebody wrote.
  get dropsComments() {
    return this.canEdit && this.isDirty && this.text === undefined && /(^|\s)#/m.test(this.written?.source ?? "");
  }

  // Keeps the document as the flow's draft, right or wrong. Throws what the server has against it.
  async save() {
    const document = this.document;
    if (this.flow) {
      this.draft = await api.saveDraft(this.flow.id, document, this.draft?.revision ?? 0, this.draft ? undefined : this.flow.version, this.text);
      this.setProblems(this.draft.problems ?? []);
    } else {
      this.flow = await api.create(document, this.team, this.text);
      this.draft = this.flow.draft;
      this.drafts.forget();
      this.drafts = new Drafts(localStorage, this.flow.id);
    }
    this.saved = document;
    this.savedText = this.text;
    this.drafts.forget();
    if (this.isDirty) this.drafts.keep(this.document, this.base);
    this.tell("saved");
  }

  // Makes the draft the version that triggers use. Throws everything that keeps it from running.
  async publish(note) {
    await api.publish(this.flow.id, this.draft?.revision, note);
    this.flow = await api.flow(this.flow.id);
    this.draft = undefined;
    this.setProblems([]);
    this.tell("saved");
  }

  // Shows what the server has now: after a version was brought back, or the draft was given up.
  async reload(label) {
    this.flow = await api.flow(this.flow.id);
    this.draft = this.flow.draft ? await api.draft(this.flow.id) : undefined;
    const document = this.draft?.definition ?? this.flow.definition;
    this.saved = document;
    this.change(document, label);
    this.drafts.forget();
    this.tell("saved");
  }

  // Whether there is something that isn't published: saved as a draft, or not even that.
  get isDraft() {
    return this.isDirty || Boolean(this.draft) || !this.flow?.published;
  }

  // From where an expression of the step at `place` is looked at, as the server's preview takes it.
  scope(place) {
    const { visible, loops } = scopeAt(this.document, place);
    const scope = {
      visible: visible.map((step) => step.id).filter(Boolean),
      loops: loops.map((loop) => ({ step: loop.id, ...(loop.as ? { as: loop.as } : {}), index: this.rounds[loop.id] ?? 0 })),
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
