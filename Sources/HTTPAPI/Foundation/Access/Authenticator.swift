package import Identity

/// How the proof of who is calling becomes a principal.
package struct Authenticator: Sendable {
  /// Takes a bearer token.
  package let bearer: @Sendable (String) async throws -> Principal
  /// Takes the value of the session cookie.
  package let session: @Sendable (String) async throws -> Principal
  /// Finds the session cookie's value in a `Cookie` header; `nil` when it isn't there exactly once.
  package let sessionToken: @Sendable (String?) -> String?

  package init(
    bearer: @escaping @Sendable (String) async throws -> Principal,
    session: @escaping @Sendable (String) async throws -> Principal,
    sessionToken: @escaping @Sendable (String?) -> String?
  ) {
    self.bearer = bearer
    self.session = session
    self.sessionToken = sessionToken
  }

  /// The proofs that the identity room gives out.
  package init(identity: Identity) {
    let cookie = SessionCookie.session(identity.settings)
    self.init(
      bearer: { try await identity.principal(bearer: $0) }, session: { try await identity.principal(session: $0) },
      sessionToken: { cookie.value(in: $0) })
  }
}
