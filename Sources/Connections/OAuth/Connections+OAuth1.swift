import Core
import Egress
import Foundation
import HTTPTypes
import Persistence

/// The three legs of OAuth 1.0a (RFC 5849, section 2).
extension Connections {
  /// The first leg: a request token. What is kept is that token with its secret.
  func requestToken(
    _ connection: Connection, _ client: OAuthClient, _ state: String
  ) async throws -> (url: String, kept: String) {
    let template = clients.template(of: connection)
    guard let standard = template?.requestTokenURL else {
      throw ConnectionError.incomplete(name: connection.name, reason: "its connector has no address for request tokens")
    }
    let url = try await clients.sibling(standard, of: connection, client: client)
    let callback = "\(settings.redirectURI)?state=\(FormEncoding.escape(state))"
    let pair = try await ask(url, client, OAuth1Pair(token: "", secret: ""), [("oauth_callback", callback)], connection)
    var page = try await clients.authorizationURL(of: connection)
    var parameters = [("oauth_token", pair.token)]
    let scopes = clients.scopes(of: connection)
    if !scopes.isEmpty { parameters.append((client.dialect.scopeParameter, scopes)) }
    let further = template?.authorizeParameters ?? [:]
    parameters += further.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    page += (page.contains("?") ? "&" : "?") + FormEncoding.encode(parameters)
    return (page, pair.kept)
  }

  /// The third leg: the token that lasts.
  func accessToken(
    _ answer: AuthorizationReturn, _ kept: Secret, _ connection: Connection, _ party: ConsentParty
  ) async throws -> Connection {
    guard let pair = OAuth1Pair(kept: kept), answer.requestToken?.revealed == pair.token else {
      throw AuthorizationError.stateRefused
    }
    guard let verifier = answer.requestVerifier, !verifier.revealed.isEmpty else {
      try await noteFailure("nobody agreed at the service", connection)
      throw AuthorizationError.denied(name: connection.name, reason: "nobody agreed at the service")
    }
    let client = try await clients.client(for: connection, secrets: sealedSecrets(of: connection.id))
    let granted = try await ask(
      client.tokenURL, client, pair, [("oauth_verifier", verifier.revealed)], connection)
    return try await keep(
      [("oauth1_token", granted.token), ("oauth1_token_secret", granted.secret)], connection, party)
  }

  /// Puts secrets in place that came of a consent.
  func keep(
    _ values: [(String, String)], _ connection: Connection, _ party: ConsentParty,
    _ further: (@Sendable (any Session) throws -> Void)? = nil
  ) async throws -> Connection {
    let id = connection.id
    let sealed = try values.map { try secrets.seal(Secret($0.1), named: $0.0, of: .connection(id)) }
    let now = effects.now()
    let entry = connected(connection, party)
    try await store.write { session in
      try Invitation.use(party.invitation, at: now, in: session)
      for secret in sealed { try SecretStore.write(secret, at: now, in: session) }
      try further?(session)
      try ConnectionStore.setHealth(.healthy, reason: nil, of: id, at: now, in: session)
      try AuditLog.add(entry, in: session)
    }
    return try await door.connection(id)
  }

  private func ask(
    _ url: String, _ client: OAuthClient, _ pair: OAuth1Pair, _ parameters: [(String, String)],
    _ connection: Connection
  ) async throws -> OAuth1Pair {
    var request = tokens.post(url, "")
    let credential = OAuth1Credential(
      consumerKey: client.id, consumerSecret: client.secret ?? Secret(""), token: Secret(pair.token),
      tokenSecret: Secret(pair.secret))
    let signature = OAuth1Signature(
      credential, nonce: effects.token(bytes: 16), at: effects.now(), further: parameters)
    request.headers[.authorization] = signature.header(for: request)
    let reason: String
    do {
      let response = try await tokens.outbound.send(request)
      let body = try await response.body.collect(upTo: TokenClient.largestReply)
      if response.isSuccess, let granted = OAuth1Pair(reply: body) { return granted }
      let hidden = [credential.consumerSecret, credential.tokenSecret]
      reason = OAuth1Pair.failure(response, body, hidden)
    } catch let error as OutboundError {
      reason = error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message
    } catch let error as ByteStreamError {
      reason = error.code
    }
    try await noteFailure(reason, connection)
    throw AuthorizationError.exchangeFailed(name: connection.name, reason: reason)
  }
}
