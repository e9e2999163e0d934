import Core
import Flows
import HTTPTypes
import Hummingbird

/// Makes an HTTP answer of what a flow's `respond` step says.
///
/// It is answered from the origin of the pages, so nothing in it may run there, set a cookie, or break the connection.
enum RunReplyResponse {
  private static let refused: Set<String> = [
    "connection", "content-length", "content-security-policy", "date", "keep-alive", "proxy-authenticate", "server",
    "set-cookie", "strict-transport-security", "te", "trailer", "transfer-encoding", "upgrade", "x-request-id",
    "clear-site-data", "service-worker-allowed",
  ]
  private static let longestHeader = 8 << 10

  static func response(_ reply: RunResponse) -> Response {
    let (bytes, type): ([UInt8], String) =
      switch reply.body {
      case nil, .null?: ([], "text/plain; charset=utf-8")
      case .string(let text)?: (Array(text.utf8), "text/plain; charset=utf-8")
      case let value?: (value.encoded(), "application/json; charset=utf-8")
      }
    let status = HTTPResponse.Status(code: reply.status)
    var response = Response.bytes(bytes, type: type, status: status)
    if bytes.isEmpty { response.headers[.contentType] = nil }
    for (name, value) in reply.headers where !refused.contains(name.lowercased()) && isSane(value) {
      guard let field = HTTPField.Name(name) else { continue }
      response.headers[field] = value
    }
    response.headers[.contentSecurityPolicy] =
      "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
    return response
  }

  private static func isSane(_ value: String) -> Bool {
    value.utf8.count <= longestHeader && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
  }
}
