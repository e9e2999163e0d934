import Core

extension FlowReader {
  mutating func readSchedule(_ value: JSONValue, field: String) -> FlowTrigger? {
    let object = value.objectValue ?? [:]
    let prefix = "\(field)."
    refuseUnknown(in: object, known: ["every", "cron", "timeZone", "at", "missed"], step: nil, prefix: prefix)
    let ways = ["every", "cron", "at"].filter { object[$0] != nil }
    if ways.isEmpty {
      report(
        nil, field, "It doesn't say when.",
        "Write \"every: 15m\", \"cron: 0 6 * * 1-5\" or \"at: 2026-12-01T09:00:00Z\".")
    }
    if ways.count > 1 {
      report(nil, prefix + ways[0], "There is \"\(ways[1])\" as well.", "Keep one of the two.")
    }
    let missed: FlowTrigger.MissedPolicy = choice("missed", of: object, step: nil, prefix: prefix) ?? .once
    let schedule: ScheduleTrigger? =
      switch ways.first {
      case "cron": readCron(object, prefix: prefix)
      case "at": readTime(object["at"] ?? .null, prefix: prefix)
      default: readInterval(object, prefix: prefix)
      }
    return schedule.map { .schedule($0, missed: missed) }
  }

  private mutating func readInterval(_ object: JSONObject, prefix: String) -> ScheduleTrigger? {
    guard let interval = span("every", of: object, step: nil, prefix: prefix) else { return nil }
    if interval < .seconds(1) {
      report(nil, "\(prefix)every", "It is shorter than a second.", "Write 1s or more.")
    }
    return .every(interval)
  }

  private mutating func readTime(_ value: JSONValue, prefix: String) -> ScheduleTrigger? {
    if let time = value.stringValue.flatMap(Timestamp.parse) { return .at(time) }
    report(nil, "\(prefix)at", "\(value.serialized()) is no time.", "Write it like 2026-12-01T09:00:00Z.")
    return nil
  }

  private mutating func readCron(_ object: JSONObject, prefix: String) -> ScheduleTrigger? {
    guard let line = text("cron", of: object, step: nil, isRequired: true, prefix: prefix) else { return nil }
    let zone = object["timeZone"] ?? "UTC"
    guard let name = zone.stringValue, let zone = ZoneName(name) else {
      report(
        nil, "\(prefix)timeZone", "\(zone.serialized()) is no time zone.", "Write a name like Europe/Berlin or UTC.")
      return nil
    }
    do throws(CronError) {
      return .cron(try CronSchedule(line), zone)
    } catch {
      report(nil, "\(prefix)cron", error.message, error.advice)
      return nil
    }
  }
}
