/// Whether a return comes from the server that was asked (RFC 9207): against mixing up two services.
struct IssuerCheck {
  let template: AuthenticationTemplate?
  /// Where the person was sent.
  let authorizationURL: String

  /// - Parameter issuer: the return's `iss`.
  func accepts(_ issuer: String?) -> Bool {
    // What the catalogue knows of the service holds only where the service is the catalogue's.
    if let template, let expected = template.issuer, template.authorizationURL == authorizationURL {
      guard let issuer else { return !template.sendsIssuer }
      return issuer == expected
    }
    guard let issuer else { return true }
    return FieldRules.origin(issuer) == FieldRules.origin(authorizationURL)
  }
}
