/// How a connection proves itself to its service. The secrets that belong to each kind rest in the vault.
package enum Authentication: Sendable, Hashable {
  case none
  /// A pasted token, sent as `Authorization: Bearer …`; secret `token`.
  case bearer
  /// A key in a header of the service's own; secret `api_key`. A name that begins with `?` is a parameter in the query
  /// instead, as `?key`.
  case apiKey(header: String)
  /// A user name and a password; secret `password`.
  case basic(userName: String)
  /// OAuth 2.0 (RFC 6749); secrets `client_secret` and, for the password grant, `password`.
  case oauth2(OAuthSettings)
}

extension Authentication {
  /// The kind without its values.
  package var kind: AuthenticationKind {
    switch self {
    case .none: .none
    case .bearer: .bearer
    case .apiKey: .apiKey
    case .basic: .basic
    case .oauth2: .oauth2
    }
  }

  /// The OAuth values, where it is OAuth.
  package var oauth: OAuthSettings? {
    if case .oauth2(let settings) = self { settings } else { nil }
  }
}

/// The kinds of authentication, as the form and the API name them.
package enum AuthenticationKind: String, Sendable, Codable, CaseIterable {
  case none
  case bearer
  case apiKey = "api_key"
  case basic
  case oauth2
}

/// How an OAuth 2.0 token is obtained.
package enum ConnectionGrant: String, Sendable, Codable, CaseIterable {
  /// A person consents in the browser (RFC 6749, section 4.1, always with PKCE S256).
  case authorizationCode = "authorization_code"
  /// The client alone (section 4.4).
  case clientCredentials = "client_credentials"
  /// A user name and password kept here (section 4.3); only where a service offers nothing better.
  case password
}

/// Whose client id and secret a connection uses.
package enum OAuthClientSource: String, Sendable, Codable, CaseIterable {
  /// What the administrator entered for the service.
  case integration
  /// What was entered for this connection.
  case connection
}

/// The OAuth values of one connection: what the form shows.
package struct OAuthSettings: Sendable, Hashable {
  package var grant: ConnectionGrant
  package var clientSource: OAuthClientSource
  /// The connection's own client id; `nil` when it comes from the integration.
  package var clientID: String?
  package var authorizationURL: String?
  package var tokenURL: String
  package var scopes: [String]
  /// For the password grant.
  package var userName: String?

  package init(
    grant: ConnectionGrant, clientSource: OAuthClientSource = .integration, clientID: String? = nil,
    authorizationURL: String? = nil, tokenURL: String, scopes: [String] = [], userName: String? = nil
  ) {
    self.grant = grant
    self.clientSource = clientSource
    self.clientID = clientID
    self.authorizationURL = authorizationURL
    self.tokenURL = tokenURL
    self.scopes = scopes
    self.userName = userName
  }
}
