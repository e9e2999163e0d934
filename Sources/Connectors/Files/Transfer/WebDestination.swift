package import Core
package import Egress
import Foundation
package import HTTPTypes

/// An address that takes a file in one PUT or POST. Such a transfer begins again when it was interrupted.
package struct WebDestination: FileDestination {
  private let request: WebRequest
  private let method: HTTPRequest.Method
  private let headers: HTTPFields

  /// - Parameter sign: adds the proof of who sends, where the address doesn't carry it.
  package init(
    url: String, method: HTTPRequest.Method = .put, headers: HTTPFields = [:], outbound: Outbound,
    sign: @escaping @Sendable (inout HTTPFields) async throws -> Void = { _ in }
  ) {
    self.init(url: url, method: method, headers: headers, outbound: outbound) { request in
      try await sign(&request.headers)
    }
  }

  /// - Parameter prove: adds the proof of who sends to the whole request.
  init(
    url: String, method: HTTPRequest.Method = .put, headers: HTTPFields = [:], outbound: Outbound,
    prove: @escaping @Sendable (inout OutboundRequest) async throws -> Void
  ) {
    request = WebRequest(url: url, outbound: outbound, prove: prove)
    self.method = method
    self.headers = headers
  }

  package var blocks: BlockRule { .whole }

  package func begin(_ file: IncomingFile, resuming token: JSONValue?) async throws -> JSONValue { [:] }

  package func put(_ block: TransferBlock, _ bytes: ByteStream, of upload: Upload) async throws {
    var headers = headers
    if headers[.contentType] == nil { headers[.contentType] = upload.file.mime ?? "application/octet-stream" }
    _ = try await request.send(method, headers: headers, bytes)
  }

  package func finish(_ count: Int, of upload: Upload) async throws -> JSONObject { [:] }

  package func discard(_ upload: Upload) async {}
}

/// Sends pieces of a file to an address and judges the answers.
struct WebRequest: Sendable {
  let url: String
  let outbound: Outbound
  /// Adds the proof of who sends.
  let prove: @Sendable (inout OutboundRequest) async throws -> Void

  /// The host alone: paths and queries may hold secrets.
  var place: String { Origin(url)?.host ?? "the address" }

  /// - Parameter query: added to the address's own.
  /// - Returns: the headers of a good answer.
  /// - Throws: ``TransferError`` for every status but 2xx, `OutboundError`.
  func send(
    _ method: HTTPRequest.Method, query: String = "", headers: HTTPFields = [:], _ bytes: ByteStream
  ) async throws -> HTTPFields {
    let url = query.isEmpty ? url : url + (url.contains("?") ? "&" : "?") + query
    var request = OutboundRequest(method, url, headers: headers, body: .stream(bytes), timeout: .seconds(86_400))
    try await prove(&request)
    let response = try await outbound.send(request)
    let said = try await response.body.collect(upTo: 1 << 20)
    switch response.status {
    case 200..<300: return response.headers
    case 413, 507: throw TransferError.destinationFull(place: place, status: response.status)
    case 408, 429, 500...:
      throw TransferError.busy(
        place: place, status: response.status, seconds: response.headers.secondsToWait)
    default:
      throw TransferError.refused(place: place, status: response.status, reason: Self.reason(said, response.headers))
    }
  }

  /// The service's word, where it is short and plain.
  private static func reason(_ body: [UInt8], _ headers: HTTPFields) -> String {
    if let name = HTTPField.Name("x-ms-error-code"), let code = headers[name] { return code }
    guard headers[.contentType]?.hasPrefix("text/plain") == true else { return "" }
    let line = String(decoding: body.prefix(200), as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
    return String(line)
  }
}
