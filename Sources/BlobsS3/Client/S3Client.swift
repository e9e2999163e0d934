import Blobs
import Core
internal import Crypto
import Egress
import Foundation
import HTTPTypes

/// Signs requests, sends them, and again when the service asks for patience.
struct S3Client: Sendable {
  private static let maximumTries = 4
  private static let largestAnswer = 8 << 20

  let location: S3Location
  let credentials: S3Credentials
  let outbound: Outbound
  let effects: Effects

  /// Sends a request whose answer may be large.
  /// - Throws: ``S3Failure`` for every status but 2xx, `OutboundError`.
  func send(_ request: S3Request, answerLimit: Int = largestAnswer) async throws -> OutboundResponse {
    var tries = 1
    while true {
      do {
        return try await sendOnce(request, answerLimit: answerLimit)
      } catch {
        guard request.canBeRepeated, tries < Self.maximumTries, Self.isTransient(error) else { throw error }
        try await effects.sleep(.milliseconds(100 << tries))
        tries += 1
      }
    }
  }

  /// Sends a request and reads the whole answer.
  func text(_ request: S3Request) async throws -> (text: String, headers: HTTPFields) {
    let response = try await send(request)
    let bytes = try await response.body.collect(upTo: Self.largestAnswer)
    return (String(decoding: bytes, as: UTF8.self), response.headers)
  }

  private func sendOnce(_ request: S3Request, answerLimit: Int) async throws -> OutboundResponse {
    let response = try await outbound.send(signed(request, answerLimit: answerLimit))
    if response.isSuccess { return response }
    let body = (try? await response.body.collect(upTo: 64 << 10)) ?? []
    let code = XMLElements.values(of: "Code", in: String(decoding: body, as: UTF8.self)).first ?? ""
    throw S3Failure(status: response.status, code: code)
  }

  private func signed(_ request: S3Request, answerLimit: Int) -> OutboundRequest {
    let path = location.path(key: request.key)
    let subject = SignatureV4.Subject(
      method: request.method.rawValue, path: path, query: request.query,
      headers: request.headers + [(name: "host", value: location.requestHost)],
      payloadHash: Self.payloadHash(request.body))
    let signature = credentials.signature(region: location.region)
      .headers(for: subject, at: effects.now())
    let query = SignatureV4.query(request.query)
    var headers = HTTPFields()
    for (name, value) in request.headers + signature {
      if let name = HTTPField.Name(name) { headers[name] = value }
    }
    return OutboundRequest(
      request.method, "\(location.scheme)://\(location.requestHost)\(path)" + (query.isEmpty ? "" : "?" + query),
      headers: headers, body: request.body, timeout: request.timeout, responseLimit: answerLimit)
  }

  private static func payloadHash(_ body: OutboundRequest.Body) -> String {
    switch body {
    case .none: Hexadecimal.encode(SHA256.hash(data: Data()))
    case .bytes(let bytes): Hexadecimal.encode(SHA256.hash(data: bytes))
    case .stream: SignatureV4.unsignedPayload
    }
  }

  private static func isTransient(_ error: any Error) -> Bool {
    switch error {
    case let failure as S3Failure: failure.isTransient
    case OutboundError.unreachable, OutboundError.timedOut: true
    default: false
    }
  }
}
