/// A scope with what it allows, in words for people.
package struct IntegrationScope: Sendable, Hashable {
  /// As the service writes it.
  package let name: String
  package let meaning: String

  package init(_ name: String, meaning: String) {
    self.name = name
    self.meaning = meaning
  }
}
