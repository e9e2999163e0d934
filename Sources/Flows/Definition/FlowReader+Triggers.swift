import Core

extension FlowReader {
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
    if value == "manual" { return .manual }
    if value == "webhook" { return .webhook(WebhookTrigger(signature: nil, eventID: nil)) }
    if case .object(let object) = value, object.count == 1 {
      if let webhook = object["webhook"] { return readWebhook(webhook, field: "\(field).webhook") }
      if let schedule = object["schedule"] { return readSchedule(schedule, field: "\(field).schedule") }
      if object["manual"] != nil { return .manual }
    }
    report(nil, field, "\(value.serialized()) is no trigger.", "Write manual, webhook, or schedule with its settings.")
    return nil
  }

  private mutating func readWebhook(_ value: JSONValue, field: String) -> FlowTrigger? {
    let object = value.objectValue ?? [:]
    refuseUnknown(in: object, known: ["signature", "eventId"], step: nil, prefix: "\(field).")
    return .webhook(
      WebhookTrigger(
        signature: object["signature"].flatMap { readSignature($0, field: "\(field).signature") },
        eventID: object["eventId"].flatMap { readEventID($0, field: "\(field).eventId") }))
  }

  private mutating func readSignature(_ value: JSONValue, field: String) -> WebhookSignature? {
    let object = value.objectValue ?? [:]
    let prefix = "\(field)."
    refuseUnknown(
      in: object, known: ["header", "prefix", "encoding", "timestampHeader", "tolerance"], step: nil, prefix: prefix)
    let header = text("header", of: object, step: nil, isRequired: true, prefix: prefix) ?? ""
    let encoding = text("encoding", of: object, step: nil, isRequired: false, prefix: prefix) ?? "hex"
    if WebhookSignature.Encoding(rawValue: encoding) == nil {
      report(nil, "\(prefix)encoding", "\"\(encoding)\" is no way to write a signature.", "Write hex or base64.")
    }
    return WebhookSignature(
      header: header.lowercased(),
      prefix: text("prefix", of: object, step: nil, isRequired: false, prefix: prefix) ?? "",
      encoding: WebhookSignature.Encoding(rawValue: encoding) ?? .hex,
      timestampHeader: text("timestampHeader", of: object, step: nil, isRequired: false, prefix: prefix)?.lowercased(),
      tolerance: span("tolerance", of: object, step: nil, prefix: prefix) ?? .seconds(300))
  }

  private mutating func readEventID(_ value: JSONValue, field: String) -> WebhookTrigger.EventIDPlace? {
    let object = value.objectValue ?? [:]
    if object.count == 1, let header = object["header"]?.stringValue { return .header(header.lowercased()) }
    if object.count == 1, let member = object["member"]?.stringValue { return .member(member) }
    report(nil, field, "It doesn't say where the event's id stands.", "Write \"header: …\" or \"member: …\".")
    return nil
  }

  private mutating func readSchedule(_ value: JSONValue, field: String) -> FlowTrigger? {
    let object = value.objectValue ?? [:]
    let prefix = "\(field)."
    refuseUnknown(in: object, known: ["every", "cron", "timeZone"], step: nil, prefix: prefix)
    if let line = text("cron", of: object, step: nil, isRequired: false, prefix: prefix) {
      if object["every"] != nil { report(nil, "\(prefix)every", "There is \"cron\" as well.", "Keep one of the two.") }
      return readCron(line, zone: object["timeZone"] ?? "UTC", prefix: prefix)
    }
    if object["cron"] == nil, object["every"] == nil {
      report(nil, field, "It doesn't say when.", "Write \"every: 15m\" or \"cron: 0 6 * * 1-5\".")
    }
    guard let interval = span("every", of: object, step: nil, prefix: prefix) else { return nil }
    if interval < .seconds(1) {
      report(nil, "\(prefix)every", "It is shorter than a second.", "Write 1s or more.")
    }
    return .schedule(.every(interval))
  }

  private mutating func readCron(_ line: String, zone: JSONValue, prefix: String) -> FlowTrigger? {
    guard let name = zone.stringValue, let zone = ZoneName(name) else {
      report(
        nil, "\(prefix)timeZone", "\(zone.serialized()) is no time zone.", "Write a name like Europe/Berlin or UTC.")
      return nil
    }
    do throws(CronError) {
      return .schedule(.cron(try CronSchedule(line), zone))
    } catch {
      report(nil, "\(prefix)cron", error.message, error.advice)
      return nil
    }
  }
}
