// What can be done to the steps, by whatever hand: keys, buttons, dragging. Every one can be undone.

import { chooseStep } from "./add-step.js";
import { api } from "./api.js";
import { at, ids, insert, move, neighbour, remove, same, withFreshIds } from "./document.js";
import { kindOf } from "./kinds.js";

const CLIPBOARD = "weir.flow.clipboard";

export class Commands {
  // `announce(text)`: for those who listen. `open(place)`: shows the panel of a step.
  constructor(store, { announce, open, tree, follow, showTried }) {
    Object.assign(this, { store, announce, openPanel: open, tree, follow, showTried });
  }

  isStep(place) {
    const step = at(this.store.document, place);
    return typeof place.at(-1) === "number" && step && !Array.isArray(step) && kindOf(step) !== undefined || step?.id !== undefined;
  }

  nameOf(place) {
    const step = at(this.store.document, place);
    return step?.title ?? step?.id ?? "the step";
  }

  async add(place) {
    if (!this.store.canEdit) return;
    const step = await chooseStep(this.store);
    if (!step) {
      this.tree().focus();
      return;
    }
    this.store.change(insert(this.store.document, place, [step]), "Add a step", { select: place });
    this.announce(`Added ${step.id}.`);
    this.open(place);
  }

  open(place, options) {
    this.store.select(place);
    if (this.isStep(place)) this.openPanel(options);
  }

  remove(place) {
    if (!this.store.canEdit || !this.isStep(place)) return;
    const name = this.nameOf(place);
    const block = place.slice(0, -1);
    const size = at(this.store.document, block).length;
    const index = Math.min(place.at(-1), size - 2);
    const select = index >= 0 ? [...block, index] : this.store.owner(place);
    this.store.change(remove(this.store.document, place), `Remove ${name}`, {});
    this.store.select(select);
    this.tree().focus();
    this.announce(`Removed ${name}. Undo with Ctrl Z.`);
  }

  moveTo(from, target) {
    if (!this.store.canEdit) return;
    const moved = move(this.store.document, from, target);
    if (!moved || same(moved.document, this.store.document)) return;
    this.store.change(moved.document, "Move", {});
    this.store.select(moved.place);
    this.tree().focus(moved.place);
    this.announce(`Moved ${this.nameOf(moved.place)}.`);
  }

  shift(place, direction) {
    if (!this.isStep(place)) return;
    const target = neighbour(this.store.document, place, direction);
    if (!target) return;
    // Past the next one in the same list, a place counts from before the step is taken out.
    const isSameList = same(place.slice(0, -1), target.slice(0, -1));
    this.moveTo(place, isSameList && direction > 0 ? [...target.slice(0, -1), target.at(-1) + 1] : target);
  }

  copy(place) {
    if (!this.isStep(place)) return;
    const step = at(this.store.document, place);
    localStorage.setItem(CLIPBOARD, JSON.stringify(step));
    navigator.clipboard?.writeText(JSON.stringify(step, null, 2)).catch(() => {});
    this.announce(`Copied ${this.nameOf(place)}.`);
  }

  cut(place) {
    if (!this.store.canEdit || !this.isStep(place)) return;
    this.copy(place);
    this.remove(place);
  }

  paste(place) {
    if (!this.store.canEdit) return;
    let step;
    try {
      step = JSON.parse(localStorage.getItem(CLIPBOARD) ?? "null");
    } catch {
      step = null;
    }
    if (!step) {
      this.announce("There is nothing to paste.");
      return;
    }
    this.put(step, place, "Paste");
  }

  duplicate(place) {
    if (!this.store.canEdit || !this.isStep(place)) return;
    this.put(at(this.store.document, place), [...place.slice(0, -1), place.at(-1) + 1], "Duplicate");
  }

  put(step, place, label) {
    const copy = withFreshIds(step, ids(this.store.document));
    this.store.change(insert(this.store.document, place, [copy]), label, { select: place });
    this.tree().focus(place);
    this.announce(`${label}: ${copy.id}.`);
  }

  rename(place) {
    this.open(place);
    const input = document.querySelector(".step-panel [data-field=id] input");
    input?.focus();
    input?.select();
  }

  // Calls the step's action once, for real.
  async test(place) {
    const step = at(this.store.document, place);
    if (kindOf(step) !== "action" || !this.store.canRun) return;
    if (!this.store.flow) {
      this.showTried({ step: step.id, failure: { message: "The flow isn't saved yet.", advice: "Save it once, then test the step." } });
      return;
    }
    this.showTried({ step: step.id, isGoing: true });
    try {
      const run = await api.test(this.store.flow.id, { step, ...this.store.scope(place) });
      this.follow(run, "The step is being tested.", {
        aside: true,
        done: (state) => {
          const entry = state.of(step.id)[0];
          const failure = entry?.failure ?? state.run.failure;
          this.showTried({ step: step.id, run: run.id, output: entry?.output, failure });
          this.announce(failure ? `The test failed: ${failure.message}` : "The test succeeded.");
        },
      });
    } catch (error) {
      this.showTried({ step: step.id, failure: error.failure ?? { message: error.message } });
      if (error.problems?.length) this.store.setProblems([...this.store.problems.filter((problem) => problem.step !== step.id), ...error.problems]);
      this.announce(error.message);
    }
  }

  // Pins what the last test or the run in view gave, or takes the pin away.
  async pin(place) {
    const { store } = this;
    const step = at(store.document, place);
    if (!store.flow || !store.canEdit || !step?.id) return;
    try {
      if (step.id in store.pins) {
        await api.unpin(store.flow.id, step.id);
        delete store.pins[step.id];
        this.announce(`Unpinned ${step.id}.`);
      } else {
        const output = this.lastTried?.(step.id) ?? store.run.output(step.id);
        if (output === undefined) {
          this.announce("There is no output to pin. Test the step first.");
          return;
        }
        if (output?.$truncated) {
          this.announce("The output is too long to be pinned here.");
          return;
        }
        await api.pin(store.flow.id, step.id, output);
        store.pins[step.id] = output;
        this.announce(`Pinned the output of ${step.id}. Previews and tests use it; runs don't.`);
      }
      store.tell("problems");
      store.tell("run");
    } catch (error) {
      this.announce(error.message);
    }
  }
}
