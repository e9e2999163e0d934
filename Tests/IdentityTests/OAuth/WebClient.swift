import Core
import Crypto
import Foundation
import Testing

@testable import Identity

/// An application that sends browsers to the authorization endpoint.
struct WebClient: Sendable {
  static let redirect = "https://client.example/callback"
  static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
  /// Of RFC 7636, appendix B.
  static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

  let application: OAuthApplication
  let secret: Secret?

  static func register(
    in house: House, isPublic: Bool = false, scopes: Set<OAuthScope> = Set(OAuthScope.allCases)
  ) async throws -> WebClient {
    var grants: Set<OAuthGrant> = [.authorizationCode]
    if scopes.contains(.offlineAccess) { grants.insert(.refreshToken) }
    let registered = try await house.register(
      ApplicationDraft(
        name: "Client", isPublic: isPublic, redirectURIs: [redirect], signOutURIs: ["https://client.example/bye"],
        scopes: scopes, grants: grants))
    return WebClient(application: registered.application, secret: registered.secret)
  }

  /// A good authorization request; `nil` takes a parameter away.
  func request(_ changes: [String: String?] = [:]) -> OAuthParameters {
    var parameters: [String: String] = [
      "client_id": application.id.description, "response_type": "code", "redirect_uri": Self.redirect,
      "scope": "openid api offline_access", "state": "s t&te", "code_challenge": Self.challenge,
      "code_challenge_method": "S256",
    ]
    for (name, value) in changes { parameters[name] = value }
    return OAuthParameters(parameters.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
  }

  /// Signs somebody in, consents, and comes back with a code.
  func code(in house: House, as person: PersonID, _ changes: [String: String?] = [:]) async throws -> String {
    let session = try await house.session(of: person)
    let outcome = try await house.identity.oauth.decide(request(changes), isAllowed: true, session: session)
    return try #require(try answer(outcome)["code"])
  }

  /// The parameters that an outcome sends to the client.
  func answer(_ outcome: AuthorizationOutcome) throws -> [String: String] {
    guard case .redirect(let address) = outcome, address.hasPrefix(Self.redirect + "?") else {
      Issue.record("not sent to the client: \(outcome)")
      return [:]
    }
    let items = try #require(URLComponents(string: address)?.queryItems)
    return Dictionary(items.map { ($0.name, $0.value ?? "") }, uniquingKeysWith: { first, _ in first })
  }

  /// A token request with the client's credentials in the form.
  func tokens(_ house: House, _ parameters: [String: String?]) async throws -> TokenResponse {
    var form: [String: String] = ["client_id": application.id.description]
    if let secret { form["client_secret"] = secret.revealed }
    for (name, value) in parameters { form[name] = value }
    return try await house.identity.oauth.token(.form(form.map { ($0.key, $0.value) }))
  }

  func exchange(_ house: House, code: String, _ changes: [String: String?] = [:]) async throws -> TokenResponse {
    var parameters: [String: String?] = [
      "grant_type": "authorization_code", "code": code, "redirect_uri": Self.redirect, "code_verifier": Self.verifier,
    ]
    parameters.merge(changes) { _, change in change }
    return try await tokens(house, parameters)
  }

  func refresh(_ house: House, _ token: String?, scope: String? = nil) async throws -> TokenResponse {
    try await tokens(house, ["grant_type": "refresh_token", "refresh_token": token, "scope": scope])
  }

  /// Whether introspection calls the token good.
  func isActive(_ house: House, _ token: String) async throws -> Bool {
    let form = [
      ("token", token), ("client_id", application.id.description), ("client_secret", secret?.revealed ?? ""),
    ]
    return try await house.identity.oauth.introspect(.form(form))["active"] == true
  }
}
