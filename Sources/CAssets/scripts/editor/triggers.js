// What starts a flow, as forms see it. Pure.

const text = (title, extra = {}) => ({ type: "string", title, ...extra });

export const TRIGGERS = {
  manual: { title: "By hand", make: () => "manual" },
  schedule: {
    title: "Schedule",
    make: () => ({ schedule: { every: "1h" } }),
    schema: {
      type: "object",
      oneOf: [
        { title: "Every so often", type: "object", required: ["every"], properties: { every: text("Every", { examples: ["15m", "1h", "1d"] }) } },
        {
          title: "At times of the week",
          type: "object",
          required: ["cron"],
          properties: {
            cron: text("Cron", { description: "Minute, hour, day of the month, month, day of the week.", examples: ["0 6 * * 1-5"] }),
            timeZone: text("Time zone", { examples: ["Europe/Berlin"] }),
          },
        },
        { title: "Once", type: "object", required: ["at"], properties: { at: text("At", { format: "date-time" }) } },
      ],
      common: { missed: text("When one was missed", { enum: ["once", "skip", "all"], default: "once" }) },
    },
  },
  webhook: {
    title: "Webhook",
    make: () => "webhook",
    schema: {
      type: "object",
      properties: {
        preset: text("Sender", { enum: ["github", "stripe", "slack", "shopify", "box", "dropbox", "meta"] }),
        signature: {
          title: "Signature", type: "object", required: ["header"],
          properties: {
            header: text("Header"), prefix: text("Prefix"), encoding: text("Encoding", { enum: ["hex", "base64"] }),
            timestampHeader: text("Header with the time"), tolerance: text("May be late by", { examples: ["5m"] }),
          },
        },
        key: { title: "Key", type: "object", properties: { header: text("Header"), query: text("Query parameter") } },
        bearer: { title: "Bearer token", type: "boolean" },
        eventId: { title: "Event id", type: "object", properties: { header: text("Header"), member: text("Member of the body") } },
        reply: text("Reply", { enum: ["accepted", "response"] }),
        replyTimeout: text("Wait for the response", { examples: ["30s"] }),
        bodyToFile: text("Body as a file", { enum: ["always", "large"] }),
      },
    },
  },
  poll: {
    title: "Polling",
    make: () => ({ poll: { action: "", every: "5m" } }),
    schema: {
      type: "object", required: ["action", "every"],
      properties: {
        action: text("Action", { picker: "action" }), connection: text("Connection", { picker: "connection" }),
        input: { title: "Input", type: "object", additionalProperties: true }, every: text("Every", { examples: ["5m"] }),
      },
    },
  },
  library: {
    title: "Library event",
    make: () => ({ library: { events: ["asset.created"] } }),
    schema: {
      type: "object", required: ["events"],
      properties: {
        events: { title: "Events", type: "array", items: { type: "string" } },
        where: text("Only when", { description: "An expression on the event." }),
      },
    },
  },
  skyhook: {
    title: "MediaValet event",
    make: () => ({ skyhook: { events: ["Asset.MediaFileAdded"] } }),
    schema: {
      type: "object", required: ["events"],
      properties: { events: { title: "Events", type: "array", items: { type: "string" } } },
    },
  },
  flow: {
    title: "End of another flow",
    make: () => ({ flow: { flow: "", on: ["succeeded"] } }),
    schema: {
      type: "object", required: ["flow"],
      properties: {
        flow: text("Flow", { picker: "flow" }),
        on: { title: "When it", type: "array", items: { type: "string", enum: ["succeeded", "failed"] } },
      },
    },
  },
};

// The triggers of a document: [{kind, settings}], one at least.
export function triggersOf(document) {
  const listed = Array.isArray(document.triggers) ? document.triggers
    : document.trigger === undefined ? document.triggers === undefined ? [] : [document.triggers] : [document.trigger];
  const found = listed.map((entry) => {
    if (typeof entry === "string") return { kind: entry, settings: {} };
    const kind = Object.keys(entry ?? {})[0] ?? "manual";
    return { kind, settings: entry[kind] ?? {} };
  });
  return found.length ? found : [{ kind: "manual", settings: {} }];
}

// The document with these triggers, written as short as they can be.
export function withTriggers(document, triggers) {
  const written = triggers.map(({ kind, settings }) =>
    settings && Object.keys(settings).length ? { [kind]: settings } : kind === "manual" || kind === "webhook" ? kind : { [kind]: settings ?? {} });
  const name = written.length === 1 ? "trigger" : "triggers";
  const value = written.length === 1 ? written[0] : written;
  const result = {};
  let isPut = false;
  const put = () => {
    if (!isPut) result[name] = value;
    isPut = true;
  };
  for (const [member, given] of Object.entries(document)) {
    if (member === "trigger" || member === "triggers") put();
    else {
      if (member === "steps" || member === "input" || member === "vars") put();
      result[member] = given;
    }
  }
  put();
  return result;
}
