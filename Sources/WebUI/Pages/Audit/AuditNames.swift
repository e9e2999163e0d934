import Connections
import Core

/// The names of what the audit log knows by its id, as far as whoever looks may know them.
struct AuditNames: Sendable {
  let connections: [(id: String, name: String)]
  let flows: [(id: String, name: String)]
  let sources: [(id: String, name: String)]
  /// People who used connections, by id.
  var people: [String: String] = [:]
  private let names: [String: String]

  init(
    connections: [(id: String, name: String)], flows: [(id: String, name: String)],
    sources: [(id: String, name: String)]
  ) {
    self.connections = connections
    self.flows = flows
    self.sources = sources
    names = Dictionary((connections + flows + sources).map { ($0.id, $0.name) }, uniquingKeysWith: { $1 })
  }

  /// What used a connection, and its page; `nil` for entries that aren't about a use.
  func user(of entry: AuditEntry) -> (name: String, page: String?)? {
    guard entry.action == "connection.used" else { return nil }
    let id = entry.details["name"]?.stringValue ?? ""
    switch entry.details["by"]?.stringValue {
    case "flow": return ("The flow \(names[id] ?? "that is gone")", names[id].map { _ in "/app/flows/\(id)" })
    case "source": return ("The source \(names[id] ?? "that is gone")", names[id].map { _ in "/app/sources/\(id)" })
    case "person": return (people[id].flatMap { $0.isEmpty ? nil : $0 } ?? "Somebody", nil)
    case "test": return ("A test", nil)
    default: return ("Weir", nil)
    }
  }

  /// What an entry is about, and its page.
  func subject(of entry: AuditEntry) -> (String, String?) {
    let parts = entry.subject.split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return (entry.subjectName, nil) }
    switch parts[0] {
    case "connection":
      if let name = names[parts[1]] { return (name, "/app/connections/\(parts[1])") }
      let told = entry.action.hasPrefix("connection_notice.") || entry.action == "connection.used"
      return (told || entry.subjectName.isEmpty ? "A connection that is gone" : entry.subjectName, nil)
    case "integration": return (entry.subjectName, "/app/integrations/\(parts[1])")
    case "team": return ("Every connection of the team", nil)
    default: return (entry.subjectName, nil)
    }
  }
}
