import Core
import Foundation
package import Identity
import Persistence

extension Connections {
  /// The test button: makes the connector's check call and notes how the connection stands.
  package func check(_ id: ConnectionID, as principal: Principal) async throws -> CheckOutcome {
    let connection = try await forChange(id, as: principal)
    do {
      let message = try await hooks.check(connection)
      let health = try await note(.healthy, nil, connection)
      return CheckOutcome(isWorking: true, health: health, message: message, advice: nil)
    } catch let error as any CodedError {
      let health = try await health(after: error, of: connection)
      return CheckOutcome(isWorking: false, health: health, message: error.message, advice: error.advice)
    }
  }

  private func health(after error: any CodedError, of connection: Connection) async throws -> ConnectionHealth {
    // What went wrong with the token was noted where it happened.
    if error is ConnectionError { return try await door.connection(connection.id).health }
    switch error.category {
    case .unauthenticated, .forbidden, .notFound: return try await note(.misconfigured, error.message, connection)
    case .upstream, .unavailable, .timeout: return try await note(.unavailable, error.message, connection)
    // Whoever is told to come later, by the service or by the connection's own budget, learns nothing about its health.
    default: return try await door.connection(connection.id).health
    }
  }

  private func note(
    _ state: ConnectionState, _ reason: String?, _ connection: Connection
  ) async throws -> ConnectionHealth {
    let now = effects.now()
    try await store.write { try ConnectionStore.setHealth(state, reason: reason, of: connection.id, at: now, in: $0) }
    return try await door.connection(connection.id).health
  }
}
