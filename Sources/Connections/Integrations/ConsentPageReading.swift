import Egress
import Foundation
import HTTPTypes

/// What the first answer of a consent page tells, without anybody signed in.
struct ConsentPageReading {
  let response: OutboundResponse
  let body: [UInt8]
  let redirectURI: String

  var finding: IntegrationFinding {
    let status = response.status
    switch status {
    case 300..<400: return redirected(to: response.headers[.location] ?? "")
    case 200..<300:
      if let word = complaint(in: String(decoding: body.prefix(200_000), as: UTF8.self)) { return refused(word) }
      return .init(subject: .consentPage, verdict: .good, text: "The consent page opens.")
    case 400..<500:
      let word = complaint(in: String(decoding: body.prefix(200_000), as: UTF8.self))
      return refused(word ?? "status \(status)")
    default:
      return .init(
        subject: .consentPage, verdict: .unknown, text: "The consent page answers with status \(status) for now.")
    }
  }

  private func redirected(to location: String) -> IntegrationFinding {
    let items = URLComponents(string: location)?.queryItems ?? []
    let error = items.first { $0.name == "error" || $0.name == "authError" || $0.name == "error_code" }
    if let error { return refused(ForeignText.clean(error.value ?? "an error", without: [])) }
    if location.hasPrefix(redirectURI) {
      return .init(
        subject: .consentPage, verdict: .warning, text: "The service sends people back without asking them anything.")
    }
    return .init(subject: .consentPage, verdict: .good, text: "The consent page opens, and asks for a sign-in first.")
  }

  private func refused(_ word: String) -> IntegrationFinding {
    .init(
      subject: .consentPage, verdict: .bad,
      text: "The consent page is an error page (\(word)). Compare client ID, redirect URI and scopes with what is "
        + "registered there.")
  }

  /// The words by which services say, on a page with any status, that the client isn't right.
  private func complaint(in page: String) -> String? {
    let page = page.lowercased()
    return [
      "redirect_uri_mismatch", "invalid_client", "invalid_redirect_uri", "bad_redirect_uri", "unauthorized_client",
      "invalid_scope", "invalid_client_id", "invalid client_id", "deleted_client", "aadsts700016", "aadsts50011",
    ].first { page.contains($0) }
  }
}
