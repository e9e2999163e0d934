// <run-log events="…" fragment="…">: the process log of a run, kept current while the run goes on.
// The server tells every change by server-sent events; the page then fetches the log's HTML again and swaps it in,
// keeping open what the reader had opened. When the connection breaks the browser comes back by itself.

class RunLog extends HTMLElement {
  connectedCallback() {
    // What the reader opened and closed stays so; the rest is as the server has it.
    this.chosen = new Map();
    this.addEventListener("click", (event) => {
      const item = event.target.closest("summary")?.parentElement;
      if (item) this.chosen.set(item.id, !item.open);
    });
    if (this.dataset.finished !== undefined) return;
    this.source = new EventSource(this.getAttribute("events"));
    this.source.addEventListener("update", (event) => {
      this.refresh();
      // The stream ends with the run; a browser would open it again and again.
      if (JSON.parse(event.data).run?.endedAt) this.source.close();
    });
    // A run that ended while nobody listened sends nothing more; the page itself says so.
    this.source.addEventListener("error", () => this.refresh());
  }

  disconnectedCallback() {
    this.source?.close();
  }

  // At most one request under way; changes meanwhile make one more.
  async refresh() {
    if (this.loading) {
      this.again = true;
      return;
    }
    this.loading = true;
    try {
      do {
        this.again = false;
        const answer = await fetch(this.getAttribute("fragment"), { headers: { accept: "text/html" } });
        if (answer.ok) this.swap(await answer.text());
        await new Promise((done) => setTimeout(done, 150));
      } while (this.again);
    } finally {
      this.loading = false;
    }
  }

  swap(html) {
    const focused = document.activeElement?.closest?.("details")?.id;
    this.innerHTML = html;
    for (const [id, isOpen] of this.chosen) {
      const item = this.querySelector(`#${CSS.escape(id)}`);
      if (item) item.open = isOpen;
    }
    if (focused) this.querySelector(`#${CSS.escape(focused)} > summary`)?.focus();
    if (this.querySelector("[data-finished]")) this.source.close();
    this.say(this.querySelector("h1 .state")?.textContent ?? "");
    this.dispatchEvent(new CustomEvent("weir:content", { bubbles: true }));
  }

  // For those who listen: the state when it changes, not every step.
  say(state) {
    const status = document.querySelector("#run-status");
    if (status && status.textContent !== state) status.textContent = state;
  }
}
customElements.define("run-log", RunLog);

// All attempts of a step come up in a dialog over the log instead of as a page.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-detail]");
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain) return;
  event.preventDefault();
  const answer = await fetch(link.href, { headers: { accept: "text/html" } }).catch(() => undefined);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const body = page && page.querySelector("[data-detail-body]");
  if (!body) return location.assign(link.href);
  const dialog = document.createElement("dialog");
  dialog.className = "detail-dialog";
  const heading = page.querySelector("h1");
  heading.id = "detail-heading";
  dialog.setAttribute("aria-labelledby", heading.id);
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  const row = document.createElement("div");
  row.className = "heading";
  const actions = document.createElement("div");
  actions.className = "actions";
  actions.append(close);
  row.append(document.adoptNode(heading), actions);
  dialog.append(row, document.adoptNode(body));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.dispatchEvent(new CustomEvent("weir:content", { bubbles: true }));
  dialog.showModal();
});
