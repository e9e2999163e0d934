import Core
import Foundation
import Hummingbird
import NIOCore

/// The answers to the requests of a bulk request, in their order, as ASP.NET's batch handler writes them.
///
/// Clients read it by position: the body begins with the delimiter, the boundary is a UUID, each part says its
/// `Content-Type` with a parameter.
struct BulkResponse {
  private let boundary: String
  private var bytes: [UInt8] = []

  init(boundary: UUID) {
    self.boundary = boundary.uuidString.lowercased()
  }

  /// - Parameter body: of the answer; must not be empty.
  mutating func append(_ response: Response, body: [UInt8]) {
    let type = response.headers[.contentType] ?? "application/json"
    write("--\(boundary)\r\nContent-Type: application/http; msgtype=response\r\n\r\n")
    write("HTTP/1.1 \(response.status.code) \(response.status.reasonPhrase)\r\n")
    write("Content-Type: \(type.contains(";") ? type : type + "; charset=utf-8")\r\n\r\n")
    bytes += body
    write("\r\n")
  }

  private mutating func write(_ text: String) {
    bytes += Array(text.utf8)
  }

  var response: Response {
    .bytes(
      bytes + Array("--\(boundary)--\r\n".utf8), type: "multipart/mixed; boundary=\"\(boundary)\"; charset=utf-8")
  }
}
