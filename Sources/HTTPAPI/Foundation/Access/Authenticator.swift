package import Identity

/// How the proof of who is calling becomes a principal.
package struct Authenticator: Sendable {
  /// Takes a bearer token.
  package let bearer: @Sendable (String) async throws -> Principal
  /// Takes the value of the session cookie.
  package let session: @Sendable (String) async throws -> Principal
  /// The name of the session cookie.
  package let sessionCookie: String

  package init(
    bearer: @escaping @Sendable (String) async throws -> Principal,
    session: @escaping @Sendable (String) async throws -> Principal,
    sessionCookie: String
  ) {
    self.bearer = bearer
    self.session = session
    self.sessionCookie = sessionCookie
  }
}
