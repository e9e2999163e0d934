import Core

/// What is asked of the token URL (RFC 6749).
enum TokenRequest: Sendable {
  /// - Parameter verifier: `nil` where the service takes no PKCE.
  case code(Secret, verifier: Secret?, redirectURI: String)
  case refresh(Secret)
  case clientCredentials(scopes: String)
  case password(userName: String, password: Secret, scopes: String)
  /// RFC 8628, section 3.4.
  case device(Secret)
  /// Not OAuth at all: a service's own log-in.
  case session(SessionLogin)

  /// The parameters of the body, without the client's.
  var parameters: [(String, String)] {
    switch self {
    case .code(let code, let verifier, let redirectURI):
      [("grant_type", "authorization_code"), ("code", code.revealed), ("redirect_uri", redirectURI)]
        + (verifier.map { [("code_verifier", $0.revealed)] } ?? [])
    case .refresh(let token): [("grant_type", "refresh_token"), ("refresh_token", token.revealed)]
    case .clientCredentials(let scopes): [("grant_type", "client_credentials")] + scope(scopes)
    case .password(let userName, let password, let scopes):
      [("grant_type", "password"), ("username", userName), ("password", password.revealed)] + scope(scopes)
    case .device(let code):
      [("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", code.revealed)]
    case .session: []
    }
  }

  /// Everything that must not turn up in a message.
  var secrets: [Secret] {
    switch self {
    case .code(let code, let verifier, _): [code] + [verifier].compactMap(\.self)
    case .refresh(let token), .device(let token): [token]
    case .clientCredentials: []
    case .password(_, let password, _): [password]
    case .session(let login): login.secrets
    }
  }

  private func scope(_ scopes: String) -> [(String, String)] {
    scopes.isEmpty ? [] : [("scope", scopes)]
  }
}
