// The draft and the versions before it: what is different, publishing an old one again.

import { api } from "./api.js";
import { button, confirmed, el } from "./elements.js";
import { summary } from "./expressions.js";

const CHANGES = { added: ["good", "Added"], removed: ["bad", "Removed"], moved: ["", "Moved"], changed: ["busy", "Changed"] };

export class VersionsPanel {
  // `settled`: takes in what was typed last, before the draft is compared.
  constructor(store, announce, settled) {
    Object.assign(this, { store, announce, settled });
    this.element = el("div", { class: "versions" });
    store.addEventListener("saved", () => this.element.offsetParent && this.draw());
  }

  async draw() {
    const { store } = this;
    if (!store.flow) {
      this.element.replaceChildren(el("p", { class: "quiet" }, "There are versions once the flow is saved."));
      return;
    }
    let versions;
    try {
      versions = await api.versions(store.flow.id);
    } catch (error) {
      this.element.replaceChildren(el("p", { class: "problem", role: "alert" }, error.message));
      return;
    }
    const rows = [this.activity(), ...(store.draft ? [this.draftRow(versions.length > 0)] : []), ...versions.map((version, index) => this.row(version, versions[index + 1], index === 0))];
    if (rows.length === 1 && !store.draft) rows.push(el("p", { class: "quiet" }, "Nothing was published yet."));
    this.element.replaceChildren(...rows.filter(Boolean));
  }

  // Whether its triggers start it.
  activity() {
    const { flow, canEdit } = this.store;
    if (!flow.published || (flow.triggers ?? []).every((kind) => kind === "manual")) return undefined;
    return el("div", { class: "label-row" }, el("span", { class: `state ${flow.active ? "good" : ""}` }, flow.active ? "Triggers on" : "Triggers off"),
      canEdit && button(flow.active ? "Switch off" : "Switch on", async () => {
        await this.act(async () => {
          const { active } = await api.setActive(flow.id, !flow.active);
          flow.active = active;
        }, flow.active ? "The triggers are off." : "The triggers are on.");
        this.draw();
      }, { class: "small" }));
  }

  draftRow(canCompare) {
    const { store } = this;
    const differences = el("div", {});
    return el("section", { class: "version panel" },
      el("div", { class: "label-row" }, el("h3", {}, "Draft"), el("span", { class: "quiet small" }, time(store.draft.updatedAt))),
      el("div", { class: "actions" },
        canCompare && button("Compare", () => this.compare(differences, store.flow.version, 0), { class: "small" }),
        store.canEdit && store.flow.published && button("Discard", () => this.discard(), { class: "small danger" })),
      differences);
  }

  row(version, before, isNewest) {
    const { store } = this;
    const differences = el("div", {});
    return el("section", { class: "version panel" },
      el("div", { class: "label-row" }, el("h3", {}, `Version ${version.number}`), el("span", { class: "quiet small" }, time(version.createdAt))),
      version.note && el("p", { class: "small" }, version.note),
      version.rolledBackFrom && el("p", { class: "quiet small" }, `Version ${version.rolledBackFrom} again`),
      el("div", { class: "actions" },
        before && button("What changed", () => this.compare(differences, before.number, version.number), { class: "small", "aria-label": `What changed in version ${version.number}` }),
        store.canEdit && !isNewest && button("Publish again", () => this.rollBack(version.number), { class: "small", "aria-label": `Publish version ${version.number} again` })),
      differences);
  }

  async compare(place, from, to) {
    await this.act(async () => {
      const { fields, steps } = await api.diff(this.store.flow.id, from, to);
      const rows = [
        ...fields.map((field) => el("li", {}, el("strong", {}, field.field), ...values(field))),
        ...steps.map((step) => el("li", {},
          el("span", {}, step.changes.map((change) => el("span", { class: `state ${CHANGES[change]?.[0] ?? ""}` }, CHANGES[change]?.[1] ?? change)), " ", el("code", {}, step.id)),
          step.fields.map((field) => el("div", { class: "small" }, el("span", {}, field.field), ...values(field))))),
      ];
      place.replaceChildren(rows.length ? el("ul", { class: "differences" }, rows) : el("p", { class: "quiet small" }, "Nothing is different."));
    });
  }

  async discard() {
    if (!(await confirmed(`Discard the draft? The flow is as in version ${this.store.flow.version} then.`, "Discard"))) return;
    await this.act(async () => {
      await api.discardDraft(this.store.flow.id);
      await this.store.reload("Discard the draft");
    }, "The draft is discarded.");
  }

  async rollBack(number) {
    const lost = this.store.isDraft ? " The draft stays as it is." : "";
    if (!(await confirmed(`Publish version ${number} again, as a new version?${lost}`, "Publish"))) return;
    await this.act(async () => {
      await api.rollBack(this.store.flow.id, number);
      await this.store.reload(`Version ${number} again`);
    }, `Version ${number} is published again.`);
  }

  async act(work, done) {
    try {
      await work();
      if (done) this.announce(done);
    } catch (error) {
      this.announce(error.problems?.length ? `${error.message} ${error.problems[0].message}` : error.message);
    }
  }
}

const values = ({ before, after }) => [
  before !== undefined && el("del", { class: "small mono" }, summary(before, 120)),
  after !== undefined && el("ins", { class: "small mono" }, summary(after, 120)),
];

function time(text) {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(new Date(text));
}
