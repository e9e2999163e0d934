package import Core
package import Identity

/// Who may use a connection in flows. Managers of its team always may, since they can change the rule.
package enum UseRule: Sendable, Hashable {
  /// Everybody who may edit or run the team's flows.
  case team
  /// Those with one of these roles in the team, and these people.
  case only(roles: Set<TeamRole>, people: Set<PersonID>)

  /// Whether somebody may use the connection.
  /// - Parameter role: in the connection's team; `nil` for somebody who isn't in it.
  package func allows(_ person: PersonID, role: TeamRole?) -> Bool {
    guard let role else { return false }
    switch self {
    case .team: return true
    case .only(let roles, let people): return role == .manager || roles.contains(role) || people.contains(person)
    }
  }
}

extension Connection {
  /// Whether its rule lets somebody use it. Whether they may use connections of the team at all is another question.
  package func mayBeUsed(by principal: Principal) -> Bool {
    use == .team || use.allows(principal.person, role: principal.teams[team])
  }
}

extension UseRule {
  /// As it rests in its column; `nil` for ``team``.
  package var json: JSONValue? {
    guard case .only(let roles, let people) = self else { return nil }
    return [
      "roles": .array(roles.map(\.rawValue).sorted().map { .string($0) }),
      "people": .array(people.map(\.description).sorted().map { .string($0) }),
    ]
  }

  init(_ json: JSONValue?) {
    guard let json, !json.isNull else {
      self = .team
      return
    }
    let roles = (json["roles"]?.arrayValue ?? []).compactMap { $0.stringValue.flatMap(TeamRole.init(rawValue:)) }
    let people = (json["people"]?.arrayValue ?? []).compactMap { $0.stringValue.flatMap { PersonID($0) } }
    self = .only(roles: Set(roles), people: Set(people))
  }
}
