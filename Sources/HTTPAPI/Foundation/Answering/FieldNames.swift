package import HTTPTypes

extension HTTPField.Name {
  /// Names a request through logs and answers.
  package static let requestID = named("X-Request-Id")
  package static let frameOptions = named("X-Frame-Options")
  package static let crossOriginResourcePolicy = named("Cross-Origin-Resource-Policy")
  package static let secFetchSite = named("Sec-Fetch-Site")
  package static let forwardedProto = named("X-Forwarded-Proto")
  /// MediaValet's API version, section 4.4 of the facts.
  package static let mediaValetVersion = named("x-mv-api-version")
  /// The key of Azure API Management, which MediaValet's gateway asks for.
  package static let subscriptionKey = named("Ocp-Apim-Subscription-Key")
  package static let contentMD5 = named("Content-MD5")

  /// A field name written in the source; `name` is always a token (RFC 9110, section 5.1), so the fallback is unused.
  package static func named(_ name: String) -> HTTPField.Name {
    HTTPField.Name(name) ?? .via
  }
}
