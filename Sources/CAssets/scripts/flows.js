// The list of flows: a flow's form comes up in a dialog instead of as a page, and only one menu is open at a time.

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-dialog]");
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain || event.defaultPrevented) return;
  event.preventDefault();
  const answer = await fetch(link.href, { headers: { accept: "text/html" } }).catch(() => undefined);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const form = page && page.querySelector("form[data-run-form]");
  if (!form) return location.assign(link.href);
  const dialog = document.createElement("dialog");
  dialog.className = "form-dialog";
  const heading = document.createElement("h2");
  heading.id = "dialog-heading";
  heading.textContent = page.querySelector("h1").textContent;
  dialog.setAttribute("aria-labelledby", heading.id);
  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.textContent = "Cancel";
  cancel.addEventListener("click", () => dialog.close());
  form.classList.remove("panel");
  form.append(cancel);
  dialog.append(heading, document.adoptNode(form));
  dialog.addEventListener("close", () => {
    dialog.remove();
    link.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("input:not([type=hidden]), select, textarea")?.focus();
});

// In a rename's summary the name is a link and the pencil opens; a click beside both does nothing.
document.addEventListener("click", (event) => {
  const summary = event.target.closest(".rename > summary");
  if (summary && !event.target.closest(".pencil, a") && event.detail > 0) event.preventDefault();
  for (const menu of document.querySelectorAll("details.more[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details.more[open], details.rename[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
document.addEventListener("toggle", (event) => {
  if (event.target.matches("details.rename[open]")) event.target.querySelector("input[name=name]").select();
}, true);
