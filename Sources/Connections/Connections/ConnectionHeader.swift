/// A header that goes with every request of a connection, as a subscription key.
package struct ConnectionHeader: Sendable, Hashable {
  package let name: String
  /// `nil` for a secret one: the vault holds it as `header:` and the name in lower case.
  package let value: String?

  package init(name: String, value: String?) {
    self.name = name
    self.value = value
  }

  /// Whether the value is kept in the vault.
  package var isSecret: Bool { value == nil }
  /// Under which name the vault holds the value.
  package var secretName: String { "header:\(name.lowercased())" }
}
