import Core
import Foundation

extension FlowReader {
  mutating func readSchedule(_ value: JSONValue, field: String) -> FlowTrigger? {
    let object = value.objectValue ?? [:]
    let prefix = "\(field)."
    refuseUnknown(in: object, known: ["every", "cron", "timeZone", "at", "missed"], step: nil, prefix: prefix)
    let given = ["every", "cron", "at"].filter { object[$0] != nil }
    guard let kind = given.first else {
      report(
        nil, field, "It doesn't say when.",
        "Write \"every: 15m\", \"cron: 0 6 * * 1-5\" or \"at: 2026-12-01T09:00:00Z\".")
      return nil
    }
    if given.count > 1 { report(nil, prefix + kind, "There is \"\(given[1])\" as well.", "Keep one of them.") }
    if kind != "cron", object["timeZone"] != nil {
      report(nil, "\(prefix)timeZone", "Only cron lines have a time zone.", "Take it away.")
    }
    let missed = word("missed", of: object, as: ScheduleTrigger.Missed.self, prefix: prefix) ?? .once
    let rule: ScheduleTrigger.Rule? =
      switch kind {
      case "every": readInterval(object, prefix: prefix)
      case "cron": readCron(object, prefix: prefix)
      default: readMoment(object["at"], prefix: prefix)
      }
    return rule.map { .schedule(ScheduleTrigger($0, missed: missed)) }
  }

  private mutating func readInterval(_ object: JSONObject, prefix: String) -> ScheduleTrigger.Rule? {
    guard let interval = span("every", of: object, step: nil, prefix: prefix) else { return nil }
    guard interval >= .seconds(1) else {
      report(nil, "\(prefix)every", "It is shorter than a second.", "Write 1s or more.")
      return nil
    }
    return .every(interval)
  }

  private mutating func readCron(_ object: JSONObject, prefix: String) -> ScheduleTrigger.Rule? {
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

  private mutating func readMoment(_ value: JSONValue?, prefix: String) -> ScheduleTrigger.Rule? {
    let text = value?.stringValue ?? ""
    // Without a zone nobody knows whose nine o'clock is meant.
    let hasZone = text.hasSuffix("Z") || text.dropFirst(10).contains { $0 == "+" || $0 == "-" }
    guard text.count > 10, hasZone, let moment = Timestamp.parse(text) else {
      report(
        nil, "\(prefix)at", "\((value ?? .null).serialized()) is no moment.",
        "Write date, time and zone, like \"2026-12-01T09:00:00Z\" or \"2026-12-01T10:00:00+01:00\".")
      return nil
    }
    return .at(moment)
  }
}
