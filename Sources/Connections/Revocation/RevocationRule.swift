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

  /// Absolute.
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
