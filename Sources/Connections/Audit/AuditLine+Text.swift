package import Core
import Foundation

extension AuditLine {
  /// For programs.
  package var json: JSONValue {
    var body: JSONObject = ["number": JSONValue(number), "at": JSONValue(entry.at)]
    body["actor"] = entry.actor.map { JSONValue($0) }
    body["team"] = entry.team.map { JSONValue($0) }
    body["action"] = .string(entry.action)
    body["subject"] = .string(entry.subject)
    body["subjectName"] = .string(entry.subjectName)
    body["details"] = .object(entry.details)
    return .object(body)
  }

  static let csvHeader = "number,at,actor,team,action,subject,subjectName,details\r\n"

  /// One line of CSV (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe before it.
  var csv: String {
    let values = [
      "\(number)", JSONValue(entry.at).stringValue ?? "", entry.actor?.description ?? "",
      entry.team?.description ?? "", entry.action, entry.subject, entry.subjectName,
      JSONValue.object(entry.details).serialized(),
    ]
    return values.map(Self.quoted).joined(separator: ",") + "\r\n"
  }

  private static func quoted(_ text: String) -> String {
    let safe = text.first.map { "=+-@\t\r".contains($0) } ?? false ? "'" + text : text
    guard safe.contains(where: { ",\"\n\r".contains($0) || $0 == "\r\n" }) else { return safe }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }
}
