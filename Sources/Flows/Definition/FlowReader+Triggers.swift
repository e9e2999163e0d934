import Core

extension FlowReader {
  private static let triggerKinds = ["manual", "schedule", "webhook", "poll", "library", "skyhook", "flow"]

  /// Reads `trigger:` or `triggers:`; a flow without either is started by hand.
  mutating func readTriggers(_ object: JSONObject) -> [FlowTrigger] {
    if object["trigger"] != nil, object["triggers"] != nil {
      report(nil, "triggers", "There is \"trigger\" as well.", "Keep one of the two.")
    }
    let entries: [(field: String, value: JSONValue)] =
      if case .array(let elements)? = object["triggers"] {
        elements.enumerated().map { ("triggers[\($0)]", $1) }
      } else {
        (object["trigger"] ?? object["triggers"]).map { [("trigger", $0)] } ?? []
      }
    let triggers = entries.compactMap { readTrigger($0.value, field: $0.field) }
    if triggers.count(where: { if case .webhook = $0 { true } else { false } }) > 1 {
      report(nil, "triggers", "There is more than one webhook.", "Keep one; a flow has one address.")
    }
    return triggers.isEmpty ? [.manual] : triggers
  }

  private mutating func readTrigger(_ value: JSONValue, field: String) -> FlowTrigger? {
    switch value {
    case "manual": return .manual
    case "webhook": return .webhook(WebhookTrigger())
    case "skyhook": return .skyhook(SkyhookTrigger(events: []))
    default: break
    }
    guard let (kind, settings) = Self.triggerKind(of: value) else {
      report(
        nil, field, "\(value.serialized()) is no trigger.",
        "Write one of \(Self.triggerKinds.joined(separator: ", ")), with its settings.")
      return nil
    }
    let inner = "\(field).\(kind)"
    return switch kind {
    case "webhook": readWebhook(settings, field: inner)
    case "schedule": readSchedule(settings, field: inner)
    case "poll": readPoll(settings, field: inner)
    case "library": readLibrary(settings, field: inner)
    case "skyhook": readSkyhook(settings, field: inner)
    case "flow": readFlowEnd(settings, field: inner)
    default: .manual
    }
  }

  /// The kind and its settings. A schedule's policy for missed times may stand beside it.
  private static func triggerKind(of value: JSONValue) -> (kind: String, settings: JSONValue)? {
    guard case .object(var object) = value else { return nil }
    if case .object(var schedule)? = object["schedule"], let missed = object["missed"] {
      object["missed"] = nil
      schedule["missed"] = missed
      object["schedule"] = .object(schedule)
    }
    guard object.count == 1, let kind = object.keys.first, triggerKinds.contains(kind) else { return nil }
    return (kind, object[kind] ?? .null)
  }

  private mutating func readPoll(_ value: JSONValue, field: String) -> FlowTrigger? {
    let object = value.objectValue ?? [:]
    let prefix = "\(field)."
    refuseUnknown(in: object, known: ["action", "connection", "input", "every"], step: nil, prefix: prefix)
    let every = span("every", of: object, step: nil, prefix: prefix) ?? .seconds(300)
    if every < .seconds(10) { report(nil, "\(prefix)every", "It is shorter than 10 seconds.", "Write 10s or more.") }
    return .poll(PollTrigger(call: readAction(object, id: nil, prefix: prefix), every: every))
  }

  private mutating func readLibrary(_ value: JSONValue, field: String) -> FlowTrigger? {
    let object = value.objectValue ?? [:]
    refuseUnknown(in: object, known: ["events", "where"], step: nil, prefix: "\(field).")
    let events = texts("events", of: object, prefix: "\(field).")
    if events.isEmpty { report(nil, "\(field).events", "It names no event.", "Write a list, like [asset.created].") }
    return .library(
      LibraryTrigger(
        events: events,
        condition: object["where"].map { templates.read($0, step: nil, field: "\(field).where") }))
  }

  private mutating func readSkyhook(_ value: JSONValue, field: String) -> FlowTrigger? {
    let object = value.objectValue ?? [:]
    refuseUnknown(in: object, known: ["events"], step: nil, prefix: "\(field).")
    return .skyhook(SkyhookTrigger(events: texts("events", of: object, prefix: "\(field).")))
  }

  private mutating func readFlowEnd(_ value: JSONValue, field: String) -> FlowTrigger? {
    let object = value.objectValue ?? [:]
    let prefix = "\(field)."
    refuseUnknown(in: object, known: ["flow", "on"], step: nil, prefix: prefix)
    let flow = text("flow", of: object, step: nil, isRequired: true, prefix: prefix) ?? ""
    let words = object["on"] == nil ? ["succeeded"] : texts("on", of: object, prefix: prefix)
    let outcomes = words.compactMap(FlowEndTrigger.Outcome.init(rawValue:))
    if outcomes.isEmpty || outcomes.count != words.count {
      report(nil, "\(prefix)on", "It is no list of ends.", "Write a list of succeeded, failed and cancelled.")
    }
    return .flow(FlowEndTrigger(flow: flow, outcomes: outcomes))
  }

  /// A list of texts; a text alone is a list of one.
  private mutating func texts(_ name: String, of object: JSONObject, prefix: String) -> [String] {
    switch object[name] {
    case nil: return []
    case .string(let text)?: return [text]
    case .array(let elements)? where elements.allSatisfy({ $0.stringValue != nil }):
      return elements.compactMap(\.stringValue)
    case let other?:
      report(nil, prefix + name, "It is \(other.kindName).", "Write a list of texts.")
      return []
    }
  }
}
