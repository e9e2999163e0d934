// Running the flow from the editor: its form, then what happens, beside the tree.

import { api } from "./api.js";
import { button, el, throttled } from "./elements.js";
import { members } from "./form.js";
import { summary } from "./expressions.js";
import { RunState, bytes, duration } from "./run-state.js";
import { sentence } from "./problems.js";

const STATES = {
  queued: ["", "Queued"], running: ["busy", "Running"], waiting: ["warn", "Waiting"], paused: ["warn", "Paused"],
  succeeded: ["good", "Succeeded"], failed: ["bad", "Failed"], cancelled: ["warn", "Stopped"],
};

export class RunPanel {
  // `prepare`: saves what has to be saved before a run; resolves to whether it may begin.
  constructor(store, prepare, announce, show) {
    Object.assign(this, { store, prepare, announce, show });
    this.input = {};
    this.element = el("div", { class: "run-panel" });
    this.asking = el("section", {});
    this.heading = el("div", { class: "label-row" });
    this.log = el("ol", { class: "live-log", "aria-label": "What the run did" });
    this.element.append(this.asking, this.heading, this.log);
    // A busy run tells many times a second; nobody reads that fast.
    this.drawSoon = throttled(() => this.drawRun(), 150);
    store.addEventListener("run", () => this.drawSoon());
    for (const name of ["document", "saved"]) store.addEventListener(name, () => this.drawAsking());
    this.drawAsking();
    this.drawRun();
  }

  get asks() {
    return Object.keys(this.store.document.input?.properties ?? {}).length > 0;
  }

  drawAsking(problems = []) {
    const { store } = this;
    if (!store.canRun && store.flow) {
      this.asking.replaceChildren(el("p", { class: "quiet" }, "You may not run this flow."));
      return;
    }
    if (this.asks && this.asking.contains(document.activeElement)) return;
    const form = { store: { ...store, canEdit: true, document: store.document }, problems: () => problems, preview: async () => undefined, root: store.document.input };
    this.wrong = el("p", { class: "problem", role: "alert" }, problems.filter((problem) => !problem.field).map(sentence).join(" "));
    this.asking.replaceChildren(...[
      this.asks && members(form, { schema: store.document.input, value: this.input, path: "", isPlain: true }, (value) => (this.input = value)),
      this.wrong,
      el("div", { class: "actions" }, button(store.isDraft && store.canEdit ? "Run the draft" : "Run", () => this.start(), { class: "primary" }),
        button("Stop", () => this.stop(), { hidden: !this.isGoing, class: "stop" })),
    ].flat().filter(Boolean));
  }

  get isGoing() {
    return Boolean(this.store.run.run && !this.store.run.isOver);
  }

  async start() {
    if (!(await this.prepare())) return;
    try {
      const { flow, document, isDraft } = this.store;
      const run = await (isDraft && this.store.canEdit ? api.trial(flow.id, document, this.input) : api.run(flow.id, this.input));
      this.follow(run, "The run begins.");
    } catch (error) {
      const isInput = error.code === "run_input_invalid";
      if (error.problems?.length && !isInput) this.store.setProblems(error.problems);
      this.drawAsking(isInput ? error.problems : []);
      this.wrong.textContent = isInput ? error.problems.map((problem) => `${problem.field}: ${sentence(problem)}`).join(" ")
        : error.problems?.length ? `It can't run yet: ${error.problems.length === 1 ? "1 thing" : `${error.problems.length} things`} to correct.` : error.message;
      this.announce(this.wrong.textContent);
    }
  }

  async stop() {
    try {
      await api.cancel(this.store.run.run.id);
      this.announce("The run stops after the steps in hand.");
    } catch (error) {
      this.announce(error.message);
    }
  }

