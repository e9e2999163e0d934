import Core
import Foundation
import Persistence

/// A request to an endpoint that applications call, with what they prove who they are by.
package struct ClientRequest: Sendable {
  let authorization: String?
  let parameters: OAuthParameters
  let address: String

  /// - Parameters:
  ///   - authorization: the header as it came.
  ///   - parameters: the form.
  ///   - address: where it came from, for the throttle.
  package init(authorization: String?, parameters: OAuthParameters, address: String) {
    self.authorization = authorization
    self.parameters = parameters
    self.address = address
  }
}

/// The token endpoint: one grant in, tokens out.
struct TokenEndpoint: Sendable {
  let store: any Store
  let effects: Effects
  let settings: IdentitySettings
  let issuer: TokenIssuer
  let signIn: SignIn

  /// - Throws: ``OAuthError``; whatever else is thrown is not the client's fault.
  func respond(to request: ClientRequest) async throws -> TokenResponse {
    let credentials = try ClientCredentials.read(authorization: request.authorization, request.parameters)
    let wanted = try request.parameters.required("grant_type")
    // Client credentials read the application together with the rest, to spare a look into the store.
    if wanted == OAuthGrant.clientCredentials.rawValue {
      return try await clientCredentials(credentials, request.parameters)
    }
    let application = try await store.read { try credentials.application(in: $0) }
    guard let grant = OAuthGrant(rawValue: wanted), grant != .password || settings.allowsPasswordGrant else {
      throw OAuthError.unsupportedGrantType
    }
    try Self.requireGrant(grant, of: application)
    switch grant {
    case .authorizationCode: return try await exchangeCode(request.parameters, application)
    case .refreshToken: return try await refresh(request.parameters, application)
    case .password: return try await password(request, application)
    case .clientCredentials: throw OAuthError.unsupportedGrantType
    }
  }

  private func clientCredentials(_ credentials: ClientCredentials, _ parameters: OAuthParameters) async throws
    -> TokenResponse
  {
    let wanted = try parameters.scopes()
    let (application, principal) = try await store.read { session in
      let application = try credentials.application(in: session)
      try Self.requireGrant(.clientCredentials, of: application)
      let principal = try application.servicePerson.flatMap { try PrincipalStore.principal($0, in: session) }
      return (application, principal)
    }
    guard let principal else { throw OAuthError.unauthorizedClient("The service identity of the client is disabled.") }
    // There is nobody to sign in and nothing to refresh: the secret is all it takes to ask again.
    let allowed = application.scopes.subtracting([.openid, .profile, .offlineAccess])
    let scopes = try Self.scopes(wanted, allowed: allowed)
    return try await issuer.issue(
      TokenIssuer.Subject(principal: principal, application: application.id, scopes: scopes, family: nil))
  }

  private func password(_ request: ClientRequest, _ application: OAuthApplication) async throws -> TokenResponse {
    let scopes = try Self.scopes(try request.parameters.scopes(), allowed: application.scopes)
    let name = try request.parameters.required("username")
    let password = Secret(try request.parameters.required("password"))
    let person: Person
    do {
      person = try await signIn.person(named: name, password: password, address: request.address)
    } catch SignInError.throttled(let seconds) {
      throw OAuthError.slowDown(seconds: seconds)
    } catch let error as SignInError {
      throw OAuthError.invalidGrant(error.message)
    }
    let now = effects.now()
    let family = TokenFamily(
      id: effects.id(), application: application.id, person: person.id, scopes: scopes, authenticatedAt: now,
      session: nil, createdAt: now, revokedAt: nil)
    let refreshToken = scopes.contains(.offlineAccess) ? Secret(effects.token()) : nil
    let principal = try await store.write { session in
      try FamilyStore.insert(family, end: now.addingTimeInterval(settings.accessTokenLifetime), in: session)
      try addRefreshToken(refreshToken, to: family.id, now: now, in: session)
      return try PrincipalStore.principal(person.id, in: session)
    }
    return try await issue(principal, application, scopes, family, refreshToken: refreshToken)
  }

  func issue(
    _ principal: Principal?, _ application: OAuthApplication, _ scopes: Set<OAuthScope>, _ family: TokenFamily,
    nonce: String? = nil, refreshToken: Secret?
  ) async throws -> TokenResponse {
    guard let principal else { throw OAuthError.invalidGrant("The person's account is disabled.") }
    return try await issuer.issue(
      TokenIssuer.Subject(
        principal: principal, application: application.id, scopes: scopes, family: family, nonce: nonce,
        refreshToken: refreshToken))
  }

  func addRefreshToken(_ token: Secret?, to family: TokenFamilyID, now: Date, in session: any Session) throws {
    guard let token else { return }
    let end = now.addingTimeInterval(settings.refreshTokenLifetime)
    try RefreshTokenStore.insert(token, family: family, end: end, in: session)
    try FamilyStore.prolong(family, to: end.addingTimeInterval(settings.accessTokenLifetime), in: session)
  }

  static func requireGrant(_ grant: OAuthGrant, of application: OAuthApplication) throws(OAuthError) {
    guard application.grants.contains(grant) else {
      throw .unauthorizedClient("The client is not registered for the grant type \(grant.rawValue).")
    }
  }

  static func scopes(_ wanted: Set<OAuthScope>?, allowed: Set<OAuthScope>) throws(OAuthError) -> Set<OAuthScope> {
    let scopes = wanted ?? allowed
    guard !scopes.isEmpty, scopes.isSubset(of: allowed) else {
      throw .invalidScope("The client may ask here for: \(allowed.text).")
    }
    return scopes
  }
}
