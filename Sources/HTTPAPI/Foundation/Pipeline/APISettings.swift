package import Core
package import Metrics

/// What the pipeline around every endpoint needs.
package struct APISettings: Sendable {
  /// Shown in the API's own description.
  package var version: String
  /// Whether browsers may be told to come back over TLS only.
  package var isSecure: Bool
  package var effects: Effects
  package var authenticator: Authenticator
  package var metrics: any MetricsFactory
  /// Errors of pages; other surfaces have their own.
  package var errorMappers: [Surface: ErrorMapper]

  package init(
    version: String, isSecure: Bool, effects: Effects, authenticator: Authenticator, metrics: any MetricsFactory,
    errorMappers: [Surface: ErrorMapper] = [:]
  ) {
    self.version = version
    self.isSecure = isSecure
    self.effects = effects
    self.authenticator = authenticator
    self.metrics = metrics
    self.errorMappers = errorMappers
  }
}
