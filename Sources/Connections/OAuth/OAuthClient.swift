import Core
import Foundation

/// With what a connection goes to the token URL.
struct OAuthClient: Sendable {
  let id: String
  /// `nil` for public clients.
  let secret: Secret?
  let authentication: ClientAuthentication
  let tokenURL: String
}

/// What is asked of the token URL (RFC 6749).
enum TokenRequest: Sendable {
  case code(Secret, verifier: Secret, redirectURI: String)
  case refresh(Secret)
  case clientCredentials(scopes: String)
  case password(userName: String, password: Secret, scopes: String)

  /// The parameters of the body, without the client's.
  var parameters: [(String, String)] {
    switch self {
    case .code(let code, let verifier, let redirectURI):
      [
        ("grant_type", "authorization_code"), ("code", code.revealed), ("redirect_uri", redirectURI),
        ("code_verifier", verifier.revealed),
      ]
    case .refresh(let token): [("grant_type", "refresh_token"), ("refresh_token", token.revealed)]
    case .clientCredentials(let scopes): [("grant_type", "client_credentials")] + scope(scopes)
    case .password(let userName, let password, let scopes):
      [("grant_type", "password"), ("username", userName), ("password", password.revealed)] + scope(scopes)
    }
  }

  /// Everything that must not turn up in a message.
  var secrets: [Secret] {
    switch self {
    case .code(let code, let verifier, _): [code, verifier]
    case .refresh(let token): [token]
    case .clientCredentials: []
    case .password(_, let password, _): [password]
    }
  }

  private func scope(_ scopes: String) -> [(String, String)] {
    scopes.isEmpty ? [] : [("scope", scopes)]
  }
}

/// What the token URL answered.
enum TokenAnswer: Sendable {
  case granted(TokenGrant)
  /// `invalid_grant`.
  case refused(String)
  case misconfigured(String)
  case away(String, retryAfter: Duration?)
}

/// A token as it was granted.
struct TokenGrant: Sendable, Equatable {
  let access: Secret
  /// `nil` when the old one stays good, or there is none.
  let refresh: Secret?
  /// `nil` when the service doesn't say.
  let lifetime: Duration?
  /// `nil` when it is as asked.
  let scopes: [String]?
}
