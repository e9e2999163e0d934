import Core
import Egress
import Foundation
import HTTPTypes

extension Outbound {
  /// How long an answer may be for its beginning to be kept.
  private static let longestAnswer: Int64 = 1 << 20

  /// The same way out, telling the recorder of each exchange: with the bodies that are in memory and text, without those
  /// that are files.
  func recorded(_ effects: Effects) -> Outbound {
    guard let recorder = ExchangeRecorder.current else { return self }
    return Outbound { request in
      let began = effects.now()
      do {
        var response = try await send(request)
        let took = Duration.seconds(effects.now().timeIntervalSince(began))
        var answer: [UInt8] = []
        if Self.isText(response.headers), let length = response.body.length, length <= Self.longestAnswer {
          answer = try await response.body.collect(upTo: Int(Self.longestAnswer))
          response.body = ByteStream(answer)
        }
        let exchange = Exchange(
          method: request.method.rawValue, url: request.url, requestBody: Self.shown(request),
          status: response.status, headers: response.headers, body: answer, secrets: [])
        recorder.add(exchange.record, took: took)
        return response
      } catch {
        let exchange: JSONObject = [
          "request": ["method": .string(request.method.rawValue), "url": .string(Redaction.url(request.url))],
          "error": .string((error as? any CodedError)?.message ?? "It was given up."),
        ]
        recorder.add(exchange, took: .seconds(effects.now().timeIntervalSince(began)))
        throw error
      }
    }
  }

  private static func shown(_ request: OutboundRequest) -> [UInt8] {
    if case .bytes(let bytes) = request.body, isText(request.headers) { bytes } else { [] }
  }

  private static func isText(_ headers: HTTPFields) -> Bool {
    let type = (headers[.contentType] ?? "").lowercased()
    return type.contains("json") || type.contains("urlencoded") || type.contains("xml") || type.hasPrefix("text/")
  }
}
