import Identity

/// One entry of the rail.
package struct RailRoom: Sendable {
  /// The rooms there are, in their order.
  package enum Name: String, CaseIterable, Sendable {
    case library
    case collections
    case flows
    case activity
    case connections
    case admin
  }

  let name: String
  let href: String
  /// SVG of ours.
  let icon: String
  let isCurrent: Bool

  /// The rooms that `principal` may enter.
  static func all(for principal: Principal, current: Name?, templates: PageTemplates) -> [RailRoom] {
    Name.allCases.filter { $0 != .admin || Access.allows(.administerIntegrations, on: .site, as: principal) }
      .map { name in
        RailRoom(
          name: name.rawValue.prefix(1).uppercased() + name.rawValue.dropFirst(),
          href: name == .admin ? "/app/integrations" : "/app/\(name.rawValue)",
          icon: templates.icon(name.rawValue), isCurrent: name == current)
      }
  }
}
