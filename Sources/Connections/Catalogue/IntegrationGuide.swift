/// What an administrator reads and enters to make a service usable: how Weir is registered there, and what that gives.
/// Stated by the connector's `integration` section; plain words, never markup.
package struct IntegrationGuide: Sendable, Hashable {
  /// Why the organization registers its own application at this service; `nil` where the general explanation will do.
  package var why: String?
  /// Where applications are registered: an `https` address.
  package var console: String?
  /// What to do there, one after another.
  package var steps: [String]
  /// What surprises people: review, testing status, tokens that die early.
  package var warnings: [String]
  /// The scopes that may be ticked there, with what each allows; those that a connection asks for stand in
  /// ``AuthenticationTemplate/scopes``.
  package var scopes: [IntegrationScope]
  /// What is entered besides client id and client secret.
  package var fields: [IntegrationField]
  /// How a permission is given back to the service; `nil` where it has no such call.
  package var revocation: RevocationRule?
  /// How the service is told where news go; `nil` where it isn't told by hand, or tells nothing.
  package var hook: HookGuide?

  package init(
    why: String? = nil, console: String? = nil, steps: [String] = [], warnings: [String] = [],
    scopes: [IntegrationScope] = [], fields: [IntegrationField] = [], revocation: RevocationRule? = nil
  ) {
    self.why = why
    self.console = console
    self.steps = steps
    self.warnings = warnings
    self.scopes = scopes
    self.fields = fields
    self.revocation = revocation
  }
}
