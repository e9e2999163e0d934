import Core
import Foundation
import HTTPAPI
import Library
import Sources

/// Reads the form of a source.
enum SourceFields {
  static func form(_ fields: FormFields) throws -> SourceForm {
    guard let origin = SourceOrigin(try fields.require("connection")) else { throw SourceError.connectionNotFound }
    return SourceForm(name: fields.value(ignoringCaseOf: "name") ?? "", origin: origin, rules: try rules(fields))
  }

  /// What is entered so far, in a form that comes back: also before a folder is chosen.
  /// - Returns: `nil` when something can't be read.
  static func draft(_ fields: FormFields) -> SourceRules? {
    if let rules = try? rules(fields) { return rules }
    guard fields.all("folder").isEmpty else { return nil }
    var draft = try? rules(fields, folders: [["id": "", "path": ""]])
    draft?.folders = []
    return draft
  }

  static func rules(_ fields: FormFields) throws -> SourceRules {
    try rules(fields, folders: fields.all("folder").compactMap { try? JSONValue(parsing: $0) })
  }

  private static func rules(_ fields: FormFields, folders: [JSONValue]) throws -> SourceRules {
    func text(_ name: String) -> String {
      (fields.value(ignoringCaseOf: name) ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    }
    func words(_ name: String) -> JSONValue {
      .array(text(name).split { $0 == "," || $0.isWhitespace }.map { .string(String($0)) })
    }
    var filter: JSONObject = ["types": words("types"), "include": words("include"), "exclude": words("exclude")]
    if let megabytes = Int64(text("largest")) { filter["largest"] = .int(min(megabytes, 1 << 40) * 1_000_000) }
    if let days = Int64(text("mostDays")) { filter["mostDays"] = .int(days) }
    let schedule = text("schedule") == "cron" ? "cron " + text("cron") : text("schedule")
    var place: JSONObject = ["mirrorsFolders": .bool(!text("mirrors").isEmpty)]
    if !text("category").isEmpty { place["category"] = .string(text("category")) }
    var rules = try SourceRules(reading: [
      "folders": .array(folders),
      "filter": .object(filter), "schedule": .string(schedule),
      "push": .bool(!text("push").isEmpty), "place": .object(place),
      "keeps": .string(text("keeps")), "vanished": .string(text("vanished")),
    ])
    for line in text("mapping").split(whereSeparator: \.isNewline) where !line.allSatisfy(\.isWhitespace) {
      rules.mapping.rules.append(try FieldMapping.Rule(line: line))
    }
    return rules
  }
}
