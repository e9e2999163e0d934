import Connections
import HTTPTypes

/// The proof of one connection during one upload: remembers which token was used, to complain about the right one.
actor ConnectionSession {
  private let access: ConnectionAccess
  private let connection: ConnectionID?
  private var generation: Int?

  init(access: ConnectionAccess, connection: ConnectionID?) {
    self.access = access
    self.connection = connection
  }

  /// The headers to send; renewed once after the service refused them.
  func headers(isRejected: Bool) async throws -> HTTPFields {
    guard let connection else { return [:] }
    let authorization: Authorization
    if isRejected, let generation {
      authorization = try await access.rejected(connection, generation: generation)
    } else {
      authorization = try await access.authorization(for: connection)
    }
    generation = authorization.generation
    var fields = HTTPFields()
    authorization.apply(to: &fields)
    return fields
  }
}
