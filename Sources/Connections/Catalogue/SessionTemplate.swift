package import Core

/// How a service is logged in to, and what the session that it gives is sent as.
package struct SessionTemplate: Sendable, Hashable {
  /// What the form asks for.
  package var fields: [IntegrationField]
  package var login: SessionRequest
  package var token: TokenPlace
  /// Where the reply says how many seconds the session lasts, as `data.expiresIn`.
  package var lifetimePath: String?
  /// How many seconds it lasts where the reply doesn't say; `nil` when nobody knows.
  package var lifetime: Int?
  package var carrier: SessionCarrier
  /// A call that answers 2xx as long as the session is good.
  package var validity: SessionRequest?

  package init(
    fields: [IntegrationField], login: SessionRequest, token: TokenPlace, lifetimePath: String? = nil,
    lifetime: Int? = nil, carrier: SessionCarrier, validity: SessionRequest? = nil
  ) {
    self.fields = fields
    self.login = login
    self.token = token
    self.lifetimePath = lifetimePath
    self.lifetime = lifetime
    self.carrier = carrier
    self.validity = validity
  }

  /// Where the log-in's answer has the session.
  package enum TokenPlace: Sendable, Hashable {
    /// A path into its JSON, as `data.token`.
    case body(String)
    case header(String)
    case cookie(String)
  }
}

/// What a session goes into.
package enum SessionCarrier: Sendable, Hashable {
  /// A header; the value is `prefix` and the session.
  case header(String, prefix: String)
  case parameter(String)
  case cookie(String)
}

/// A request made of the log-in form's values, which stand in its texts as `${fields.name}`, and `${endpoint}`.
package struct SessionRequest: Sendable, Hashable {
  package var method: String
  /// Absolute once the values are in.
  package var url: String
  package var headers: [String: String]
  package var query: [String: String]
  package var body: Body

  package init(
    method: String, url: String, headers: [String: String] = [:], query: [String: String] = [:], body: Body = .none
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.query = query
    self.body = body
  }

  /// What is sent along.
  package enum Body: Sendable, Hashable {
    case none
    case form([String: String])
    case json(JSONValue)
  }
}