  // Shows a run as it happens: `done(state)` when it has ended. A run of one step is followed aside of the one in view.
  follow(run, message, { aside, done } = {}) {
    const state = new RunState();
    state.add({ run, entries: [] });
    if (!aside) {
      this.source?.close();
      this.store.run = state;
      this.store.tell("run");
      this.show();
    }
    if (message) this.announce(message);
    const source = new EventSource(`/rest/v1/runs/${run.id}/events`);
    if (!aside) this.source = source;
    source.addEventListener("update", (event) => {
      const update = JSON.parse(event.data);
      const before = state.run.state;
      const changed = state.add(update);
      if (!aside && this.store.run === state) this.store.tell("run", changed);
      if (!update.run.endedAt) return;
      source.close();
      if (!aside && before !== update.run.state) this.announce(`The run has ended: ${STATES[update.run.state]?.[1] ?? update.run.state}.`);
      done?.(state);
    });
    source.addEventListener("error", async () => {
      // A run that ended while nobody listened sends nothing more.
      if (source.readyState !== EventSource.CLOSED) return;
      try {
        const log = await api.log(run.id);
        state.add(log);
        if (!aside && this.store.run === state) this.store.tell("run");
        if (state.isOver) done?.(state);
      } catch {
        // The page says so with the next thing that is done.
      }
    });
  }

  drawRun() {
    const { run } = this.store.run;
    const stop = this.asking.querySelector(".stop");
    if (stop) stop.hidden = !this.isGoing;
    if (!run) {
      this.heading.replaceChildren(el("p", { class: "quiet small" }, "It hasn't been run yet."));
      this.log.replaceChildren();
      return;
    }
    const [kind, name] = STATES[run.state] ?? ["", run.state];
    this.heading.replaceChildren(
      el("h3", {}, el("span", { class: `state ${kind}` }, name)),
      el("a", { class: "small", href: `/app/activity/${run.id}` }, "Process log"));
    // A loop of thousands isn't drawn line by line.
    const { lines, hidden } = this.store.run.lines(120);
    this.log.replaceChildren(
      ...(run.failure ? [el("li", { class: "notice danger" }, el("strong", {}, run.failure.message), run.failure.advice)] : []),
      ...(hidden > 0 ? [el("li", { class: "quiet small" }, `${hidden} more in the process log`)] : []),
      ...lines.map((entry) => this.line(entry)));
  }

  line(entry) {
    const asksPerson = entry.state === "waiting" && entry.kind === "wait" && entry.input?.title !== undefined;
    const [kind, name] = asksPerson ? ["warn", "Needs a decision"] : STATES[entry.state] ?? ["", entry.state];
    const files = filesIn(entry.output).slice(0, 3).join(", ");
    const amount = entry.total ? `${bytes(entry.done ?? 0)} of ${bytes(entry.total)}` : "";
    const took = entry.endedAt ? duration(Date.parse(entry.endedAt) - Date.parse(entry.startedAt)) : "";
    return el("li", { "data-state": entry.state },
      button(entry.path, () => {
        const place = this.store.place(entry.step);
        if (place) this.store.select(place);
        this.store.tell("open");
      }, { class: "plain small mono" }),
      el("span", { class: "quiet small what" }, entry.failure ? entry.failure.message : files || (entry.output !== undefined ? summary(entry.output, 50) : "")),
      entry.total ? el("progress", { max: entry.total, value: entry.done ?? 0, "aria-label": `Progress of ${entry.path}` }) : undefined,
      el("span", { class: "quiet small" }, [amount, took].filter(Boolean).join(", ")),
      el("span", { class: `state ${kind}` }, name),
      asksPerson && el("a", { class: "small", href: "/app/approvals" }, "Decide"));
  }
}

// The names of the files in a value.
function filesIn(value, depth = 0) {
  if (!value || typeof value !== "object" || depth > 3) return [];
  if (value.$file) return [value.$file.name ?? "file"];
  return (Array.isArray(value) ? value.slice(0, 5) : Object.values(value)).flatMap((inner) => filesIn(inner, depth + 1));
}
