// What a run did, folded by step: from the entries of its log to what the tree shows beside each step. Pure.
// A loop may have many thousand entries and tells of them one by one, so that counts are kept, not made anew.

const isOver = (entry) => entry.state !== "running" && entry.state !== "waiting";

export class RunState {
  constructor() {
    this.run = undefined;
    this.entries = new Map();
    this.steps = new Map();
    this.loops = new Map();
  }

  // Takes in an update: {run, entries}. Returns the ids of the steps that changed.
  add(update) {
    this.run = update.run ?? this.run;
    const changed = new Set();
    for (const entry of update.entries ?? []) {
      const before = this.entries.get(entry.path);
      this.entries.set(entry.path, entry);
      if (entry.step) {
        this.count(this.steps, entry.step, entry, before);
        changed.add(entry.step);
      } else {
        const loop = entry.path.replace(/\[\d+\]$/, "");
        this.count(this.loops, loop, entry, before);
        changed.add(this.entries.get(loop)?.step ?? "");
      }
    }
    return changed;
  }

  count(counts, key, entry, before) {
    const found = counts.get(key) ?? { paths: [], going: new Set(), failed: new Set() };
    counts.set(key, found);
    if (!before) found.paths.push(entry.path);
    if (isOver(entry)) found.going.delete(entry.path);
    else found.going.add(entry.path);
    if (entry.state === "failed") found.failed.add(entry.path);
    else found.failed.delete(entry.path);
  }

  // The entries of a step in the order in which they began.
  of(id) {
    return (this.steps.get(id)?.paths ?? []).map((path) => this.entries.get(path));
  }

  // {state, count, failed, done, total, took, rounds, entry}: how a step stands; undefined when it hasn't begun.
  summary(id) {
    const counts = this.steps.get(id);
    if (!counts) return undefined;
    const { paths, going, failed } = counts;
    const entry = this.entries.get([...failed][0] ?? [...going].at(-1) ?? paths.at(-1));
    const isSingle = paths.length === 1;
    return {
      state: entry.state === "failed" && going.size && !isSingle ? "running" : entry.state,
      count: paths.length,
      failed: failed.size,
      done: isSingle ? entry.done : paths.length - going.size,
      total: isSingle ? entry.total : this.totalOf(this.entries.get(paths[0])),
      took: isSingle && entry.endedAt ? Date.parse(entry.endedAt) - Date.parse(entry.startedAt) : undefined,
      rounds: isSingle && entry.kind === "forEach" ? this.rounds(entry) : undefined,
      entry,
    };
  }

  // How many rounds of a loop are done, of how many.
  rounds(entry) {
    const counts = this.loops.get(entry.path);
    const seen = counts ? counts.paths.length - counts.going.size : 0;
    return {
      done: Math.max(seen, entry.done ?? 0),
      failed: counts?.failed.size ?? 0,
      total: Array.isArray(entry.input) ? entry.input.length : entry.total,
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

  // What a log shows: everything that failed or goes on, and the latest of the rest, in the order of their beginning.
  lines(limit) {
    const all = [...this.entries.values()].filter((entry) => entry.step);
    const chosen = all.length <= limit ? all
      : [...new Set([...all.filter((entry) => entry.state === "failed").slice(0, limit / 3), ...all.slice(-limit / 2)])];
    chosen.sort((left, right) => left.startedAt.localeCompare(right.startedAt));
    return { lines: chosen, hidden: all.length - chosen.length };
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
