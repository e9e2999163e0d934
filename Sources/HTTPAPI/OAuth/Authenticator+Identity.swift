package import Identity

extension Authenticator {
  /// Asks Identity.
  package init(_ identity: Identity) {
    self.init(
      bearer: { try await identity.principal(bearer: $0) }, session: { try await identity.principal(session: $0) },
      sessionCookie: SessionCookie.session(identity.settings).name)
  }
}
