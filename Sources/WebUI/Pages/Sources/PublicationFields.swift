import Core
import Foundation
import HTTPAPI
import Library
import Sources

/// Reads the form of a publication.
enum PublicationFields {
  static func form(_ fields: FormFields) throws -> PublicationForm {
    guard let origin = SourceOrigin(text(fields, "connection")) else { throw SourceError.connectionNotFound }
    return PublicationForm(
      name: text(fields, "name"), origin: origin, collection: CollectionID(text(fields, "collection")),
      rules: try rules(fields))
  }

  /// - Parameter folder: in place of the one that was ticked.
  static func rules(_ fields: FormFields, folder: SourceFolder? = nil) throws -> PublicationRules {
    let schedule = text(fields, "schedule")
    var json: JSONObject = [
      "sends": .string(text(fields, "sends")), "left": .string(text(fields, "left")),
      "schedule": .string(schedule == "cron" ? "cron " + text(fields, "cron") : schedule),
      "follows": .bool(!text(fields, "follows").isEmpty),
    ]
    if let folder {
      json["folder"] = ["id": .string(folder.id), "path": .string(folder.path)]
    } else {
      json["folder"] = try? JSONValue(parsing: text(fields, "folder"))
    }
    return try PublicationRules(reading: .object(json))
  }

  static func text(_ fields: FormFields, _ name: String) -> String {
    (fields.value(ignoringCaseOf: name) ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
