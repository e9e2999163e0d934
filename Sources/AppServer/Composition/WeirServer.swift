import CSandbox
import Foundation
import HTTPAPI
import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
import Identity
import Logging
import Metrics
import NIOCore
import ServiceLifecycle
import UnixSignals

/// The server: rooms, routes and the services that work in the background, started and stopped in the right order.
package enum WeirServer {
  /// Runs until SIGTERM or SIGINT, then finishes what is in hand.
  /// - Parameter announce: told what whoever started it wants to know.
  /// - Throws: what keeps it from starting, or what ended it.
  package static func run(_ settings: Settings, announce: @escaping @Sendable (ServerEvent) -> Void) async throws {
    csandbox_share_heaps(UInt32(max(2, ProcessInfo.processInfo.activeProcessorCount)))
    let registry = PrometheusRegistry()
    MetricsSystem.bootstrap(registry)
    let logger = Log.bootstrap(settings.log)
    let rooms = try await Rooms.open(settings, logger: logger)
    if let first = try await rooms.identity.people.addFirstAdministrator() {
      announce(.firstAdministrator(userName: first.person.userName, password: first.password))
    }
    let application = try application(rooms, registry, announce)
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: (rooms.services + [application]).named,
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    try await group.run()
    await rooms.close()
    announce(.stopped)
  }

  private static func application(
    _ rooms: Rooms, _ registry: PrometheusRegistry, _ announce: @escaping @Sendable (ServerEvent) -> Void
  ) throws -> some ApplicationProtocol {
    let foundations = rooms.foundations
    let responder = try Routes(rooms, registry: registry).responder()
    return Application(
      responder: responder,
      server: try server(foundations.certificate),
      configuration: ApplicationConfiguration(
        address: .hostname(foundations.address.listenHost, port: foundations.address.port), serverName: nil),
      onServerRunning: { _ in
        announce(
          .ready(
            url: foundations.address.url, fingerprint: foundations.certificate?.fingerprint,
            certificate: foundations.certificate?.path))
      },
      logger: foundations.logger)
  }

  private static func server(_ certificate: ServerCertificate?) throws -> HTTPServerBuilder {
    guard let certificate else { return .http1() }
    return try .http2Upgrade(tlsConfiguration: certificate.tlsConfiguration)
  }
}
