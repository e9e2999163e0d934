// <upload-button>: brings files into the library through the public upload sequence, block by block. It lives outside of
// the page's content and goes on while the reader browses: then links fetch the next page and swap it in. A file that was
// interrupted, even by closing the browser, goes on behind its last safe block when it is chosen again.

const BLOCK = 8 * 1024 * 1024;
const AT_ONCE = 2;
const MEMORY = "weir-uploads";
const sleep = (time) => new Promise((done) => setTimeout(done, time));

class Refusal extends Error {}

// What is known of interrupted uploads: where their bytes go, by what tells a file.
const memory = {
  all: () => JSON.parse(localStorage.getItem(MEMORY) ?? "{}"),
  get: (file) => memory.all()[memory.key(file)],
  key: (file) => `${file.name}|${file.size}|${file.lastModified}`,
  set(file, value) {
    const all = memory.all();
    if (value) all[memory.key(file)] = value;
    else delete all[memory.key(file)];
    localStorage.setItem(MEMORY, JSON.stringify(all));
  },
};

async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: { "content-type": "application/json", accept: "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const json = await answer.json().catch(() => ({}));
  if (answer.status >= 500 || answer.status === 429) throw new Error(`The server answers ${answer.status}.`);
  const said = json.errors?.[0]?.errorMessage ?? json.message ?? json.detail;
  if (!answer.ok || json.errors?.length) throw new Refusal(said ?? `The server answers ${answer.status}.`);
  return json.payload ?? json;
}

class Upload {
  constructor(file, place) {
    Object.assign(this, { file, place, sent: 0, state: "waiting", problem: "" });
  }

  async run(queue) {
    for (let failures = 0; ; ) {
      try {
        this.state = "sending";
        await this.once(queue);
        this.state = "done";
        return;
      } catch (error) {
        if (this.state === "stopped") return;
        if (error instanceof Refusal || failures >= 8) {
          Object.assign(this, { state: "failed", problem: error.message });
          if (error instanceof Refusal) memory.set(this.file);
          return;
        }
        this.state = "retrying";
        this.problem = navigator.onLine ? "The connection broke; trying again." : "Offline; goes on by itself.";
        queue.show();
        await sleep(Math.min(30000, 1000 * 2 ** failures++));
        while (!navigator.onLine) await sleep(1000);
      }
    }
  }

  async once(queue) {
    const { file, place } = this;
    let begun = memory.get(file);
    let safe = begun ? await this.safeBlocks(begun) : undefined;
    if (!safe) {
      const made = await call("POST", "/uploads", { filename: file.name, fileSizeInBytes: file.size });
      const url = new URL(made.uploadUrl);
      begun = { id: made.id, address: url.pathname + url.search };
      safe = new Map();
      memory.set(file, begun);
    }
    const names = [];
    for (let start = 0, index = 0; start < file.size || index === 0; start += BLOCK, index++) {
      const part = file.slice(start, start + BLOCK);
      const name = btoa(`block-${String(index).padStart(8, "0")}`);
      names.push(name);
      if (safe.get(name) !== part.size) await this.put(`${begun.address}&comp=block&blockid=${encodeURIComponent(name)}`, part, start, queue);
      this.sent = start + part.size;
      queue.show();
    }
    const list = `<?xml version="1.0" encoding="utf-8"?><BlockList>${names.map((name) => `<Latest>${name}</Latest>`).join("")}</BlockList>`;
    const kept = await fetch(`${begun.address}&comp=blocklist`, { method: "PUT", body: list });
    if (!kept.ok) throw kept.status >= 500 ? new Error() : new Refusal("The server doesn't take the file's bytes.");
    if (place.category) await call("POST", `/uploads/${begun.id}/categories`, [place.category]);
    await call("PATCH", `/uploads/${begun.id}`, [{ op: "replace", path: "/status", value: 1 }]);
    memory.set(file);
    if (place.collection) await call("POST", `/lightboxes/${place.collection}/assets`, [begun.id]);
  }

  // Which blocks the server has; undefined when it knows nothing of the upload any more.
  async safeBlocks(begun) {
    const answer = await fetch(`${begun.address}&comp=blocklist&blocklisttype=all`);
    if (answer.status >= 500) throw new Error();
    if (!answer.ok) return undefined;
    const list = new DOMParser().parseFromString(await answer.text(), "application/xml");
    return new Map(
      [...list.querySelectorAll("Block")].map((block) => [
        block.querySelector("Name").textContent,
        Number(block.querySelector("Size").textContent),
      ]),
    );
  }

