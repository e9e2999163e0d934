import Core
import Egress
import Foundation
import HTTPTypes
import NIOCore

/// Takes an answer as the step wants it.
struct HTTPAnswer: Sendable {
  let call: CodedAction.Call
  let wish: HTTPWish
  let url: String

  /// How much JSON or text is taken into a flow; larger answers are files.
  private static let limit = 8 << 20

  func take(_ response: OutboundResponse) async throws -> JSONValue {
    let headers = response.headers.map { ($0.name.canonicalName, JSONValue.string($0.value)) }
    var output: JSONObject = [
      "status": JSONValue(response.status), "headers": .object(JSONObject(headers)), "url": .string(Redaction.url(url)),
    ]
    switch kind(response) {
    case "json":
      let bytes = try await response.body.collect(upTo: Self.limit)
      if bytes.allSatisfy({ $0 <= 0x20 }) {
        output["body"] = .null
      } else {
        do { output["body"] = try JSONValue(parsing: bytes) } catch { throw notJSON(bytes, error) }
      }
    case "text":
      output["body"] = .string(String(decoding: try await response.body.collect(upTo: Self.limit), as: UTF8.self))
    default:
      let file = try await keep(response)
      output["file"] = file.json
    }
    return .object(output)
  }

  private func kind(_ response: OutboundResponse) -> String {
    guard wish.response == "auto" else { return wish.response }
    if response.status == 204 || response.status == 304 || wish.method == "HEAD" { return "text" }
    let type = (response.headers[.contentType] ?? "").lowercased()
    if type.contains("json") { return "json" }
    let isText = type.isEmpty || type.hasPrefix("text/") || type.contains("xml") || type.contains("urlencoded")
    return isText ? "text" : "file"
  }

  private func keep(_ response: OutboundResponse) async throws -> MediaFileHandle {
    guard let answers = call.answers else {
      throw ActionError(
        code: "no_file_store", category: .fault, message: "There is no store here to bring files into.")
    }
    let name = wish.fileName ?? FileAnswer.name(in: response.headers) ?? FileAnswer.name(ofURL: url) ?? "file"
    let mime = response.headers[.contentType].map { String($0.prefix { $0 != ";" }) }
    let total = response.headers[.contentLength].flatMap { Int64($0) }
    let progress = call.context.progress
    let counted = ByteStream(
      length: response.body.length, CountedBytes(base: response.body) { done in await progress(done, total) })
    return try await answers.keep(counted, name, mime, call.context)
  }

  private func notJSON(_ bytes: [UInt8], _ error: JSONSyntaxError) -> ActionError {
    ActionError(
      code: "not_json", category: .upstream,
      message: "The service's answer isn't JSON: \(error.problem) at line \(error.line).",
      advice: "Take the answer as text, and look at it.",
      details: ["answer": .string(String(decoding: bytes.prefix(2048), as: UTF8.self))])
  }

  /// The first bytes of an answer that is a refusal.
  static func beginning(of stream: ByteStream) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await chunk in stream {
      bytes += Array(chunk.readableBytesView.prefix(65_536 - bytes.count))
      if bytes.count >= 65_536 { break }
    }
    return bytes
  }
}
