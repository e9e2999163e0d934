// The kinds of steps: how each looks in the document, where inner steps stand in it, and which fields its form has.
// Pure: no page is touched here.

const text = (title, extra = {}) => ({ type: "string", title, ...extra });
const count = (title, extra = {}) => ({ type: "integer", title, ...extra });
const steps = (name, title, extra = {}) => ({ path: [name], title, ...extra });
const any = (title, extra = {}) => ({ title, ...extra });

// `fields`: the schema of the members that a person fills in. `blocks`: the lists of steps inside of a step.
export const KINDS = {
  action: {
    title: "Action",
    hint: "Calls a service",
    make: (action) => ({ action, input: {} }),
    fields: {},
  },
  if: {
    title: "If",
    hint: "Goes one way or another",
    make: () => ({ if: "{{ true }}", then: [] }),
    fields: { if: any("Condition", { description: "Holds unless it comes out as false or null.", expression: true }) },
    required: ["if"],
    blocks: (step) => [
      steps("then", "Then"),
      ...(step.elseIf ?? []).map((_, index) => ({ path: ["elseIf", index, "then"], title: "Else if", head: ["elseIf", index, "if"] })),
      steps("else", "Else", { isOptional: true }),
    ],
  },
  switch: {
    title: "Switch",
    hint: "Chooses by a value",
    make: () => ({ switch: "{{ .trigger }}", cases: [{ value: "", steps: [] }], default: [] }),
    fields: { switch: any("Value", { expression: true }) },
    required: ["switch"],
    blocks: (step) => [
      ...(step.cases ?? []).map((entry, index) => ({
        path: ["cases", index, "steps"],
        title: `Case ${caseName(entry)}`,
        head: ["cases", index, entry.values === undefined ? "value" : "values"],
      })),
      steps("default", "Otherwise", { isOptional: true }),
    ],
  },
  forEach: {
    title: "For each",
    hint: "Does the same for every item",
    make: () => ({ forEach: "{{ [] }}", steps: [] }),
    fields: {
      forEach: any("Items", { description: "A list, as an expression that gives one.", expression: true }),
      as: text("Name of the item", { description: "Also as .vars.NAME; .item always holds it.", plain: true }),
      concurrency: count("At the same time", { minimum: 1, maximum: 100, default: 1, plain: true }),
      onItemError: text("When an item fails", { enum: ["fail", "continue"], plain: true }),
      output: any("Output of each item", { description: "Without it, the output of the last step." }),
    },
    required: ["forEach"],
    blocks: () => [steps("steps", "For each item")],
  },
  parallel: {
    title: "Parallel",
    hint: "Does several things at once",
    make: () => ({ parallel: [{ id: "left", steps: [] }, { id: "right", steps: [] }] }),
    fields: { concurrency: count("At the same time", { minimum: 1, maximum: 100, plain: true }) },
    blocks: (step) =>
      (step.parallel ?? []).map((branch, index) => ({
        path: ["parallel", index, "steps"],
        title: `Branch ${branch.id ?? index + 1}`,
        head: ["parallel", index, "id"],
      })),
  },
  try: {
    title: "Try",
    hint: "Catches what fails",
    make: () => ({ try: [], catch: [] }),
    fields: {},
    blocks: () => [
      steps("try", "Try"),
      steps("catch", "When it fails", { isOptional: true }),
      steps("finally", "In the end", { isOptional: true }),
    ],
  },
  wait: {
    title: "Wait",
    hint: "For a time, a callback, a person",
    make: () => ({ wait: { for: "1h" } }),
    fields: {
      wait: {
        title: "Wait",
        oneOf: [
          { title: "For a time", type: "object", required: ["for"], properties: { for: text("How long", { examples: ["15m"] }) } },
          { title: "Until a time", type: "object", required: ["until"], properties: { until: text("When", { format: "date-time" }) } },
          {
            title: "For a callback",
            type: "object",
            required: ["callback"],
            properties: {
              callback: { title: "Callback", type: "object", properties: { timeout: text("At most", { examples: ["2d"] }) } },
            },
          },
          {
            title: "For an approval",
            type: "object",
            required: ["approval"],
            properties: {
              approval: {
                title: "Approval",
                type: "object",
                required: ["title"],
                properties: {
                  title: text("Title"),
                  message: text("Message", { format: "multiline" }),
                  people: { title: "People", type: "array", items: { type: "string" } },
                  timeout: text("At most", { examples: ["2d"] }),
                },
              },
            },
          },
        ],
      },
    },
    required: ["wait"],
  },
  flow: {
    title: "Run a flow",
    hint: "Another flow, as a step",
    make: () => ({ flow: "", input: {} }),
    fields: {
      flow: text("Flow", { picker: "flow", plain: true }),
      input: { title: "Input", type: "object", additionalProperties: true },
      wait: { title: "Wait for its end", type: "boolean", default: true, plain: true },
    },
    required: ["flow"],
  },
  transform: {
    title: "Transform",
    hint: "Makes a value of others",
    make: () => ({ transform: "{{ . }}" }),
    fields: { transform: any("Value") },
    required: ["transform"],
  },
  set: {
    title: "Set variables",
    hint: "Keeps values under .vars",
    make: () => ({ set: {} }),
    fields: { set: { title: "Variables", type: "object", additionalProperties: true } },
    required: ["set"],
  },
  batch: {
    title: "Batch",
    hint: "Packs items into groups",
    make: () => ({ batch: { items: "{{ [] }}", size: 100 } }),
    fields: {
      batch: {
        title: "Batch",
        type: "object",
        required: ["items", "size"],
        properties: { items: { title: "Items", type: "array" }, size: count("Size", { minimum: 1 }) },
      },
    },
    required: ["batch"],
  },
  split: {
    title: "Split",
    hint: "Takes a text or list apart",
    make: () => ({ split: { value: "", by: "," } }),
    fields: {
      split: {
        title: "Split",
        type: "object",
        required: ["value"],
        properties: { value: any("Value"), by: text("By") },
      },
    },
    required: ["split"],
  },
  merge: {
    title: "Merge",
    hint: "Puts lists or objects together",
    make: () => ({ merge: { values: [] } }),
    fields: {
      merge: {
        title: "Merge",
        type: "object",
        required: ["values"],
        properties: { values: { title: "Values", type: "array" }, key: text("Same when this member is the same") },
      },
    },
    required: ["merge"],
  },
  aggregate: {
    title: "Aggregate",
    hint: "Counts, sums, groups",
    make: () => ({ aggregate: { items: "{{ [] }}", count: true } }),
    fields: {
      aggregate: {
        title: "Aggregate",
        type: "object",
        required: ["items"],
        properties: {
          items: { title: "Items", type: "array" },
          groupBy: text("Group by"),
          count: { title: "Count", type: "boolean" },
          sum: text("Sum of"),
          min: text("Smallest"),
          max: text("Largest"),
          collect: text("Collect"),
        },
      },
    },
    required: ["aggregate"],
  },
  state: {
    title: "State",
    hint: "Keeps a value between runs",
    make: () => ({ state: { get: "" } }),
    fields: {
      state: {
        title: "State",
        oneOf: [
          { title: "Get", type: "object", required: ["get"], properties: { get: text("Key"), default: any("When there is none") } },
          { title: "Set", type: "object", required: ["set", "value"], properties: { set: text("Key"), value: any("Value") } },
          { title: "Increment", type: "object", required: ["increment"], properties: { increment: text("Key"), by: count("By") } },
          { title: "Delete", type: "object", required: ["delete"], properties: { delete: text("Key") } },
        ],
      },
    },
    required: ["state"],
  },
  respond: {
    title: "Respond",
    hint: "Answers a waiting webhook",
    make: () => ({ respond: { status: 200, body: {} } }),
    fields: {
      respond: {
        title: "Answer",
        type: "object",
        properties: {
          status: count("Status", { minimum: 100, maximum: 599 }),
          headers: { title: "Headers", type: "object", additionalProperties: { type: "string" } },
          body: any("Body"),
        },
      },
    },
    required: ["respond"],
  },
  stop: {
    title: "Stop",
    hint: "Ends the run well",
    make: () => ({ stop: {} }),
    fields: { stop: { title: "Stop", type: "object", properties: { output: any("Output of the run") } } },
    required: ["stop"],
  },
  fail: {
    title: "Fail",
    hint: "Ends the run with an error",
    make: () => ({ fail: { message: "" } }),
    fields: {
      fail: {
        title: "Fail",
        type: "object",
        required: ["message"],
        properties: { message: text("Message", { format: "multiline" }), code: text("Code") },
      },
    },
    required: ["fail"],
  },
};

function caseName(entry) {
  const value = entry.values ?? entry.value;
  return value === undefined || value === "" ? "…" : typeof value === "string" ? value : JSON.stringify(value);
}

// "flow" and "wait" are also members of one another's steps: the more telling one decides.
const ORDER = ["action", "if", "switch", "forEach", "parallel", "try", "flow", "transform", "set", "batch", "split",
  "merge", "aggregate", "state", "respond", "stop", "fail", "wait"];

// The kind of a step by its members; `undefined` for one this page doesn't know: it is kept as it is.
export function kindOf(step) {
  return ORDER.find((name) => step?.[name] !== undefined);
}

// The lists of steps inside of a step: [{path, title, isOptional}], those that are missing included.
export function blocksOf(step) {
  const blocks = KINDS[kindOf(step)]?.blocks?.(step) ?? [];
  return Array.isArray(step?.onError) ? [...blocks, steps("onError", "On error", { isOptional: true })] : blocks;
}
