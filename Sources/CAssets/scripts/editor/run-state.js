// What a run did, folded by step: from the entries of its log to what the tree shows beside each step. Pure.

export class RunState {
  constructor() {
    this.run = undefined;
    this.entries = new Map();
  }

  // Takes in an update: {run, entries}. Returns the ids of the steps that changed.
  add(update) {
    this.run = update.run ?? this.run;
    const changed = new Set();
    for (const entry of update.entries ?? []) {
      this.entries.set(entry.path, entry);
      if (entry.step) changed.add(entry.step);
      else changed.add(this.loopOf(entry.path));
    }
    return changed;
  }

  loopOf(path) {
    return this.entries.get(path.replace(/\[\d+\]$/, ""))?.step ?? "";
  }

  // The entries of a step in the order in which they began.
  of(id) {
    return [...this.entries.values()].filter((entry) => entry.step === id);
  }

  // {state, done, total, failed, took, entry}: how a step stands; undefined when it hasn't begun.
  summary(id) {
    const entries = this.of(id);
    if (!entries.length) return undefined;
    const failed = entries.filter((entry) => entry.state === "failed");
    const going = entries.filter((entry) => entry.state === "running" || entry.state === "waiting");
    const last = failed[0] ?? going.at(-1) ?? entries.at(-1);
    const state = going.length ? going.at(-1).state : failed.length ? "failed" : last.state;
    const single = entries.length === 1 ? last : undefined;
    return {
      state,
      count: entries.length,
      failed: failed.length,
      done: single?.done ?? (entries.length > 1 ? entries.length - going.length : undefined),
      total: single?.total ?? (single ? undefined : this.totalOf(entries[0])),
      took: single?.endedAt ? Date.parse(single.endedAt) - Date.parse(single.startedAt) : undefined,
      rounds: this.rounds(single),
      entry: last,
    };
  }

  // How many rounds of a loop are done, of how many.
  rounds(entry) {
    if (entry?.kind !== "forEach") return undefined;
    const prefix = `${entry.path}[`;
    const rounds = [...this.entries.values()].filter((one) => one.kind === "item" && one.path.startsWith(prefix)
      && one.path.indexOf("]", prefix.length) === one.path.length - 1);
    const total = Array.isArray(entry.input) ? entry.input.length : entry.total ?? undefined;
    return {
      done: Math.max(rounds.filter((one) => one.endedAt).length, entry.done ?? 0),
      failed: rounds.filter((one) => one.state === "failed").length,
      total,
    };
  }

  totalOf(entry) {
    const loop = this.entries.get(entry.path.replace(/\[\d+\][^[]*$/, ""));
    return Array.isArray(loop?.input) ? loop.input.length : loop?.total;
  }

  // The last output of a step that there is.
  output(id) {
    return this.of(id).findLast((entry) => entry.output !== undefined)?.output;
  }

  get isOver() {
    return Boolean(this.run?.endedAt);
  }
}

export function duration(milliseconds) {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

export function bytes(count) {
  for (const unit of ["B", "kB", "MB", "GB", "TB"]) {
    if (count < 1000 || unit === "TB") return `${unit === "B" || count >= 100 ? Math.round(count) : count.toFixed(1)} ${unit}`;
    count /= 1000;
  }
  return "";
}
