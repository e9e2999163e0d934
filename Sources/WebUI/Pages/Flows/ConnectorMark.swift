/// A small sign for a connector, made of its name: two letters on one of eight grounds. Vendors' logos aren't ours to show.
struct ConnectorMark: Sendable, Hashable {
  /// Grounds the style sheet has.
  static let grounds = 8

  /// What is connected, for whoever hovers over it or can't see it.
  let name: String
  let letters: String
  /// A class of the style sheet.
  let ground: String

  /// - Parameters:
  ///   - connector: as `mediavaletConnector-v1.0`; all versions of one look alike.
  ///   - connection: the name that the flow gives it; `nil` for a connector that needs no connection.
  init(connector: String, connection: String? = nil) {
    let family = String(connector.prefix { $0 != "-" }).replacing("Connector", with: "")
    name = connection.map { "\($0) (\(family))" } ?? family
    let capitals = family.dropFirst().filter(\.isUppercase)
    letters = (family.prefix(1).uppercased() + (capitals.isEmpty ? family.dropFirst().prefix(1) : capitals.prefix(1)))
    // Stable from run to run, which Hasher isn't.
    let sum = family.utf8.reduce(7) { ($0 &* 31 &+ Int($1)) & 0xFFFF }
    ground = "mark-\(sum % Self.grounds)"
  }
}