  // Only this kind of request tells how far it is.
  put(address, part, start, queue) {
    return new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      this.request = request;
      request.upload.onprogress = (event) => {
        this.sent = start + Math.min(event.loaded, part.size);
        queue.show();
      };
      request.onload = () => {
        if (request.status < 300) return done();
        const said = /<Message>([^<\n]+)/.exec(request.responseText)?.[1];
        failed(request.status >= 500 && request.status !== 507 ? new Error() : new Refusal(said ?? `The server answers ${request.status}.`));
      };
      request.onerror = request.onabort = () => failed(new Error());
      request.open("PUT", address);
      request.send(part);
    });
  }

  stop() {
    this.state = "stopped";
    this.request?.abort();
  }
}

class UploadTray extends HTMLElement {
  uploads = [];
  running = 0;
  samples = [];

  connectedCallback() {
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", "Uploads");
    this.innerHTML = `<div class="heading"><strong></strong><div class="actions"><button type="button" class="plain small">Stop</button></div></div>
<progress max="1" value="0" aria-label="Progress of the uploads"></progress><p class="quiet small"></p><details><summary>Files</summary><ul></ul></details>
<p class="visually-hidden" role="status"></p>`;
    this.querySelector("button").addEventListener("click", () => (this.isActive ? this.stop() : this.remove()));
    addEventListener("beforeunload", (event) => this.isActive && event.preventDefault());
  }

  get isActive() {
    return this.uploads.some((upload) => ["waiting", "sending", "retrying"].includes(upload.state));
  }

  add(files, place) {
    this.uploads.push(...files.map((file) => new Upload(file, place)));
    while (this.running < AT_ONCE) {
      this.running++;
      this.work();
    }
    this.show();
  }

  async work() {
    for (let next; (next = this.uploads.find((upload) => upload.state === "waiting")); ) {
      await next.run(this);
      this.show();
      this.say();
    }
    if (--this.running === 0) document.dispatchEvent(new CustomEvent("weir:uploaded"));
  }

  stop() {
    for (const upload of this.uploads) if (upload.state !== "done" && upload.state !== "failed") upload.stop();
    this.show();
  }

  count(state) {
    return this.uploads.filter((upload) => upload.state === state).length;
  }

  show() {
    const total = this.uploads.reduce((sum, upload) => sum + upload.file.size, 0);
    const sent = this.uploads.reduce((sum, upload) => sum + upload.sent, 0);
    const [all, done, failed] = [this.uploads.length, this.count("done"), this.count("failed")];
    const title = this.isActive ? `Uploading ${Math.min(done + failed + 1, all)} of ${all}` : `${done} of ${all} uploaded`;
    this.querySelector("strong").textContent = title;
    const progress = this.querySelector("progress");
    [progress.max, progress.value] = [Math.max(total, 1), total ? sent : done];
    this.querySelector("button").textContent = this.isActive ? "Stop" : "Close";
    const words = [`${bytes(sent)} of ${bytes(total)}`];
    if (this.isActive) words.push(...this.pace(sent, total));
    if (failed) words.push(`${failed} failed`);
    this.querySelector("p").textContent = words.join(" · ");
    const list = this.querySelector("ul");
    this.uploads.forEach((upload, index) => {
      const item = list.children[index] ?? list.appendChild(document.createElement("li"));
      const part = upload.file.size ? Math.floor((upload.sent / upload.file.size) * 100) : 0;
      const word = { waiting: "waiting", sending: `${part} %`, done: "done", stopped: "stopped; choose it again to go on" }[upload.state];
      const text = `${upload.file.name}: ${word ?? upload.problem}`;
      if (item.textContent !== text) item.textContent = text;
    });
  }

  // Rate and time left, over the last ten seconds.
  pace(sent, total) {
    const now = performance.now();
    this.samples.push([now, sent]);
    while (this.samples.length > 2 && now - this.samples[0][0] > 10000) this.samples.shift();
    const [since, before] = this.samples[0];
    const rate = ((sent - before) / (now - since)) * 1000;
    if (!(rate > 0) || now - since < 500) return [];
    const left = (total - sent) / rate;
    const time = left < 60 ? `${Math.ceil(left)} s` : left < 3600 ? `${Math.ceil(left / 60)} min` : `${(left / 3600).toFixed(1)} h`;
    return [`${bytes(rate)}/s`, `${time} left`];
  }

