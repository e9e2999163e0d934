import Core

extension FlowReader {
  private static let webhookFields = [
    "preset", "signature", "key", "bearer", "eventId", "reply", "replyTimeout", "lateReply", "bodyToFile",
  ]

  mutating func readWebhook(_ value: JSONValue, field: String) -> FlowTrigger? {
    guard let object = object(value, field) else { return nil }
    let prefix = "\(field)."
    refuseUnknown(in: object, known: Self.webhookFields, step: nil, prefix: prefix)
    let preset = readPreset(object, prefix: prefix)
    let eventID = object["eventId"].map { readEventID($0, field: "\(prefix)eventId") }
    return .webhook(
      WebhookTrigger(
        preset: preset, proof: readProof(object, prefix: prefix) ?? preset?.proof ?? .none,
        eventID: eventID ?? preset?.eventID ?? [], reply: readReply(object, prefix: prefix),
        body: word("bodyToFile", of: object, as: WebhookTrigger.BodyForm.self, prefix: prefix) ?? .large))
  }

  mutating func readSkyHook(_ value: JSONValue, field: String) -> FlowTrigger? {
    guard let object = object(value, field) else { return nil }
    let prefix = "\(field)."
    refuseUnknown(in: object, known: ["events", "key", "bearer"], step: nil, prefix: prefix)
    let events = words("events", of: object, prefix: prefix) ?? []
    return .skyhook(
      WebhookTrigger(
        preset: .skyhook, proof: readProof(object, prefix: prefix) ?? .none, reply: .cloudEvents, body: .never,
        events: Set(events)))
  }

  private mutating func readPreset(_ object: JSONObject, prefix: String) -> WebhookPreset? {
    guard let name = text("preset", of: object, step: nil, isRequired: false, prefix: prefix) else { return nil }
    if let preset = WebhookPreset.named.first(where: { $0.rawValue == name }) { return preset }
    let known = WebhookPreset.named.map(\.rawValue).joined(separator: ", ")
    report(nil, "\(prefix)preset", "There is no preset \"\(name)\".", "Known: \(known).")
    return nil
  }

  private mutating func readProof(_ object: JSONObject, prefix: String) -> WebhookProof? {
    let given = ["preset", "signature", "key", "bearer"].filter { object[$0] != nil && object[$0] != false }
    if given.count > 1 {
      report(nil, prefix + given[1], "There is \"\(given[0])\" as well.", "Keep one way to prove who calls.")
    }
    if let signature = object["signature"] { return readSignature(signature, field: "\(prefix)signature") }
    if let key = object["key"] { return readKey(key, field: "\(prefix)key") }
    switch object["bearer"] {
    case nil, false?: return nil
    case true?: return .bearer
    case let other?:
      report(
        nil, "\(prefix)bearer", "It is \(other.kindName).", "Write true; the token stands in the webhook's settings.")
      return nil
    }
  }

  private mutating func readKey(_ value: JSONValue, field: String) -> WebhookProof? {
    if case .object(let object) = value, object.count == 1 {
      if let header = object["header"]?.stringValue, !header.isEmpty { return .keyHeader(header.lowercased()) }
      if let query = object["query"]?.stringValue, !query.isEmpty { return .keyQuery(query) }
    }
    report(nil, field, "It doesn't say where the key stands.", "Write \"header: X-Api-Key\" or \"query: key\".")
    return nil
  }

  private mutating func readSignature(_ value: JSONValue, field: String) -> WebhookProof? {
    guard let object = object(value, field) else { return nil }
    let prefix = "\(field)."
    refuseUnknown(
      in: object, known: ["header", "prefix", "encoding", "timestampHeader", "tolerance"], step: nil, prefix: prefix)
    let header = text("header", of: object, step: nil, isRequired: true, prefix: prefix) ?? ""
    let encoding = word("encoding", of: object, as: WebhookSignature.Encoding.self, prefix: prefix) ?? .hex
    let time = text("timestampHeader", of: object, step: nil, isRequired: false, prefix: prefix)?.lowercased()
    return .signature(
      WebhookSignature(
        headers: [header.lowercased()],
        prefix: text("prefix", of: object, step: nil, isRequired: false, prefix: prefix) ?? "", encoding: encoding,
        layout: time == nil ? .body : .timeThenBody(lead: "", separator: "."),
        time: time.map(WebhookSignature.TimePlace.header),
        tolerance: span("tolerance", of: object, step: nil, prefix: prefix) ?? .seconds(300)))
  }

  private mutating func readEventID(_ value: JSONValue, field: String) -> [WebhookTrigger.EventIDPlace] {
    let object = value.objectValue ?? [:]
    if object.count == 1, let header = object["header"]?.stringValue { return [.header(header.lowercased())] }
    if object.count == 1, let member = object["member"]?.stringValue { return [.member(member)] }
    report(nil, field, "It doesn't say where the event's id stands.", "Write \"header: …\" or \"member: …\".")
    return []
  }

  private mutating func readReply(_ object: JSONObject, prefix: String) -> WebhookTrigger.Reply {
    let timeout = span("replyTimeout", of: object, step: nil, prefix: prefix)
    let late = word("lateReply", of: object, as: WebhookTrigger.LateReply.self, prefix: prefix)
    switch object["reply"] {
    case nil, "accepted"?:
      for name in ["replyTimeout", "lateReply"] where object[name] != nil {
        report(nil, prefix + name, "Nobody waits for a reply.", "Write \"reply: response\", or take it away.")
      }
      return .accepted
    case "response"?:
      if let timeout, timeout < .seconds(1) || timeout > .seconds(300) {
        report(nil, "\(prefix)replyTimeout", "No caller waits that long.", "Write 1s to 5m.")
      }
      return .response(timeout: timeout ?? .seconds(30), late: late ?? .accepted)
    case let other?:
      report(nil, "\(prefix)reply", "\(other.serialized()) is no reply.", "Write accepted or response.")
      return .accepted
    }
  }
}
