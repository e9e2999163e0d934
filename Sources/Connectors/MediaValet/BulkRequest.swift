import Connections
import Core
import Egress
import Foundation
import HTTPTypes

/// Sends several requests in one `multipart/mixed` body, as `POST /bulk` wants them.
struct BulkRequest: Sendable {
  let call: CodedAction.Call

  func run() async throws -> JSONValue {
    guard let connection = call.connection else {
      throw ActionError(code: "connection_missing", category: .invalid, message: "MediaValet needs a connection.")
    }
    let authorization = try await call.access.authorization(for: connection.id)
    let boundary = StepIdentity(key: call.context.idempotencyKey).uuid.uuidString.lowercased()
    var request = OutboundRequest(.post, call.endpoint + "/bulk", timeout: .seconds(300), responseLimit: 32 << 20)
    authorization.apply(to: &request.headers)
    request.headers[.contentType] = "multipart/mixed; boundary=\"\(boundary)\""
    request.body = .bytes(Array(try body(boundary, authorization).utf8))
    let response = try await call.outbound.send(request)
    let bytes = try await response.body.collect(upTo: 32 << 20)
    guard response.isSuccess else {
      let exchange = Exchange(
        method: "POST", url: request.url, requestBody: [], status: response.status, headers: response.headers,
        body: bytes, secrets: authorization.secrets)
      let rules = RequestFailure(service: "MediaValet", rules: .none)
      let retry: ActionError.Retry = response.status == 429 || response.status >= 500 ? .backOff : .never
      throw rules.failure(of: exchange, retry: retry)
        ?? ActionError(code: "service_refuses", message: "It was refused.")
    }
    return .array(Self.answers(String(decoding: bytes, as: UTF8.self)))
  }

  private func body(_ boundary: String, _ authorization: Authorization) throws -> String {
    let host = URLComponents(string: call.endpoint)?.host ?? ""
    var text = ""
    for request in call.input["requests"]?.arrayValue ?? [] {
      let method = request["method"]?.stringValue ?? "GET"
      let path = request["path"]?.stringValue ?? "/"
      guard path.hasPrefix("/"), !path.contains(where: { $0.isNewline || $0 == " " }) else {
        throw ActionError(
          code: "invalid_input", category: .invalid, message: "\"\(path.prefix(100))\" is no path of a request.")
      }
      text += "--\(boundary)\r\nContent-Type: application/http; msgtype=request\r\n\r\n\(method) \(path) HTTP/1.1\r\n"
      text += "host: \(host)\r\n"
      if case .bearer(let token) = authorization.credential { text += "Authorization: Bearer \(token.revealed)\r\n" }
      text += "content-type: application/json\r\n\r\n"
      if let body = request["body"], body != .null { text += body.serialized() }
      text += "\r\n\r\n"
    }
    return text + "--\(boundary)--\r\n"
  }

  /// The answers in the order of the requests.
  static func answers(_ text: String) -> [JSONValue] {
    let lines = text.replacing("\r\n", with: "\n")
    guard let boundary = lines.split(separator: "\n", maxSplits: 1).first, boundary.hasPrefix("--") else { return [] }
    return lines.components(separatedBy: String(boundary)).compactMap { part -> JSONValue? in
      guard let start = part.range(of: "HTTP/1.1 ") else { return nil }
      let message = part[start.upperBound...]
      let status = Int(message.prefix { $0.isNumber }) ?? 0
      let body = message.range(of: "\n\n").map { message[$0.upperBound...] } ?? ""
      let json = (try? JSONValue(parsing: body.trimmingCharacters(in: .whitespacesAndNewlines))) ?? .null
      return [
        "status": JSONValue(status), "isSuccess": .bool((200..<300).contains(status)),
        "payload": json.objectValue?.member(ignoringCaseOf: "payload") ?? json,
      ]
    }
  }
}
