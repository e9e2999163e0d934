import Core

extension FlowReader {
  private static let triggerKinds = ["manual", "schedule", "webhook", "poll", "library", "skyhook", "flow"]
  /// A flow with more triggers than this is split into several.
  private static let maximumTriggers = 20

  /// Reads `trigger:` or `triggers:`; a flow without either is started by hand.
  mutating func readTriggers(_ object: JSONObject) -> [FlowTrigger] {
    if object["trigger"] != nil, object["triggers"] != nil {
      report(nil, "triggers", "There is \"trigger\" as well.", "Keep one of the two.")
    }
    for fault in InputSchema.faults(in: object["input"]) { report(nil, fault.field, fault.message, fault.advice) }
    let entries = entries(of: object)
    if entries.count > Self.maximumTriggers {
      report(nil, "triggers", "There are \(entries.count).", "Keep to \(Self.maximumTriggers).")
    }
    let triggers = entries.compactMap { readTrigger($0.value, field: $0.field) }
    let calls = triggers.filter { $0.kindName == "webhook" || $0.kindName == "skyhook" }
    if calls.count > 1 {
      report(nil, "triggers", "There is more than one webhook.", "Keep one; a flow has one address.")
    }
    return triggers.isEmpty ? [.manual] : triggers
  }

  private func entries(of object: JSONObject) -> [(field: String, value: JSONValue)] {
    if case .array(let elements)? = object["triggers"] {
      return elements.enumerated().map { ("triggers[\($0)]", $1) }
    }
    if case .array(let elements)? = object["trigger"] { return elements.enumerated().map { ("trigger[\($0)]", $1) } }
    return (object["trigger"] ?? object["triggers"]).map { [("trigger", $0)] } ?? []
  }

  private mutating func readTrigger(_ value: JSONValue, field: String) -> FlowTrigger? {
    switch value {
    case "manual": return .manual
    case "webhook": return .webhook(WebhookTrigger())
    case "skyhook": return .skyhook(WebhookTrigger(preset: .skyhook, reply: .cloudEvents, body: .never))
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
    case "skyhook": readSkyHook(settings, field: inner)
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
}
