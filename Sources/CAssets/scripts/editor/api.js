// The server's doors that the editor uses.

export class Refused extends Error {
  constructor(status, problem) {
    super([problem.message ?? problem.detail ?? problem.title ?? `The server answered ${status}.`, problem.advice].filter(Boolean).join(" "));
    this.status = status;
    this.problem = problem;
  }

  get code() {
    return this.problem.code;
  }

  // What is wrong by step and field, where the server says it.
  get problems() {
    return this.problem.problems ?? this.problem.details?.problems ?? [];
  }

  get failure() {
    return this.problem.failure ?? this.problem.details?.failure;
  }
}

async function call(method, path, body, signal) {
  let answer;
  try {
    answer = await fetch(`/rest/v1${path}`, {
      method,
      signal,
      headers: body === undefined ? { accept: "application/json" } : { accept: "application/json", "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(0, { message: "The server can't be reached.", advice: "Your changes are kept in this browser; try again in a moment." });
  }
  const text = await answer.text();
  let json;
  try {
    json = text ? JSON.parse(text) : undefined;
  } catch {
    json = undefined;
  }
  if (!answer.ok) throw new Refused(answer.status, json ?? {});
  return json;
}

const schemas = new Map();

export const api = {
  flow: (id) => call("GET", `/flows/${id}`),
  flows: () => call("GET", "/flows?limit=200").then((page) => page.items),
  // `text`: the same as somebody wrote it, with its comments.
  create: (definition, team, text) => call("POST", "/flows", { ...(text === undefined ? { definition } : { source: text }), draft: true, ...(team ? { team } : {}) }),
  draft: (id) => call("GET", `/flows/${id}/draft`),
  saveDraft: (id, definition, revision, base, text) => call("PUT", `/flows/${id}/draft`, { ...(text === undefined ? { definition } : { source: text }), revision, ...(base === undefined ? {} : { base }) }),
  discardDraft: (id) => call("DELETE", `/flows/${id}/draft`),
  publish: (id, revision, note) => call("POST", `/flows/${id}/publish`, { revision, ...(note ? { note } : {}) }),
  rollBack: (id, version) => call("POST", `/flows/${id}/rollback`, { version }),
  diff: (id, from, to) => call("GET", `/flows/${id}/diff?from=${from}&to=${to}`),
  setActive: (id, active) => call("PUT", `/flows/${id}/active`, { active }),
  validate: (definition, team) => call("POST", "/flows/validate", team ? { definition, team } : { definition }).then((answer) => answer.problems),
  toJSON: (source) => call("POST", "/flows/convert", { source }),
  toYAML: (definition, flow) => call("POST", "/flows/convert", { definition, ...(flow ? { flow } : {}) }).then((answer) => answer.source),
  catalogue: (team) => call("GET", `/flows/catalogue${team ? `?team=${team}` : ""}`),
  firings: (schedule) => call("POST", "/flows/schedule-preview", { schedule }).then((page) => page.items),
  preview: (body, signal) => call("POST", "/flows/preview", body, signal),
  test: (id, body) => call("POST", `/flows/${id}/test`, body),
  pins: (id) => call("GET", `/flows/${id}/pins`).then((answer) => answer.pins),
  pin: (id, step, output) => call("PUT", `/flows/${id}/pins/${encodeURIComponent(step)}`, { output }),
  unpin: (id, step) => call("DELETE", `/flows/${id}/pins/${encodeURIComponent(step)}`),
  run: (id, input) => call("POST", `/flows/${id}/runs`, { input }),
  // Runs a document without publishing it.
  trial: (id, definition, input) => call("POST", `/flows/${id}/trial`, { definition, input }),
  cancel: (run) => call("POST", `/runs/${run}/cancel`, {}),
  lastRun: (id) => call("GET", `/runs?flow=${id}&limit=20`).then((page) => page.items.find((run) => run.trigger !== "test")),
  log: (run) => call("GET", `/runs/${run}/log`),
  webhook: (id) => call("GET", `/flows/${id}/webhook`),
  renewAddress: (id) => call("POST", `/flows/${id}/webhook/address`, {}),
  setSecret: (id, secret) => call("PUT", `/flows/${id}/webhook/secret`, { secret }),
  removeSecret: (id) => call("DELETE", `/flows/${id}/webhook/secret`),
  versions: (id) => call("GET", `/flows/${id}/versions`).then((page) => page.items),

  // An action with its schemas; asked once a page.
  action(name) {
    if (!schemas.has(name)) {
      const path = name.split("/").map(encodeURIComponent).join("/");
      const found = call("GET", `/flows/catalogue/${path}`);
      schemas.set(name, found);
      found.catch(() => schemas.delete(name));
    }
    return schemas.get(name);
  },

  // What a field of an action can be, from the service itself.
  options(action, field, connection, { team, input, search }) {
    const [connector, name] = action.split("/");
    const query = new URLSearchParams({ field, connection, ...(team ? { team } : {}) });
    if (search) query.set("search", search);
    if (input) query.set("input", JSON.stringify(input));
    return call("GET", `/connectors/${encodeURIComponent(connector)}/actions/${encodeURIComponent(name)}/options?${query}`);
  },
};
