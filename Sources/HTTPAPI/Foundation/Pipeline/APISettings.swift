package import Core
package import Hummingbird
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
  /// How surfaces tell errors, where it isn't `application/problem+json` (or OAuth's own document).
  package var errorMappers: [Surface: ErrorMapper]
  /// Asked before anything else about a request to the surface; what it throws is the answer.
  package var gates: [Surface: @Sendable (Request) throws -> Void]

  /// Where requests come from.
  package var clientAddress = ClientAddress()

  package init(
    version: String, isSecure: Bool, effects: Effects, authenticator: Authenticator, metrics: any MetricsFactory,
    errorMappers: [Surface: ErrorMapper] = [:], gates: [Surface: @Sendable (Request) throws -> Void] = [:]
  ) {
    self.version = version
    self.isSecure = isSecure
    self.effects = effects
    self.authenticator = authenticator
    self.metrics = metrics
    self.errorMappers = errorMappers
    self.gates = gates
  }
}
