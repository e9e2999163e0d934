import Connections
import Core
import Foundation
import HTTPAPI
import Identity

/// Which entries of the audit log are to be seen, as it stands in the page's address.
struct AuditPageFilter: Sendable {
  let action: String?
  let connection: ConnectionID?
  let flow: String?
  let source: String?
  /// A user name.
  let person: String?
  /// Days, as `2026-11-22`; the first and the last that count.
  let from: String?
  let until: String?

  init(_ query: QueryParameters) throws {
    action = query.string("action").flatMap { action in
      AuditText.choices.contains { $0.action == action } ? action : nil
    }
    connection = try query.id("connection")
    flow = query.string("flow")
    source = query.string("source")
    person = query.string("person")
    from = query.string("from").flatMap { Self.day($0) == nil ? nil : $0 }
    until = query.string("until").flatMap { Self.day($0) == nil ? nil : $0 }
  }

  var isActive: Bool {
    action != nil || connection != nil || flow != nil || source != nil || person != nil || from != nil || until != nil
  }

  /// The room's filter.
  /// - Parameter person: whoever the user name means.
  func rule(person: PersonID?) -> AuditFilter {
    var rule = AuditFilter()
    rule.action = action
    rule.connection = connection
    rule.flow = flow
    rule.source = source
    rule.person = person
    rule.from = from.flatMap(Self.day)
    rule.to = until.flatMap(Self.day)?.addingTimeInterval(86_400)
    return rule
  }

  /// The address of the same entries from a place on.
  func address(after token: String? = nil) -> String {
    Self.address(
      "/app/audit",
      [
        ("action", action), ("connection", connection?.description), ("flow", flow), ("source", source),
        ("person", person), ("from", from), ("until", until), ("after", token),
      ])
  }

  /// The same entries as a file.
  func export(_ format: AuditFormat, person: PersonID?) -> String {
    let rule = rule(person: person)
    return Self.address(
      "/rest/v1/audit/export",
      [
        ("format", format.rawValue), ("action", action), ("connection", connection?.description), ("flow", flow),
        ("source", source), ("person", person?.description), ("from", rule.from.map(Timestamp.format)),
        ("to", rule.to.map(Timestamp.format)),
      ])
  }

  private static func address(_ path: String, _ values: [(String, String?)]) -> String {
    var parts = URLComponents()
    parts.path = path
    let items = values.compactMap { name, value in value.map { URLQueryItem(name: name, value: $0) } }
    parts.queryItems = items.isEmpty ? nil : items
    return parts.string ?? path
  }

  /// The beginning of a day in UTC.
  private static func day(_ text: String) -> Date? {
    guard text.wholeMatch(of: #/\d{4}-\d{2}-\d{2}/#) != nil else { return nil }
    return Timestamp.parse(text + "T00:00:00Z")
  }
}
