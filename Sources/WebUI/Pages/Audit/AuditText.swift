import Connections
import Core

/// The words of the audit log for people: what somebody did, as a part of a sentence that begins with their name.
enum AuditText {
  /// All that can be asked for, in the order of the list: what happened, or the beginning of it with a dot.
  static let choices: [(action: String, name: String)] = [
    ("connection.", "All of connections"), ("connection.used", "Uses"), ("connection.created", "Made"),
    ("connection.updated", "Changed"), ("connection.connected", "Connected"), ("connection.deleted", "Deleted"),
    ("connection.invited", "Links for others"), ("connection.needs_reconnect", "Had to be connected again"),
    ("connection.misconfigured", "Refused by the service"), ("connection.unavailable", "Service away"),
    ("connection.revoked", "Given back at the service"), ("connection_notice.", "Notices"),
    ("integration.", "Integrations"), ("vault.", "Keys of the vault"),
  ]

  static func what(_ entry: AuditEntry) -> String {
    let reason = entry.details["reason"]?.stringValue.map { ": \($0)" } ?? ""
    switch entry.action {
    case "connection.created": return "made it"
    case "connection.updated": return "changed it"
    case "connection.deleted": return "deleted it"
    case "connection.connected":
      return entry.details["by"] == "link" ? "had it connected by a link" : "connected it"
    case "connection.invited": return "made a link for \(recipient(entry))"
    case "connection.invitation_withdrawn": return "took the link back"
    case "connection.used": return "used it \(times(entry))"
    case "connection.needs_reconnect": return "found that it needs a reconnect\(reason)"
    case "connection.misconfigured": return "found it misconfigured\(reason)"
    case "connection.unavailable": return "found the service away\(reason)"
    case "connection.revoked": return "gave its grant back at the service"
    case "connection.revocation_delayed": return "couldn't give its grant back yet\(reason)"
    case "connection.revocation_given_up": return "gave up giving its grant back\(reason)"
    case "connection.revocation_refused": return "was refused when giving its grant back\(reason)"
    case "connection_notice.added": return "had \(entry.subjectName) told of it"
    case "connection_notice.changed": return "changed what \(entry.subjectName) is told of it"
    case "connection_notice.removed": return "had \(entry.subjectName) told no more"
    default: return other(entry)
    }
  }

  private static func other(_ entry: AuditEntry) -> String {
    let fields = (entry.details["fields"]?.arrayValue ?? []).compactMap(\.stringValue).map(label)
    let application = entry.details["application"]?.stringValue.map { " (\($0))" } ?? ""
    return plain(entry.action) + application + (fields.isEmpty ? "" : ": " + fields.joined(separator: ", "))
  }

  private static func plain(_ action: String) -> String {
    switch action {
    case "integration.updated": "changed it"
    case "integration.webhook_made": "made an address for news"
    case "integration.enabled": "let teams connect"
    case "integration.disabled": "switched it off"
    case "integration.application_added": "added an application"
    case "integration.application_removed": "removed an application"
    case "integration.default_changed": "made another application the default"
    case "vault.key_added": "added a key"
    case "vault.rotated": "had secrets sealed with another key"
    case "vault.key_retired": "retired a key"
    default: action
    }
  }

  private static func times(_ entry: AuditEntry) -> String {
    let times = entry.details["times"]?.intValue ?? 1
    return times == 1 ? "once" : "\(times) times"
  }

  private static func recipient(_ entry: AuditEntry) -> String {
    entry.details["recipient"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 } ?? "somebody"
  }

  private static func label(_ field: String) -> String {
    switch field {
    case "clientId": "client ID"
    case "clientSecret": "client secret"
    case "endpoint": "endpoint URL"
    case "authorizationUrl": "authorization URL"
    case "tokenUrl": "token URL"
    default: field.hasPrefix("fields.") ? String(field.dropFirst("fields.".count)) : field
    }
  }
}
