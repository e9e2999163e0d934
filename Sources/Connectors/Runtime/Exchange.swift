import Connections
import Core
import Egress
import HTTPTypes

/// One request and its answer, whole and in memory.
struct Exchange: Sendable {
  let method: String
  let url: String
  let requestBody: [UInt8]
  let status: Int
  let headers: HTTPFields
  let body: [UInt8]
  /// What must not be shown.
  let secrets: [Secret]
  /// The body of a success that nobody has read, where it was asked for.
  var stream: ByteStream?
  /// How the body becomes JSON.
  var form = AnswerForm.json

  /// The beginning of the body in lower case, to look for words in.
  var lowercasedText: String { String(decoding: body.prefix(4096), as: UTF8.self).lowercased() }

  /// The body as JSON; text that isn't JSON as a string; null when there is none.
  var answer: JSONValue { form.json(of: body) }

  /// The exchange as a process log shows it: bounded, and without secrets.
  var record: JSONObject {
    var request: JSONObject = ["method": .string(method), "url": .string(masked(Redaction.url(url)))]
    if !requestBody.isEmpty { request["body"] = .string(masked(Self.text(requestBody))) }
    let response: JSONObject = [
      "status": JSONValue(status),
      "headers": .object(
        JSONObject(Redaction.headers(headers).prefix(40).map { ($0.name, .string(masked($0.value))) })),
      "body": .string(masked(Self.text(body))),
    ]
    return ["request": .object(request), "response": .object(response)]
  }

  private func masked(_ text: String) -> String {
    secrets.reduce(text) { text, secret in
      // A secret of one or two characters would mask half of the text and tell itself by that.
      secret.revealed.count > 2 ? text.replacing(secret.revealed, with: Redaction.mask) : text
    }
  }

  /// At most 4 KB of it; of what is no text, only how much it is.
  private static func text(_ bytes: [UInt8]) -> String {
    let beginning = (TellingMembers.masked(bytes) ?? bytes).prefix(4096)
    let text = String(decoding: beginning, as: UTF8.self)
    // The last letter may have been cut in two.
    let isText =
      text.unicodeScalars.count { $0 == "\u{FFFD}" } <= (bytes.count > 4096 ? 1 : 0)
      && !beginning.contains { $0 < 9 || (14..<27).contains($0) }
    guard isText else { return "(\(bytes.count) bytes)" }
    return bytes.count > 4096 ? text + " … (\(bytes.count) bytes)" : text
  }
}
