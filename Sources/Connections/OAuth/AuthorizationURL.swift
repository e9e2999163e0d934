import Core
import Crypto
import Foundation

/// The address of the consent page with everything that goes along (RFC 6749, section 4.1.1, and RFC 7636).
struct AuthorizationURL {
  let base: String
  let clientID: String
  let redirectURI: String
  let scopes: String
  let state: String
  /// `nil` where the service takes no PKCE.
  let verifier: String?
  var dialect = TokenDialect()
  /// The service's own parameters; they can't take the place of ours.
  let further: [String: String]

  var text: String {
    var parameters = [
      ("response_type", "code"), (dialect.clientParameter, clientID), ("redirect_uri", redirectURI), ("state", state),
    ]
    if let verifier {
      let challenge = Base64URL.encode(SHA256.hash(data: Array(verifier.utf8)))
      parameters += [("code_challenge", challenge), ("code_challenge_method", "S256")]
    }
    if !scopes.isEmpty { parameters.append((dialect.scopeParameter, scopes)) }
    // Some OpenID providers insist on it. Nothing is read from ID tokens here: what ties the answer to the question is
    // the state and the verifier.
    if scopes.split(separator: " ").contains("openid") {
      parameters.append(("nonce", Base64URL.encode(SHA256.hash(data: Array("nonce \(state)".utf8)))))
    }
    let own = Set(parameters.map(\.0))
    parameters += further.filter { !own.contains($0.key) }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    return base + (base.contains("?") ? "&" : "?") + FormEncoding.encode(parameters)
  }
}
