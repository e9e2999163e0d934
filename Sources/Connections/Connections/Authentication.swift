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
  /// OAuth 1.0a (RFC 5849); secrets `client_secret` and, once a person has consented, `oauth1_token` and
  /// `oauth1_token_secret`.
  case oauth1(OAuth1Settings)
  /// A session that a log-in request gives; its secrets are those of the connector's log-in form.
  case session(SessionSettings)
  /// An app password of Nextcloud; secret `app_password`. The user name is what the server says once a person agreed.
  case nextcloud(userName: String?)
  /// Secrets `secret_access_key` and, for temporary keys, `session_token`.
  case aws(AWSSettings)
  /// Secrets `private_key` with `passphrase`, or `password`.
  case ssh(SSHSettings)
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
    case .oauth1: .oauth1
    case .session: .session
    case .nextcloud: .nextcloud
    case .aws: .aws
    case .ssh: .ssh
    }
  }

  /// The OAuth 2.0 values, where it is that.
  package var oauth: OAuthSettings? {
    if case .oauth2(let settings) = self { settings } else { nil }
  }

  /// The OAuth 1.0a values, where it is that.
  package var oauth1: OAuth1Settings? {
    if case .oauth1(let settings) = self { settings } else { nil }
  }

  /// The values of the session, where it is one.
  package var session: SessionSettings? {
    if case .session(let settings) = self { settings } else { nil }
  }

  /// Which application of the integration serves it; `nil` where none does.
  package var application: String? {
    switch self {
    case .oauth2(let settings) where settings.clientSource == .integration: settings.application ?? "default"
    case .oauth1(let settings) where settings.clientSource == .integration: settings.application ?? "default"
    default: nil
    }
  }

  /// How a person lets Weir in at the service.
  package var consent: ConsentKind {
    switch self {
    case .oauth2(let settings) where settings.grant == .authorizationCode: .page
    case .oauth2(let settings) where settings.grant == .deviceCode: .code
    case .oauth1: .page
    case .nextcloud: .code
    default: .none
    }
  }

  /// Whether what lets requests in is a token that runs out and is renewed here.
  var isTokenBased: Bool {
    switch self {
    case .oauth2, .session: true
    default: false
    }
  }

  /// What a token is renewed with.
  var renewal: Renewal {
    switch self {
    case .session: .byItself
    case .oauth2(let settings):
      switch settings.grant {
      case .authorizationCode, .deviceCode: .refreshToken
      case .clientCredentials, .password: .byItself
      }
    default: .never
    }
  }

  /// What a new token takes.
  enum Renewal {
    case never
    case refreshToken
    /// Credentials that rest here.
    case byItself
  }
}

/// How a person consents.
package enum ConsentKind: String, Sendable, Codable {
  /// Nobody has to.
  case none
  /// On the service's page in the same browser, which sends the person back.
  case page
  /// On a page of the service that may be opened anywhere; Weir asks there until the person agreed.
  case code
}
