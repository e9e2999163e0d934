// The states a document went through, for undo and redo. Pure.

const LIMIT = 200;

export class History {
  constructor(document) {
    this.states = [{ document, label: "" }];
    this.position = 0;
  }

  get document() {
    return this.states[this.position].document;
  }

  // Changes that come one after the other under the same `merge` key are one: typing a word is undone as a word.
  push(document, label, merge, now = 0) {
    const last = this.states[this.position];
    const joins = merge !== undefined && last.merge === merge && now - last.at < 1500 && this.position > 0
      && this.position === this.states.length - 1;
    this.states.length = this.position + 1;
    if (joins) this.states[this.position] = { document, label, merge, at: now };
    else {
      this.states.push({ document, label, merge, at: now });
      if (this.states.length > LIMIT) this.states.shift();
      this.position = this.states.length - 1;
    }
  }

  get undoLabel() {
    return this.position > 0 ? this.states[this.position].label : undefined;
  }

  get redoLabel() {
    return this.states[this.position + 1]?.label;
  }

  undo() {
    if (this.position === 0) return undefined;
    this.position -= 1;
    return this.states[this.position + 1].label;
  }

  redo() {
    if (this.position + 1 >= this.states.length) return undefined;
    this.position += 1;
    return this.states[this.position].label;
  }
}
