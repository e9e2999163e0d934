// <run-log events="…" fragment="…">: the process log of a run, kept current while the run goes on.
// The server tells every change by server-sent events; the page then fetches the log's HTML again and swaps it in,
// keeping open what the reader had opened. When the connection breaks the browser comes back by itself.

class RunLog extends HTMLElement {
  connectedCallback() {
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
    const open = new Set([...this.querySelectorAll("details[open]")].map((item) => item.id));
    const focused = document.activeElement?.closest?.("details")?.id;
    const closed = new Set([...this.querySelectorAll("details:not([open])")].map((item) => item.id));
    this.innerHTML = html;
    for (const item of this.querySelectorAll("details")) if (closed.has(item.id)) item.open = false;
    for (const item of this.querySelectorAll("details")) if (open.has(item.id)) item.open = true;
    if (focused) this.querySelector(`#${CSS.escape(focused)} > summary`)?.focus();
    if (this.querySelector("[data-finished]")) {
      this.source.close();
      this.setAttribute("aria-busy", "false");
    }
    this.dispatchEvent(new CustomEvent("weir:content", { bubbles: true }));
  }
}
customElements.define("run-log", RunLog);
