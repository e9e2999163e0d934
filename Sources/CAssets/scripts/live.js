// <live-part fragment="…">: a part of a page that is fetched again every few seconds while somebody looks at it. Nothing
// is exchanged when nothing has changed, nor what somebody has the focus in or has opened.

class LivePart extends HTMLElement {
  connectedCallback() {
    this.address = this.getAttribute("fragment");
    if (!this.address) return;
    this.shown = undefined;
    this.timer = setInterval(() => this.refresh(), 3000);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  async refresh() {
    const isBusy = document.hidden || this.loading || document.querySelector("dialog[open]") || this.querySelector("details[open]");
    if (isBusy) return;
    this.loading = true;
    try {
      const answer = await fetch(this.address, { headers: { accept: "text/html" } });
      if (!answer.ok) return;
      const html = await answer.text();
      const isSame = html === this.shown;
      const isFirst = this.shown === undefined;
      this.shown = html;
      if (isSame || (isFirst && this.isWhatIsThere(html)) || this.matches(":focus-within")) return;
      this.innerHTML = html;
      this.dispatchEvent(new CustomEvent("weir:content", { bubbles: true }));
    } catch {
      // The server is away; the next look tells.
    } finally {
      this.loading = false;
    }
  }

  // Times stand in the reader's own zone by now, so texts are compared without them.
  isWhatIsThere(html) {
    const words = (root) => [...root.querySelectorAll("a, .state, td:not(:has(time))")].map((part) => part.textContent.trim()).join("|");
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    return words(fresh.content) === words(this);
  }
}
customElements.define("live-part", LivePart);
