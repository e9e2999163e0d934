// What a person changed and didn't save, kept over a reload in the browser. Pure, given a storage.

const PREFIX = "weir.flow.";

export class Drafts {
  // `now`: milliseconds since 1970.
  constructor(storage, flow, now = () => Date.now()) {
    this.storage = storage;
    this.key = PREFIX + (flow ?? "new");
    this.now = now;
  }

  // `base`: the version that the change was made on.
  keep(document, base) {
    try {
      this.storage.setItem(this.key, JSON.stringify({ document, base, at: this.now() }));
      return true;
    } catch {
      return false; // Full, or switched off: the page still works, and says so where it matters.
    }
  }

  // {document, base, at, isConflict}; undefined when there is none that differs from what is saved.
  read(saved, version) {
    let kept;
    try {
      kept = JSON.parse(this.storage.getItem(this.key) ?? "null");
    } catch {
      kept = null;
    }
    if (!kept?.document || JSON.stringify(kept.document) === JSON.stringify(saved)) return undefined;
    return { ...kept, isConflict: (kept.base ?? null) !== (version ?? null) };
  }

  forget() {
    try {
      this.storage.removeItem(this.key);
    } catch {
      // Nothing was kept then.
    }
  }
}
