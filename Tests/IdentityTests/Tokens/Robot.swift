import Core
import TestSupport
import Testing

@testable import Identity

/// An application that works by itself: the shortest way to an access token.
struct Robot: Sendable {
  let application: OAuthApplication
  let secret: Secret

  static func register(in house: House, role: TeamRole = .write) async throws -> Robot {
    let registered = try await house.register(
      ApplicationDraft(name: "Robot", scopes: [.api], grants: [.clientCredentials], serviceRole: role))
    return Robot(application: registered.application, secret: try #require(registered.secret))
  }

  func token(in house: House) async throws -> String { try await token(of: house.identity) }

  func token(of identity: Identity) async throws -> String {
    try await identity.oauth.token(
      ClientRequest.form([
        ("grant_type", "client_credentials"), ("client_id", application.id.description),
        ("client_secret", secret.revealed),
      ])
    ).accessToken
  }

  static func part(_ token: String, _ index: Int) throws -> JSONValue {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    #expect(parts.count == 3)
    return try JSONValue(parsing: try #require(Base64URL.decode(parts[index])))
  }

  static func header(_ token: String) throws -> JSONValue { try part(token, 0) }
  static func claims(_ token: String) throws -> JSONValue { try part(token, 1) }
}

extension ClientRequest {
  /// A form without an `Authorization` header.
  static func form(_ pairs: [(String, String)], authorization: String? = nil) -> ClientRequest {
    ClientRequest(authorization: authorization, parameters: OAuthParameters(pairs), address: "192.0.2.1")
  }
}
