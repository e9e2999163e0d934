package import Core
package import Identity
package import Library

/// What the endpoints of this room work with, and the list of all of them.
///
/// ```swift
/// let services = APIServices(library: library, identity: identity, …)
/// let responder = try APIResponder(services.groups + others, settings: services.settings(version: "1.0", metrics: registry))
/// ```
package struct APIServices: Sendable {
  package let library: Library
  package let identity: Identity
  package let effects: Effects
  /// The origin as clients know it, without a slash at its end.
  package let publicURL: String
  package let organizationName: String
  package let readiness: [ReadinessCheck]
  package let registry: PrometheusRegistry
  /// Keys that MediaValet clients must send; empty asks for none.
  package let subscriptionKeys: Set<Secret>
  /// Who may read the metrics.
  package let metricsDoor: MetricsDoor
  /// Where requests come from.
  package let clientAddress: ClientAddress

  package init(
    library: Library, identity: Identity, effects: Effects, publicURL: String, organizationName: String,
    readiness: [ReadinessCheck], registry: PrometheusRegistry, subscriptionKeys: Set<Secret> = [],
    metricsDoor: MetricsDoor = .loopback, clientAddress: ClientAddress = ClientAddress()
  ) {
    self.library = library
    self.identity = identity
    self.effects = effects
    self.publicURL = publicURL
    self.organizationName = organizationName
    self.readiness = readiness
    self.registry = registry
    self.subscriptionKeys = subscriptionKeys
    self.metricsDoor = metricsDoor
    self.clientAddress = clientAddress
  }

  /// The MediaValet surface, the bytes behind it, health and metrics.
  package var groups: [any EndpointGroup] {
    let services = MediaValetServices(
      library: library, identity: identity, effects: effects, publicURL: publicURL, organizationName: organizationName)
    return [
      HomeEndpoints(services: services), BulkEndpoints(services: services), AssetEndpoints(services: services),
      AssetMetadataEndpoints(services: services), AssetDetailEndpoints(services: services),
      UploadEndpoints(services: services), CategoryEndpoints(services: services), KeywordEndpoints(services: services),
      AttributeEndpoints(services: services), LightboxEndpoints(services: services),
      DirectLinkEndpoints(services: services), DirectLinkExportEndpoints(services: services),
      DownloadEndpoints(services: services),
      PeopleEndpoints(services: services), UploadBlobEndpoints(library: library, effects: effects),
      MediaEndpoints(library: library),
      HealthEndpoints(checks: readiness, registry: registry, effects: effects, door: metricsDoor),
    ]
  }

  /// The pipeline around all endpoints of the process.
  /// - Parameters:
  ///   - version: of Weir, for the API's description.
  ///   - pages: how errors of pages look.
  package func settings(version: String, pages: ErrorMapper? = nil) -> APISettings {
    var mappers: [Surface: ErrorMapper] = [.mediaValet: .mediaValet(effects)]
    mappers[.pages] = pages
    let gate = SubscriptionKeyGate(keys: subscriptionKeys)
    var settings = APISettings(
      version: version, isSecure: publicURL.lowercased().hasPrefix("https:"), effects: effects,
      authenticator: Authenticator(identity: identity), metrics: registry, errorMappers: mappers,
      gates: [.mediaValet: { try gate.check($0) }])
    settings.clientAddress = clientAddress
    return settings
  }
}
