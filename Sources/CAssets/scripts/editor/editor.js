// <flow-editor>: the page of one flow. Puts the parts together and owns the bar above them; what they know and do is in
// store.js and commands.js. Without this script the page shows the flow as a text.

import { api } from "./api.js";
import { Commands } from "./commands.js";
import { button, confirmed, el, iconButton } from "./elements.js";
import { FlowPanel } from "./flow-panel.js";
import { showHelp } from "./help.js";
import { RunPanel } from "./run-panel.js";
import { StepPanel } from "./step-panel.js";
import { Store } from "./store.js";
import { TreeView } from "./tree-view.js";
import { VersionsPanel } from "./versions-panel.js";
import { YAMLView } from "./yaml-view.js";

class FlowEditor extends HTMLElement {
  async connectedCallback() {
    try {
      await this.load();
    } catch (error) {
      this.replaceChildren(el("div", { class: "notice danger", role: "alert" }, el("strong", {}, "The editor can't be shown."), `${error.message} `,
        el("a", { href: "?view=text" }, "Edit as text")));
    }
  }

  async load() {
    const { flow: id, team } = this.dataset;
    const rights = { team, canEdit: "canEdit" in this.dataset, canRun: "canRun" in this.dataset || !id };
    const flow = id ? await api.flow(id) : undefined;
    const draft = flow?.draft ? await api.draft(id) : undefined;
    const shown = draft?.definition ?? flow?.definition ?? (await api.toJSON(document.querySelector("#definition").value)).definition;
    this.store = new Store(flow, draft, shown, rights);
    this.build();
    const kept = this.store.drafts.read(shown, this.store.base);
    if (kept) this.offer(kept);
    this.store.validate();
    if (id) api.toYAML(shown, id).then((source) => {
      this.store.written ??= { document: shown, source };
      this.store.savedText = source;
      this.drawBar();
    }, () => undefined);
    const [catalogue, pins, last] = await Promise.allSettled([
      api.catalogue(team), flow ? api.pins(flow.id) : {}, flow ? api.lastRun(flow.id) : undefined,
    ]);
    if (pins.status === "fulfilled") this.store.pins = pins.value;
    if (catalogue.status === "fulfilled") this.store.catalogue = catalogue.value;
    else this.announce(catalogue.reason.message);
    this.store.tell("catalogue");
    if (last.value) await this.view(last.value);
    // From the list of flows, for one that asks for something first.
    if (location.hash === "#run") this.tab("run");
  }

  build() {
    const { store } = this;
    const announce = (text) => this.announce(text);
    this.commentNote = el("p", { class: "notice warning", role: "status", hidden: true }, "Saving this drops the comments in the flow's YAML. To keep them, undo and make the change in the YAML view.");
    this.status = el("p", { class: "status small quiet", role: "status", "aria-live": "polite" });
    this.nameHeading = el("h1", {});
    this.badge = el("span", { class: "state" });
    this.undoButton = iconButton("undo", "Undo", () => this.undo());
    this.redoButton = iconButton("redo", "Redo", () => this.redo());
    this.viewButton = button("YAML", () => this.toggleView(), { "aria-pressed": "false" });
    this.saveButton = button("Save draft", () => this.save());
    this.publishButton = button("Publish", () => this.publish(), { class: "primary" });
    this.versions = new VersionsPanel(store, announce, () => this.settled());
    this.problemsButton = button("", () => this.showFirstProblem(), { class: "plain problems", hidden: true });
    this.yaml = new YAMLView(store);
    this.runPanel = new RunPanel(store, () => this.prepareRun(), announce, () => this.tab("run"));
    this.commands = new Commands(store, {
      announce, open: (options) => this.openStep(options), tree: () => this.tree,
      follow: (...values) => this.runPanel.follow(...values), showTried: (tried) => this.stepPanel.showTried(tried),
    });
    this.commands.lastTried = (id) => (this.stepPanel.tried?.step === id ? this.stepPanel.tried.output : undefined);
    this.tree = new TreeView(store, this.commands);
    this.stepPanel = new StepPanel(store, this.commands);
    this.flowPanel = new FlowPanel(store, announce);
    this.buildPanel();
    this.yaml.element.hidden = true;
    this.canvas = el("section", { class: "canvas", "aria-label": "Steps" }, this.tree.element, this.yaml.element);
    this.replaceChildren(
      el("p", { class: "crumbs" }, el("a", { href: "/app/flows" }, "Flows")),
      el("div", { class: "heading editor-bar" }, el("div", { class: "editor-title" }, this.nameHeading, this.badge, this.problemsButton),
        el("div", { class: "actions" }, this.undoButton, this.redoButton, this.viewButton,
          iconButton("help", "Keys", showHelp),
          button("Flow settings", () => this.tab("flow"), { class: "settings" }),
          store.canRun && button("Run", () => this.run(), { class: "run" }),
          store.canEdit && this.saveButton, store.canEdit && this.publishButton)),
      this.status, this.commentNote, el("div", { class: "editor-body" }, this.canvas, this.panel));
    for (const name of ["document", "saved", "problems", "selection"]) store.addEventListener(name, () => this.drawBar());
    store.addEventListener("open", () => this.openStep());
    // Wherever the focus is: a button that was pressed and is off now holds it no more.
    document.addEventListener("keydown", (event) => this.isConnected && !document.querySelector("dialog[open]") && this.key(event));
    window.addEventListener("beforeunload", (event) => {
      // It is kept in the browser; the question is only asked where it couldn't be.
      if (store.isDirty && !store.drafts.read(store.saved)) event.preventDefault();
    });
    this.tab("flow", { isQuiet: true });
    this.drawBar();
  }

