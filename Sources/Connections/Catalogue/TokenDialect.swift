/// Where a service's OAuth 2.0 differs from the letter of RFC 6749. What a connector doesn't state is as the RFC says.
package struct TokenDialect: Sendable, Hashable {
  /// Whether the service takes PKCE (RFC 7636). Nearly all ignore it where they don't know it, so it is on.
  package var usesPKCE = true
  /// What the client's id is called in parameters: `client_key` at TikTok.
  package var clientParameter = "client_id"
  /// What the scopes are called in the authorization URL: `user_scope` for Slack's user tokens.
  package var scopeParameter = "scope"
  /// The member of the token reply that holds the token, as `authed_user`; empty where it is the reply itself.
  package var tokenPath: [String] = []
  /// Calls that make the first token one that lasts, one after another, as Facebook's and Instagram's.
  package var exchanges: [TokenExchange] = []
  /// How a token without refresh token is made to last longer; the access token stands in for the refresh token then.
  package var renewal: TokenExchange?
  /// How long tokens live where the reply doesn't say, in seconds.
  package var lifetime: Int?

  package init() {}

  /// The same with all its requests at whole addresses.
  /// - Parameter endpoint: where the service is: what the administrator says, or the connector.
  func resolved(at endpoint: String?) -> TokenDialect {
    var dialect = self
    dialect.exchanges = exchanges.map { $0.resolved(at: endpoint) }
    dialect.renewal = renewal?.resolved(at: endpoint)
    return dialect
  }
}

/// A request that gives a token for a token. Texts may hold `${token}`, `${client.id}` and `${client.secret}`.
package struct TokenExchange: Sendable, Hashable {
  /// Absolute, or a path from the root of the service's host on.
  package let url: String
  /// `GET` sends the parameters in the query, `POST` in a form.
  package let method: String
  package let parameters: [String: String]

  package init(url: String, method: String = "GET", parameters: [String: String]) {
    self.url = url
    self.method = method
    self.parameters = parameters
  }

  func resolved(at endpoint: String?) -> TokenExchange {
    guard url.hasPrefix("/"), let endpoint else { return self }
    // Scheme, nothing, host and port.
    let root = endpoint.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).prefix(3)
    return TokenExchange(url: root.joined(separator: "/") + url, method: method, parameters: parameters)
  }
}
