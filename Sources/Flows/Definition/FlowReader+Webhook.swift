import Core

extension FlowReader {
  mutating func readWebhook(_ value: JSONValue, field: String) -> FlowTrigger? {
    let object = value.objectValue ?? [:]
    let prefix = "\(field)."
    refuseUnknown(
      in: object,
      known: ["preset", "signature", "key", "bearer", "eventId", "reply", "replyTimeout", "bodyToFile"], step: nil,
      prefix: prefix)
    let proofs =
      ["preset", "signature", "key"].filter { object[$0] != nil } + (object["bearer"] == true ? ["bearer"] : [])
    if proofs.count > 1 {
      report(nil, prefix + proofs[1], "There is \"\(proofs[0])\" as well.", "Keep one way of proof.")
    }
    return .webhook(
      WebhookTrigger(
        preset: choice("preset", of: object, step: nil, prefix: prefix),
        signature: object["signature"].flatMap { readSignature($0, field: "\(field).signature") },
        key: object["key"].flatMap { readKey($0, field: "\(field).key") },
        isBearer: flag("bearer", of: object, step: nil, prefix: prefix) ?? false,
        eventID: object["eventId"].flatMap { readEventID($0, field: "\(field).eventId") },
        reply: choice("reply", of: object, step: nil, prefix: prefix) ?? .accepted,
        replyTimeout: span("replyTimeout", of: object, step: nil, prefix: prefix) ?? .seconds(30),
        bodyToFile: choice("bodyToFile", of: object, step: nil, prefix: prefix)))
  }

  private mutating func readSignature(_ value: JSONValue, field: String) -> WebhookSignature? {
    let object = value.objectValue ?? [:]
    let prefix = "\(field)."
    refuseUnknown(
      in: object, known: ["header", "prefix", "encoding", "timestampHeader", "tolerance"], step: nil, prefix: prefix)
    let header = text("header", of: object, step: nil, isRequired: true, prefix: prefix) ?? ""
    return WebhookSignature(
      header: header.lowercased(),
      prefix: text("prefix", of: object, step: nil, isRequired: false, prefix: prefix) ?? "",
      encoding: choice("encoding", of: object, step: nil, prefix: prefix) ?? .hex,
      timestampHeader: text("timestampHeader", of: object, step: nil, isRequired: false, prefix: prefix)?.lowercased(),
      tolerance: span("tolerance", of: object, step: nil, prefix: prefix) ?? .seconds(300))
  }

  private mutating func readKey(_ value: JSONValue, field: String) -> WebhookTrigger.KeyPlace? {
    let object = value.objectValue ?? [:]
    if object.count == 1, let header = object["header"]?.stringValue { return .header(header.lowercased()) }
    if object.count == 1, let name = object["query"]?.stringValue { return .query(name) }
    report(nil, field, "It doesn't say where the key stands.", "Write \"header: …\" or \"query: …\".")
    return nil
  }

  private mutating func readEventID(_ value: JSONValue, field: String) -> WebhookTrigger.EventIDPlace? {
    let object = value.objectValue ?? [:]
    if object.count == 1, let header = object["header"]?.stringValue { return .header(header.lowercased()) }
    if object.count == 1, let member = object["member"]?.stringValue { return .member(member) }
    report(nil, field, "It doesn't say where the event's id stands.", "Write \"header: …\" or \"member: …\".")
    return nil
  }
}
