// What belongs to one trigger besides its settings: the next times of a schedule, the address and secrets of a webhook.

import { api } from "./api.js";
import { button, confirmed, debounced, el, uniqueId } from "./elements.js";
import { sentence } from "./problems.js";

// The next times, kept current: {element, again}.
export function firings(settings) {
  const list = el("ul", { class: "firings small", "aria-live": "polite" });
  const format = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });
  const again = debounced(async () => {
    try {
      const times = await api.firings(settings());
      list.replaceChildren(...times.map(({ at, local, note }) => el("li", {},
        el("time", { datetime: at, title: local }, format.format(new Date(at))), note && el("span", { class: "quiet" }, ` ${note}`))));
      if (!times.length) list.replaceChildren(el("li", {}, "None any more"));
    } catch (error) {
      const found = error.problems?.length ? error.problems.map(sentence) : [error.message];
      list.replaceChildren(...found.map((text) => el("li", { class: "problem" }, text)));
    }
  }, 300);
  again();
  return { element: el("div", {}, el("p", { class: "label" }, "Next times"), list), again };
}

// Where others send what starts the flow, and what they sign with. The address exists from the first save.
export function webhook(store, announce) {
  if (!store.flow) return el("p", { class: "hint" }, "The address is there once the flow is saved.");
  const place = el("div", { class: "webhook" }, el("p", { class: "quiet small" }, "…"));
  const show = (found) => {
    const copy = el("copy-field", { class: "copy" },
      el("input", { "aria-label": "Webhook address", value: location.origin + found.path, readonly: true }), button("Copy", () => {}, { hidden: true }));
    place.replaceChildren(el("p", { class: "label" }, "Webhook address"), copy,
      el("p", { class: "hint" }, "Whoever knows this address can start the flow, unless a secret is demanded. "),
      store.canEdit && button("Give it another address", () => renew(), { class: "small" }),
      ...(store.canEdit ? secrets(found) : []));
  };
  const load = () => api.webhook(store.flow.id).then(show, (error) => place.replaceChildren(el("p", { class: "hint" }, error.message)));
  const renew = async () => {
    if (!(await confirmed("Give the flow another address? The old one stops working at once.", "Give another"))) return;
    try {
      show(await api.renewAddress(store.flow.id));
    } catch (error) {
      announce(error.message);
    }
  };
  const secrets = (found) => {
    const id = uniqueId("secret");
    const names = found.secrets ?? (found.signed ? ["primary"] : []);
    const input = el("input", { id, type: "password", autocomplete: "off" });
    const act = async (call, text) => {
      try {
        await call();
        announce(text);
        load();
      } catch (error) {
        announce(error.message);
      }
    };
    return [el("div", { class: "field" }, el("label", { for: id }, "Secret"),
      el("div", { class: "with-button" }, input,
        button("Keep", () => input.value && act(() => api.setSecret(store.flow.id, input.value), "The secret is kept, encrypted."), { class: "small" })),
      el("p", { class: "hint" }, names.length ? `Entered: ${names.join(", ")}. ` : "None is entered. ",
        names.includes("primary") && button("Forget it", () => act(() => api.removeSecret(store.flow.id), "The secret is forgotten."), { class: "small" })))];
  };
  load();
  return place;
}