  say() {
    this.querySelector("[role=status]").textContent = this.querySelector("strong").textContent;
  }
}
customElements.define("upload-tray", UploadTray);

function bytes(count) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let index = 0;
  for (; count >= 1000 && index < units.length - 1; index++) count /= 1000;
  return `${index === 0 || count >= 100 ? Math.round(count) : count.toFixed(1)} ${units[index]}`;
}

function tray() {
  return document.querySelector("upload-tray") ?? document.body.appendChild(document.createElement("upload-tray"));
}

class UploadButton extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input");
    const button = this.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      this.take([...input.files]);
      input.value = "";
    });
    const waiting = Object.keys(memory.all()).length;
    if (waiting && !document.querySelector("upload-tray")) {
      const hint = this.closest(".content").querySelector("[data-interrupted]");
      hint.hidden = false;
      hint.querySelector("span").textContent = waiting === 1 ? "1 upload was interrupted." : `${waiting} uploads were interrupted.`;
      hint.querySelector("button").addEventListener("click", () => {
        localStorage.removeItem(MEMORY);
        hint.hidden = true;
      });
    }
    this.drops = new AbortController();
    const options = { signal: this.drops.signal };
    const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
    const mark = (on) => document.body.toggleAttribute("data-dropping", on);
    addEventListener("dragover", (event) => hasFiles(event) && (event.preventDefault(), mark(true)), options);
    addEventListener("dragleave", (event) => event.relatedTarget || mark(false), options);
    addEventListener("drop", async (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      mark(false);
      this.take(await dropped(event.dataTransfer));
    }, options);
  }

  disconnectedCallback() {
    this.drops.abort();
  }

  take(files) {
    if (files.length) tray().add(files, { category: this.dataset.category, collection: this.dataset.collection });
  }
}
customElements.define("upload-button", UploadButton);

// Files, and those in folders, as deep as they go.
async function dropped(transfer) {
  const found = [];
  const walk = async (entry) => {
    if (entry.isFile) found.push(await new Promise((done, failed) => entry.file(done, failed)));
    if (!entry.isDirectory) return;
    const reader = entry.createReader();
    for (;;) {
      const entries = await new Promise((done, failed) => reader.readEntries(done, failed));
      if (!entries.length) return;
      for (const inner of entries) await walk(inner);
    }
  };
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files];
  for (const entry of entries) await walk(entry);
  return found.filter((file) => !file.name.startsWith("."));
}

// While files are under way a page isn't left but exchanged.
const busy = () => document.querySelector("upload-tray")?.isActive;

async function visit(address, isNew = true) {
  const answer = await fetch(address, { headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const frame = page.querySelector(".frame");
  if (!frame) return location.assign(address);
  if (isNew) history.pushState({}, "", answer.url);
  document.title = page.title;
  for (const script of page.querySelectorAll("head script[src]")) {
    const source = script.getAttribute("src");
    if (document.querySelector(`head script[src="${source}"]`)) continue;
    document.head.append(Object.assign(document.createElement("script"), { type: "module", src: source }));
  }
  document.querySelector(".frame").replaceWith(document.adoptNode(frame));
  const content = document.querySelector("#content");
  content.dispatchEvent(new CustomEvent("weir:content", { bubbles: true }));
  content.tabIndex = -1;
  content.focus({ preventScroll: true });
  if (isNew) scrollTo(0, 0);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain || !busy() || event.defaultPrevented) return;
  const address = new URL(link.href);
  if (address.origin !== location.origin || !address.pathname.startsWith("/app") || link.target || link.download) return;
  event.preventDefault();
  visit(address.href);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!busy() || form.method !== "get" || event.defaultPrevented) return;
  event.preventDefault();
  const query = new URLSearchParams(new FormData(form, event.submitter));
  visit(`${form.action.split("?")[0]}?${query}`);
});
addEventListener("popstate", () => document.querySelector("upload-tray") && visit(location.href, false));

// New files are shown where the reader looks at the library; their previews come a moment later.
document.addEventListener("weir:uploaded", async () => {
  for (const wait of [200, 4000, 15000]) {
    await sleep(wait);
    const isReading = document.querySelector(".pick input:checked, dialog[open]") || document.activeElement?.matches("input, select");
    if (location.pathname === "/app/library" && !isReading) await visit(location.href, false);
  }
});
