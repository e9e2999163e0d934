import Core
import Crypto
import Egress
import Foundation
import HTTPTypes

/// The `Authorization` header of OAuth 1.0a with HMAC-SHA1 (RFC 5849, section 3).
struct OAuth1Signature {
  let pairs: OAuth1Credential
  let nonce: String
  let timestamp: Int
  /// Parameters of the protocol besides the usual ones, as `oauth_callback`.
  let further: [(String, String)]

  init(_ pairs: OAuth1Credential, nonce: String, at now: Date, further: [(String, String)] = []) {
    self.pairs = pairs
    self.nonce = nonce
    timestamp = Int(now.timeIntervalSince1970)
    self.further = further
  }

  /// - Parameter request: its form body, where it has one, is part of what is signed; any other body isn't.
  func header(for request: OutboundRequest) -> String {
    let own = protocolParameters
    let signature = sign(baseString(request, own))
    let shown = (own + [("oauth_signature", signature)]).map { name, value in
      "\(FormEncoding.escape(name))=\"\(FormEncoding.escape(value))\""
    }
    return "OAuth " + shown.joined(separator: ", ")
  }

  private var protocolParameters: [(String, String)] {
    var parameters = [
      ("oauth_consumer_key", pairs.consumerKey), ("oauth_nonce", nonce), ("oauth_signature_method", "HMAC-SHA1"),
      ("oauth_timestamp", String(timestamp)), ("oauth_version", "1.0"),
    ]
    if !pairs.token.revealed.isEmpty { parameters.append(("oauth_token", pairs.token.revealed)) }
    return parameters + further
  }

  /// Section 3.4.1: method, address and all parameters, each escaped, joined by `&`.
  private func baseString(_ request: OutboundRequest, _ own: [(String, String)]) -> String {
    let parts = request.url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let query = parts.count > 1 ? String(parts[1].prefix { $0 != "#" }) : ""
    let all = own + FormEncoding.decode(query) + formParameters(request)
    let sorted = all.map { (FormEncoding.escape($0.0), FormEncoding.escape($0.1)) }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }
      .map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    return [request.method.rawValue.uppercased(), baseAddress(String(parts.first ?? "")), sorted]
      .map(FormEncoding.escape).joined(separator: "&")
  }

  /// Scheme and host in lower case, the scheme's usual port left out (section 3.4.1.2).
  private func baseAddress(_ address: String) -> String {
    let address = String(address.prefix { $0 != "#" })
    guard let start = address.range(of: "://") else { return address }
    let scheme = address[..<start.lowerBound].lowercased()
    let rest = address[start.upperBound...]
    let path = rest.firstIndex(of: "/").map { String(rest[$0...]) } ?? "/"
    var host = rest.prefix { $0 != "/" }.lowercased()
    let usual = scheme == "https" ? ":443" : ":80"
    if host.hasSuffix(usual) { host.removeLast(usual.count) }
    return "\(scheme)://\(host)\(path)"
  }

  private func formParameters(_ request: OutboundRequest) -> [(String, String)] {
    guard case .bytes(let bytes) = request.body,
      request.headers[.contentType]?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true
    else { return [] }
    return FormEncoding.decode(String(decoding: bytes, as: UTF8.self))
  }

  private func sign(_ text: String) -> String {
    let key = FormEncoding.escape(pairs.consumerSecret.revealed) + "&" + FormEncoding.escape(pairs.tokenSecret.revealed)
    let code = HMAC<Insecure.SHA1>.authenticationCode(
      for: Array(text.utf8), using: SymmetricKey(data: Array(key.utf8)))
    return Data(code).base64EncodedString()
  }
}
