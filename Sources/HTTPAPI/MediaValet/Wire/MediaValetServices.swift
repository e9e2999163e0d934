package import Core
package import Identity
package import Library

/// What the MediaValet surface works with.
package struct MediaValetServices: Sendable {
  package let library: Library
  package let identity: Identity
  package let effects: Effects
  /// The origin as clients know it, such as `https://media.example.org`, without a slash at its end.
  package let publicURL: String
  /// The name of the organization, shown as the organizational unit.
  package let organizationName: String

  package init(
    library: Library, identity: Identity, effects: Effects, publicURL: String, organizationName: String
  ) {
    self.library = library
    self.identity = identity
    self.effects = effects
    self.publicURL = publicURL
    self.organizationName = organizationName
  }

  /// An address from the origin's root on, made absolute.
  func absolute(_ address: String) -> String { publicURL + address }
}
