/// How a grant is given back at a service (RFC 7009 and what services made of it), as its connector says.
package struct RevocationRule: Sendable, Hashable {
  /// How the token and the client are sent.
  package enum Style: String, Sendable, CaseIterable {
    /// Token, client id and client secret in a form.
    case formToken = "form-token"
    /// The access token as credential, without a body.
    case bearer
    /// The token in a form, the client by HTTP Basic.
    case basicFormToken = "basic-form-token"
  }

  package let url: String
  /// `POST` almost everywhere, `DELETE` at some.
  package let method: String
  package let style: Style

  package init(url: String, method: String = "POST", style: Style = .formToken) {
    self.url = url
    self.method = method
    self.style = style
  }
}

/// What became of a grant when its connection was deleted.
package enum RevocationOutcome: Sendable, Equatable {
  /// There was nothing to give back, or the service has no way to do it.
  case none
  /// The service took it back.
  case revoked
  /// The service couldn't be asked; it is tried again for two days.
  case later(reason: String)
  /// The service refuses; the grant is to be removed there by hand.
  case refused(reason: String)
}
