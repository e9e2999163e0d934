import Core
import Crypto
package import Foundation
import HTTPTypes

extension SignatureV4 {
  /// Signs a request as it will be sent: its method, address, `Host`, `x-amz-…` headers and, where it is at hand, its body.
  ///
  /// A body that is a stream isn't covered, so the connection must be one that can't be listened to. The query is brought
  /// into the order in which it is signed.
  package func sign(_ request: inout OutboundRequest, at date: Date) {
    guard let parts = URLComponents(string: request.url), let host = parts.host else { return }
    let isStandard = parts.port == nil || parts.port == (parts.scheme == "http" ? 80 : 443)
    let query = Self.pairs(parts.percentEncodedQuery ?? "")
    var headers = [(name: "host", value: isStandard ? host : "\(host):\(parts.port ?? 0)")]
    for field in request.headers where field.name.canonicalName.hasPrefix("x-amz-") {
      headers.append((field.name.canonicalName, field.value))
    }
    let path = parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath
    let subject = Subject(
      method: request.method.rawValue, path: path, query: query, headers: headers,
      payloadHash: Self.payloadHash(request.body))
    for (name, value) in self.headers(for: subject, at: date) {
      if let name = HTTPField.Name(name) { request.headers[name] = value }
    }
    let start = request.url.prefix { $0 != "?" && $0 != "#" }
    request.url = String(start) + (query.isEmpty ? "" : "?" + Self.query(query))
  }

  private static func payloadHash(_ body: OutboundRequest.Body) -> String {
    switch body {
    case .none: hex(SHA256.hash(data: Data()))
    case .bytes(let bytes): hex(SHA256.hash(data: bytes))
    case .stream: unsignedPayload
    }
  }

  /// The parameters of an encoded query, decoded.
  private static func pairs(_ query: String) -> [(name: String, value: String)] {
    query.split(separator: "&").map { pair in
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      return (
        sides[0].removingPercentEncoding ?? sides[0], sides.count > 1 ? sides[1].removingPercentEncoding ?? "" : ""
      )
    }
  }
}
