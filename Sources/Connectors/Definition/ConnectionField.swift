/// One more thing that the connection form asks for.
package struct ConnectionField: Sendable, Hashable {
  /// The name templates know it by, as `${settings.apiVersion}`.
  package let name: String
  package let title: String
  package let help: String?
  /// Kept in the vault and never shown again. A secret field is sent as ``header`` and can't stand in a template.
  package let isSecret: Bool
  package let isRequired: Bool
  /// What the form is filled in with, and what counts when it is left empty.
  package let standard: String?
  /// The request header that carries the value, where it is one.
  package let header: String?
}
