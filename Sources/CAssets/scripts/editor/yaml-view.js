// The same flow as YAML. Edits in either show in the other; the server reads and writes YAML, so that there is one parser.

import { api } from "./api.js";
import { debounced, el } from "./elements.js";

export class YAMLView {
  constructor(store) {
    this.store = store;
    this.text = el("textarea", {
      class: "code", id: "yaml", spellcheck: "false", rows: 20, readonly: !store.canEdit, autocomplete: "off",
    });
    this.wrong = el("p", { class: "problem", role: "alert" });
    this.element = el("div", { class: "yaml field" }, el("label", { for: "yaml" }, "The flow as YAML"), this.text, this.wrong,
      el("p", { class: "hint" }, "Comments are kept as long as the flow is changed here; a change in the tree drops them."));
    this.text.addEventListener("input", () => {
      this.isTyped = true;
      this.read();
    });
    this.read = debounced(() => this.take(), 400);
    store.addEventListener("document", (event) => event.detail?.from !== this && this.write());
  }

  get isShown() {
    return this.element.isConnected && !this.element.hidden;
  }

  // Shows the document; asks the server only while somebody looks.
  async write() {
    this.isStale = true;
    if (!this.isShown) return;
    const document = this.store.document;
    try {
      const source = this.store.text ?? await api.toYAML(document, this.store.flow?.id);
      if (document !== this.store.document) return;
      this.text.value = source;
      this.wrong.textContent = "";
      this.isStale = false;
      this.isTyped = false;
    } catch (error) {
      this.wrong.textContent = error.message;
    }
  }

  shown() {
    if (this.isStale !== false) this.write();
  }

  // Takes in what was typed. What can't be read yet changes nothing, and says where it is wrong.
  async take() {
    const source = this.text.value;
    try {
      const { definition } = await api.toJSON(source);
      if (source !== this.text.value) return;
      if (!definition || typeof definition !== "object" || Array.isArray(definition)) throw new Error("A flow is an object. Begin with “name:” and “steps:”.");
      this.wrong.textContent = "";
      this.isTyped = false;
      this.store.write(definition, source, this);
    } catch (error) {
      this.wrong.textContent = error.message;
    }
  }

  // Waits for what was typed last, before something is done with the document.
  async settle() {
    if (this.isTyped) await this.take();
    return this.wrong.textContent === "" || !this.isTyped;
  }
}
