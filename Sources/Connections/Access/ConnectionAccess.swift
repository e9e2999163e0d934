/// What the connector runtime sees of connections: who they are, what proves them, and where to complain.
///
/// ```swift
/// var authorization = try await access.authorization(for: id)
/// authorization.apply(to: &request.headers)
/// // … 401? once:
/// authorization = try await access.rejected(id, generation: authorization.generation)
/// ```
package struct ConnectionAccess: Sendable {
  private let find: @Sendable (ConnectionID) async throws -> Connection
  private let authorize: @Sendable (ConnectionID, ConnectionUse) async throws -> Authorization
  private let reject: @Sendable (ConnectionID, Int) async throws -> Authorization

  /// Made by ``Connections``; tests make their own.
  package init(
    connection: @escaping @Sendable (ConnectionID) async throws -> Connection,
    authorization: @escaping @Sendable (ConnectionID, ConnectionUse) async throws -> Authorization,
    rejected: @escaping @Sendable (ConnectionID, Int) async throws -> Authorization
  ) {
    find = connection
    authorize = authorization
    reject = rejected
  }

  /// - Throws: ``ConnectionError/notFound`` when there is none, or what the task's ``ConnectionReach`` throws.
  package func connection(_ id: ConnectionID) async throws -> Connection {
    let connection = try await find(id)
    try await ConnectionReach.current?.require(connection)
    return connection
  }

  /// A credential that is good now; refreshed first when it is about to run out.
  ///
  /// May take as long as the service takes to answer a refresh. While the service is away, a token that is still good
  /// goes on being served.
  /// - Parameter use: what it is used for, written to the audit log; ``ConnectionUse/current`` when left out.
  /// - Throws: ``ConnectionError``; its category tells what may be tried again.
  package func authorization(for id: ConnectionID, use: ConnectionUse? = nil) async throws -> Authorization {
    try await authorize(id, use ?? .current)
  }

  /// To be called once after the service answered 401: refreshes, unless that has happened already.
  /// - Parameter generation: of the refused ``Authorization``.
  /// - Throws: ``ConnectionError`` when there is nothing better to offer.
  package func rejected(_ id: ConnectionID, generation: Int) async throws -> Authorization {
    try await reject(id, generation)
  }
}
