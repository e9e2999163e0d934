import Core
import Foundation
import HTTPTypes
import Hummingbird
import Identity

extension Response {
  /// What RFC 6749 says a wrong request is answered with.
  static func oauth(_ error: OAuthError) -> Response {
    var headers: HTTPFields = [.cacheControl: "no-store", .pragma: "no-cache"]
    if let challenge = error.challenge { headers[.wwwAuthenticate] = challenge }
    if let seconds = error.details["retryAfter"]?.intValue { headers[.retryAfter] = String(seconds) }
    return .json(.object(error.json), status: error.httpStatus, headers: headers)
  }

  /// Sends the browser on with GET.
  static func goTo(_ address: String, cookies: [String] = []) -> Response {
    var headers: HTTPFields = [.location: address, .cacheControl: "no-store"]
    for cookie in cookies { headers.append(HTTPField(name: .setCookie, value: cookie)) }
    return Response(status: .seeOther, headers: headers)
  }

  /// The page, with forms that may end up at `origin` as well.
  func allowingForms(to origin: String?) -> Response {
    guard let origin else { return self }
    var response = self
    response.headers[.contentSecurityPolicy] = SecurityHeaders.pagePolicy(formTargets: [origin])
    return response
  }
}

extension HTTPField.Name {
  /// For clients of HTTP/1.0, as RFC 6749, section 5.1 wants it.
  static let pragma = named("Pragma")
}

extension FormFields {
  var oauthParameters: OAuthParameters { OAuthParameters(pairs.map { ($0.name, $0.value) }) }
}