  // MARK: The panel beside the tree; a sheet on a phone

  buildPanel() {
    const names = { step: "Step", flow: "Flow", run: "Run", versions: "Versions" };
    this.tabs = {};
    const bodies = { step: this.stepPanel.element, flow: this.flowPanel.element, run: this.runPanel.element, versions: this.versions.element };
    const list = el("div", { role: "tablist", class: "tabs", "aria-label": "Panel" });
    for (const [name, title] of Object.entries(names)) {
      const body = el("div", { role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}`, tabindex: "-1" }, bodies[name]);
      const tab = button(title, () => this.tab(name), { role: "tab", id: `tab-${name}`, "aria-controls": body.id });
      this.tabs[name] = { tab, body };
      list.append(tab);
    }
    list.addEventListener("keydown", (event) => {
      const order = Object.keys(names);
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = order[(order.indexOf(this.shownTab) + step + order.length) % order.length];
      this.tab(next);
      this.tabs[next].tab.focus();
    });
    this.panel = el("aside", { class: "side", "aria-label": "Details" },
      el("div", { class: "side-head" }, list, iconButton("close", "Close", () => this.closePanel(), { class: "icon close" })),
      ...Object.values(this.tabs).map(({ body }) => body));
  }

  tab(name, { isQuiet } = {}) {
    this.shownTab = name;
    for (const [other, { tab, body }] of Object.entries(this.tabs)) {
      const isShown = other === name;
      tab.setAttribute("aria-selected", String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
      body.hidden = !isShown;
    }
    if (!isQuiet) this.panel.classList.add("open");
    if (name === "versions") this.versions.draw();
  }

  openStep({ isPointer } = {}) {
    this.tab("step");
    if (!isPointer) requestAnimationFrame(() => this.tabs.step.body.querySelector("input, select, textarea, button:not(.icon)")?.focus());
  }

  closePanel() {
    this.panel.classList.remove("open");
    this.tree.focus();
  }

  // MARK: The bar

  drawBar() {
    const { store } = this;
    const name = store.document.name ?? "Flow";
    this.nameHeading.textContent = name;
    document.title = `${store.isDirty ? "• " : ""}${name} · Weir`;
    const published = store.flow?.published ? `version ${store.flow.version} published` : "not published";
    this.badge.className = `state ${store.isDirty ? "warn" : store.isDraft ? "busy" : "good"}`;
    this.badge.textContent = store.isDirty ? `Unsaved, ${published}` : store.isDraft ? `Draft, ${published}` : `Version ${store.flow.version}`;
    this.undoButton.disabled = store.history.undoLabel === undefined;
    this.redoButton.disabled = store.history.redoLabel === undefined;
    this.undoButton.title = store.history.undoLabel ? `Undo: ${store.history.undoLabel}` : "Undo";
    this.redoButton.title = store.history.redoLabel ? `Redo: ${store.history.redoLabel}` : "Redo";
    this.saveButton.disabled = !store.isDirty && Boolean(store.flow);
    this.publishButton.disabled = !store.isDraft;
    this.commentNote.hidden = !store.dropsComments;
    const count = store.problems.length;
    this.problemsButton.hidden = count === 0;
    this.problemsButton.textContent = count === 1 ? "1 thing to correct" : `${count} things to correct`;
  }

  announce(text) {
    this.status.textContent = text;
  }

  undo() {
    const label = this.store.undo();
    if (label !== undefined) this.announce(`Undone: ${label}.`);
  }

  redo() {
    const label = this.store.redo();
    if (label !== undefined) this.announce(`Redone: ${label}.`);
  }

  toggleView() {
    const isText = this.yaml.element.hidden;
    this.yaml.element.hidden = !isText;
    this.tree.element.hidden = isText;
    this.viewButton.setAttribute("aria-pressed", String(isText));
    if (isText) {
      this.yaml.shown();
      this.yaml.text.focus();
    } else this.tree.focus();
  }

  showFirstProblem() {
    const problem = this.store.problems[0];
    const place = problem?.step && this.store.place(problem.step);
    if (place) {
      this.store.select(place);
      this.openStep();
    } else this.tab("flow");
  }

  // MARK: Saving, publishing, running

  // Takes in what was typed last. Resolves to whether the document is what the page shows.
  async settled() {
    if (await this.yaml.settle()) return true;
    this.announce("The YAML can't be read yet; correct it first.");
    return false;
  }

  async save() {
    const { store } = this;
    if (!(await this.settled())) return false;
    if (!store.canEdit || (!store.isDirty && store.flow)) return true;
    this.saveButton.disabled = true;
    try {
      await store.save();
      history.replaceState(null, "", `/app/flows/${store.flow.id}`);
      this.announce("Saved as a draft. Triggers use it once it is published.");
      return true;
    } catch (error) {
      if (error.code === "flow_draft_changed_meanwhile") return this.conflict();
      this.announce(error.message);
      return false;
    } finally {
      this.drawBar();
    }
  }

  // Somebody else saved meanwhile: nothing is written over without being asked.
  async conflict() {
    const { store } = this;
    const theirs = await api.draft(store.flow.id).catch(() => undefined);
    const overwrite = await confirmed(
      "Somebody saved a draft of this flow meanwhile. Save yours in its place? Theirs is gone then, unless it was published.", "Save mine");
    if (!overwrite) return false;
    store.draft = theirs;
    return this.save();
  }

  async publish() {
    const { store } = this;
    if (!(await this.save())) return;
    try {
      await store.publish();
      this.announce(`Published as version ${store.flow.version}.`);
      if (this.shownTab === "versions") this.versions.draw();
    } catch (error) {
      if (error.problems?.length) {
        store.setProblems(error.problems);
        this.showFirstProblem();
        this.announce(`It can't be published yet: ${error.problems.length === 1 ? "1 thing" : `${error.problems.length} things`} to correct.`);
      } else if (error.code === "flow_changed_meanwhile") await this.overtaken(error);
      else this.announce(error.message);
    }
    this.drawBar();
  }

