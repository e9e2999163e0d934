// <bulk-bar>: what is chosen in the grid. Choosing works without it, one box at a time; this counts, chooses all or a range
// (with Shift), and lets Escape let go of all.

class BulkBar extends HTMLElement {
  connectedCallback() {
    this.listening = new AbortController();
    const options = { signal: this.listening.signal };
    this.boxes = [...document.querySelectorAll(".pick input")];
    this.querySelector("[data-all]").hidden = false;
    this.querySelector("[data-all]").addEventListener("click", () => this.set(this.boxes, true));
    this.querySelector("[data-none]").addEventListener("click", () => this.set(this.boxes, false));
    document.addEventListener("click", (event) => this.range(event), options);
    document.addEventListener("change", () => this.count(), options);
    document.addEventListener("keydown", (event) => {
      const isFree = !event.target.closest("select, dialog, input:not([type=checkbox])");
      if (event.key === "Escape" && isFree) this.set(this.boxes, false);
    }, options);
    this.count();
  }

  disconnectedCallback() {
    this.listening.abort();
  }

  range(event) {
    const index = this.boxes.indexOf(event.target);
    if (index < 0) return;
    if (event.shiftKey && this.last !== undefined) {
      const [from, to] = [Math.min(index, this.last), Math.max(index, this.last)];
      this.set(this.boxes.slice(from, to + 1), event.target.checked);
    }
    this.last = index;
  }

  set(boxes, isChosen) {
    for (const box of boxes) box.checked = isChosen;
    this.count();
  }

  count() {
    const count = this.boxes.filter((box) => box.checked).length;
    const text = count === 1 ? "1 selected" : `${count} selected`;
    const place = this.querySelector("[data-count]");
    if (place.textContent !== text) place.textContent = text;
  }
}
customElements.define("bulk-bar", BulkBar);
