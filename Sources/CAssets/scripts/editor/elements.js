// Making elements. Text is always text, never HTML.

import { icon } from "./icons.js";

// el("button", {class: "plain", type: "button", onclick: act}, "Remove")
export function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked" || key === "textContent") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

let last = 0;
export const uniqueId = (prefix) => `${prefix}-${(last += 1)}`;

export const button = (label, act, properties = {}) => el("button", { type: "button", onclick: act, ...properties }, label);

// A small button with a drawing; its name is for those who don't see it, and for the tooltip.
export const iconButton = (name, label, act, properties = {}) =>
  el("button", { type: "button", class: "icon", "aria-label": label, title: label, onclick: act, ...properties }, icon(name));

// Runs `act` once nothing was asked for a while.
export function debounced(act, milliseconds) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...values), milliseconds);
  };
}

// Runs `act` at once, and then once more after what came meanwhile.
export function throttled(act, milliseconds) {
  let isResting = false;
  let isAsked = false;
  const run = () => {
    if (isResting) {
      isAsked = true;
      return;
    }
    isResting = true;
    isAsked = false;
    act();
    setTimeout(() => {
      isResting = false;
      if (isAsked) run();
    }, milliseconds);
  };
  return run;
}

// A dialog that the keyboard can leave; removed when it closes. Focus goes back to where it was.
export function openDialog(label, className, ...children) {
  const from = document.activeElement;
  const dialog = el("dialog", { class: className, "aria-label": label }, ...children);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (from?.isConnected) from.focus();
  });
  // A click beside it closes it, as Escape does.
  dialog.addEventListener("mousedown", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

// Asks before something is lost. Resolves to whether it may be.
export function confirmed(question, action) {
  return new Promise((resolve) => {
    let answer = false;
    const keep = button("Keep", () => dialog.close());
    const go = button(action, () => {
      answer = true;
      dialog.close();
    }, { class: "danger" });
    const dialog = openDialog(question, "", el("p", {}, question), el("div", { class: "actions" }, keep, go));
    dialog.addEventListener("close", () => resolve(answer));
    keep.focus();
  });
}
