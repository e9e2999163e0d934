import Connections
import Core
import Identity

/// What stands around an application on its page: the service's other applications, who uses it, what was changed.
struct IntegrationSurroundings: Sendable {
  let applications: [Application]
  let hasMore: Bool
  /// `nil` for the default, which can be neither chosen nor removed.
  let other: Other?
  let teams: [Choice]
  let hasTeams: Bool
  let users: [User]
  let hasUsers: Bool
  let changes: [Change]
  let hasChanges: Bool
  /// Where the service says that something changed; `nil` as long as nobody made the address.
  let hook: ServiceHook?

  struct Application: Sendable {
    let name: String
    let label: String
    let isCurrent: Bool
  }

  struct Other: Sendable {
    let name: String
  }

  struct Choice: Sendable {
    let id: String
    let name: String
    let isChosen: Bool
  }

  struct User: Sendable {
    let id: String
    let name: String
    let team: String
    let kind: String
    let state: String
  }

  struct Change: Sendable {
    let at: String
    let who: String
    let what: String
  }

  init(
    _ integration: Integration, applications: [Integration], teams: [Team], users: [Connection],
    changes: [Change], hook: ServiceHook?
  ) {
    self.hook = hook
    self.applications = applications.map { other in
      let title = other.applicationTitle.isEmpty ? "First application" : other.applicationTitle
      return Application(
        name: other.application, label: other.isDefault ? "\(title) (default)" : title,
        isCurrent: other.application == integration.application)
    }
    hasMore = applications.count > 1
    other = integration.isDefault ? nil : Other(name: integration.application)
    let names = Dictionary(teams.map { ($0.id, $0.name) }, uniquingKeysWith: { $1 })
    self.teams = teams.map {
      Choice(id: $0.id.description, name: $0.name, isChosen: integration.teams.contains($0.id))
    }
    hasTeams = applications.count > 1 && !teams.isEmpty
    self.users = users.map { connection in
      let label = StateLabel(connection.state)
      return User(
        id: connection.id.description, name: connection.name, team: names[connection.team] ?? "", kind: label.kind,
        state: label.name)
    }
    hasUsers = !users.isEmpty
    self.changes = changes
    hasChanges = !changes.isEmpty
  }
}

extension IntegrationSurroundings.Change {
  /// - Parameter who: the name of whoever did it.
  init(_ entry: AuditEntry, who: String) {
    at = Timestamp.format(entry.at)
    self.who = who
    what = AuditText.what(entry)
  }
}