  // Somebody published since the draft was begun.
  async overtaken() {
    const { store } = this;
    const current = await api.flow(store.flow.id);
    const publish = await confirmed(
      `Somebody published version ${current.version} since this draft was begun. Publish yours as version ${current.version + 1}? Theirs stays among the versions.`, "Publish mine");
    if (!publish) return;
    store.flow = current;
    store.draft = await api.saveDraft(current.id, store.document, store.draft.revision, current.version);
    await this.publish();
  }

  // A run takes what the page shows; it only has to be on the server once.
  async prepareRun() {
    if (!(await this.settled())) return false;
    return this.store.flow || !this.store.canEdit ? Boolean(this.store.flow) : this.save();
  }

  async run() {
    this.tab("run");
    if (this.runPanel.asks) this.tabs.run.body.querySelector("input, select, textarea")?.focus();
    else await this.runPanel.start();
  }

  // Shows an earlier run's data beside the steps; follows it when it is still going.
  async view(run) {
    if (!run.endedAt) {
      this.runPanel.follow(run);
      return;
    }
    try {
      this.store.run.add(await api.log(run.id));
      this.store.tell("run");
    } catch {
      // Previews then have no data; the editor works without.
    }
  }

  // What was changed and not saved, from before the page was loaded again.
  offer(kept) {
    const take = () => {
      this.store.change(kept.document, "Unsaved changes", {});
      note.remove();
    };
    const when = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(new Date(kept.at));
    const drop = button("Discard", () => {
      this.store.drafts.forget();
      note.remove();
    });
    const note = el("div", { class: `notice ${kept.isConflict ? "warning" : ""}`, role: "status" },
      el("strong", {}, kept.isConflict ? `Unsaved changes of ${when}, made on an older state` : `Unsaved changes of ${when} are back`),
      kept.isConflict ? "The flow was saved since. Take them to look at both, or discard them." : "", " ",
      el("span", { class: "actions" }, kept.isConflict && button("Take mine", take), drop));
    if (!kept.isConflict) {
      take();
      drop.textContent = "Discard them";
      drop.addEventListener("click", () => this.store.change(this.store.saved, "Discard", {}));
    }
    this.status.after(note);
  }

  // MARK: Keys

  key(event) {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    const control = event.ctrlKey || event.metaKey;
    const letter = event.key.toLowerCase();
    const act =
      control && letter === "s" ? () => this.save()
        : control && event.key === "Enter" ? () => this.run()
          : control && letter === "e" ? () => this.toggleView()
            : control && letter === "z" && !isTyping ? () => (event.shiftKey ? this.redo() : this.undo())
              : control && letter === "y" && !isTyping ? () => this.redo()
                : event.key === "?" && !isTyping ? showHelp
                  : event.key === "Escape" && this.panel.contains(event.target) ? () => this.closePanel()
                    : undefined;
    if (!act) return;
    event.preventDefault();
    act();
  }
}
customElements.define("flow-editor", FlowEditor);
