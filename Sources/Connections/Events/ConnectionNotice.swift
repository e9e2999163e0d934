import Core
import Foundation

/// What one target is told of one connection at one time: one event, or all of a restless while together.
struct ConnectionNotice: Sendable {
  /// The oldest first; at least one.
  let events: [ConnectionEvent]
  let last: ConnectionEvent
  /// Where the connection can be looked at.
  let link: String
  /// Where this installation is; without a slash at the end.
  let source: String

  /// - Parameter page: what it leads to, where that isn't the connection's page.
  /// - Returns: `nil` without events.
  init?(_ events: [ConnectionEvent], publicURL: String, page: String? = nil) {
    guard let last = events.last else { return nil }
    self.events = events
    self.last = last
    source = publicURL
    link = "\(publicURL)/app/\(page ?? "connections/\(last.connection)")"
  }

  /// Stays the same when the notice is tried again.
  var id: String { "\(last.connection)-\(last.number)" }

  /// One line.
  var subject: String {
    switch last.kind {
    case .connected: "\(last.name) is connected"
    case .refreshed: "\(last.name) has a new token"
    case .failing where last.state == .misconfigured: "\(last.name) is refused by its service"
    case .failing: "\(last.name) can't be reached"
    case .dead: "\(last.name) has to be connected again"
    case .recovered: "\(last.name) works again"
    }
  }

  /// For people who read text.
  var text: String {
    let reason = last.reason.map { " The reason: \($0)." } ?? ""
    let before = events.count == 1 ? "" : "\n\nWhat happened:\n" + events.map(line).joined(separator: "\n")
    return "\(subject).\(reason)\(before)\n\nLook at it: \(link)\n"
  }

  private func line(_ event: ConnectionEvent) -> String {
    "\(JSONValue(event.at).stringValue ?? "")  \(event.kind.rawValue)\(event.reason.map { ": \($0)" } ?? "")"
  }

  /// A CloudEvent 1.0 in its JSON form.
  var cloudEvent: JSONValue {
    [
      "specversion": "1.0", "id": .string(id), "source": .string(source),
      "type": .string("weir.connection.\(last.kind.rawValue)"), "subject": .string("connections/\(last.connection)"),
      "time": JSONValue(last.at), "datacontenttype": "application/json",
      "data": [
        "connection": [
          "id": JSONValue(last.connection), "name": .string(last.name), "team": JSONValue(last.team),
          "connector": .string(last.connector),
        ],
        "state": .string(last.state.rawValue), "reason": JSONValue(last.reason), "link": .string(link),
        "events": .array(events.map(\.json)),
      ],
    ]
  }
}
