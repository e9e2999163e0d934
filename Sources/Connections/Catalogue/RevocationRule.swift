/// How a permission is given back to the service that granted it.
package struct RevocationRule: Sendable, Hashable {
  /// Absolute; may hold `${settings.…}` of the integration.
  package let url: String
  /// `POST`, `DELETE` or `GET`.
  package let method: String
  package let style: Style

  package init(url: String, method: String = "POST", style: Style) {
    self.url = url
    self.method = method
    self.style = style
  }

  /// How the token is named in the request.
  package enum Style: String, Sendable, CaseIterable {
    /// `token`, `client_id` and `client_secret` in a form (RFC 7009).
    case formToken = "form-token"
    /// The token as `Authorization: Bearer`, without a body.
    case bearer
    /// `token` in a form, the client by HTTP Basic.
    case basicFormToken = "basic-form-token"
  }
}
