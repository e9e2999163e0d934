/// One more value of an integration, as the tenant of a directory. Addresses may hold it as `${settings.name}`.
package struct IntegrationField: Sendable, Hashable {
  package let name: String
  package let title: String
  package let help: String?
  /// What counts while nobody has entered anything.
  package let standard: String?
  package let isRequired: Bool
  /// Kept in the vault and never shown again; such a value can't stand in an address.
  package let isSecret: Bool

  package init(
    name: String, title: String, help: String? = nil, standard: String? = nil, isRequired: Bool = false,
    isSecret: Bool = false
  ) {
    self.name = name
    self.title = title
    self.help = help
    self.standard = standard
    self.isRequired = isRequired
    self.isSecret = isSecret
  }
}
