import Core

/// The triggers that watch something else: a connector, the library, another flow.
extension FlowReader {
  mutating func readPoll(_ value: JSONValue, field: String) -> FlowTrigger? {
    guard let object = object(value, field) else { return nil }
    let prefix = "\(field)."
    refuseUnknown(
      in: object, known: ["action", "connection", "input", "every", "start"], step: nil, prefix: prefix)
    let action = text("action", of: object, step: nil, isRequired: true, prefix: prefix) ?? ""
    let interval = span("every", of: object, step: nil, prefix: prefix) ?? .seconds(300)
    if interval < PollTrigger.shortest {
      report(
        nil, "\(prefix)every", "It asks too often.", "Write \(DurationText.format(PollTrigger.shortest)) or more.")
    }
    if let input = object["input"], input.objectValue == nil {
      report(nil, "\(prefix)input", "It is \(input.kindName).", "Write an object: names and values.")
    }
    return .poll(
      PollTrigger(
        action: action, connection: text("connection", of: object, step: nil, isRequired: false, prefix: prefix),
        input: object["input"]?.objectValue ?? [:], interval: interval,
        beginning: word("start", of: object, as: PollTrigger.Beginning.self, prefix: prefix) ?? .new))
  }

  mutating func readLibrary(_ value: JSONValue, field: String) -> FlowTrigger? {
    guard let object = object(value, field) else { return nil }
    let prefix = "\(field)."
    refuseUnknown(in: object, known: ["events", "where"], step: nil, prefix: prefix)
    let known = (LibraryTrigger.knownEvents + LibraryTrigger.aliases.keys.sorted()).joined(separator: ", ")
    let names = words("events", of: object, prefix: prefix) ?? []
    if names.isEmpty { report(nil, "\(prefix)events", "It doesn't say which events.", "Known: \(known).") }
    var events: Set<String> = []
    for name in names {
      guard let event = LibraryTrigger.event(named: name) else {
        report(nil, "\(prefix)events", "There is no event \"\(name)\".", "Known: \(known).")
        continue
      }
      events.insert(event)
    }
    let filter = object["where"].map { templates.read($0, step: nil, field: "\(prefix)where") }
    return .library(LibraryTrigger(events: events, filter: filter))
  }

  mutating func readFlowEnd(_ value: JSONValue, field: String) -> FlowTrigger? {
    guard let object = object(value, field) else { return nil }
    let prefix = "\(field)."
    refuseUnknown(in: object, known: ["flow", "on"], step: nil, prefix: prefix)
    let flow = text("flow", of: object, step: nil, isRequired: true, prefix: prefix) ?? ""
    let known = FlowEndTrigger.Ending.allCases.map(\.rawValue)
    let names = words("on", of: object, prefix: prefix) ?? [FlowEndTrigger.Ending.succeeded.rawValue]
    for name in names where !known.contains(name) {
      report(nil, "\(prefix)on", "No run ends \"\(name)\".", "Write \(known.joined(separator: ", ")).")
    }
    if names.isEmpty { report(nil, "\(prefix)on", "It is empty.", "Write \(known.joined(separator: ", ")).") }
    return .flow(FlowEndTrigger(flow: flow, endings: Set(names.compactMap(FlowEndTrigger.Ending.init(rawValue:)))))
  }
}
