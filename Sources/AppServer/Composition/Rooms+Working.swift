import Logging
import ServiceLifecycle

extension Rooms {
  /// Runs something while the services of the background work, then lets them finish what is in hand.
  ///
  /// For commands that need no server: leases see to it that they and a running server don't do the same work.
  package func working<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: services.named, logger: foundations.logger))
    let running = Task { try await group.run() }
    do {
      let value = try await body()
      await group.triggerGracefulShutdown()
      try await running.value
      return value
    } catch {
      await group.triggerGracefulShutdown()
      try? await running.value
      throw error
    }
  }
}
