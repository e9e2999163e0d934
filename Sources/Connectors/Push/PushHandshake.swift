package import Core
import Crypto
package import Foundation
package import HTTPTypes

/// Judges what a service sends to the address that it was given for news: a question that proves that we are there, news
/// that are proved, or something that isn't theirs.
///
/// Pure: told the request and the time, it says what to do. After Dropbox's, Microsoft Graph's, Box's, Google's, Meta's,
/// Slack's and Frame.io's pages on webhooks of 2026.
package struct PushHandshake: Sendable {
  private let preset: PushDefinition.Handshake
  private let secret: Secret
  private let word: Secret

  /// - Parameters:
  ///   - secret: what the service signs with, or repeats; Box's two keys with a space between.
  ///   - word: what Meta repeats in its question; the secret when left out.
  package init(_ preset: PushDefinition.Handshake, secret: Secret, word: Secret? = nil) {
    self.preset = preset
    self.secret = secret
    self.word = word ?? secret
  }

  /// What is to be done with a request.
  package enum Judgement: Sendable, Hashable {
    /// It is a question, not news: answer 200 with this plain text, at once.
    case answer(String)
    /// It is news of the service: answer 2xx, and look what changed.
    case verified
    /// It isn't proved: answer 401. The reason is for the log.
    case refused(String)
  }

  /// A request as it came.
  package struct Request: Sendable {
    package let method: String
    package let query: [String: String]
    package let headers: HTTPFields
    package let body: [UInt8]

    package init(method: String, query: [String: String] = [:], headers: HTTPFields = [:], body: [UInt8] = []) {
      self.method = method
      self.query = query
      self.headers = headers
      self.body = body
    }

    func header(_ name: String) -> String { HTTPField.Name(name).flatMap { headers[$0] } ?? "" }
  }

  /// - Parameter now: signatures with a time are good for five minutes, Box's for ten.
  package func judge(_ request: Request, now: Date) -> Judgement {
    switch preset {
    case .none: .verified
    case .dropbox: dropbox(request)
    case .graph: graph(request)
    case .box: box(request, now)
    case .google: google(request)
    case .meta: meta(request)
    case .slack: timed(request, "X-Slack-Signature", "X-Slack-Request-Timestamp", now)
    case .frameio: timed(request, "X-Frameio-Signature", "X-Frameio-Request-Timestamp", now)
    }
  }

  private func dropbox(_ request: Request) -> Judgement {
    if request.method == "GET", let challenge = request.query["challenge"] { return .answer(challenge) }
    return signed(request.body, request.header("X-Dropbox-Signature"))
  }

  private func graph(_ request: Request) -> Judgement {
    if let token = request.query["validationToken"] { return .answer(token) }
    let news = (try? JSONValue(parsing: request.body))?["value"]?.arrayValue ?? []
    let isOurs = !news.isEmpty && news.allSatisfy { same($0["clientState"]?.stringValue ?? "", secret.revealed) }
    return isOurs ? .verified : .refused("its clientState isn't the one that was agreed")
  }

  private func box(_ request: Request, _ now: Date) -> Judgement {
    let stamp = request.header("BOX-DELIVERY-TIMESTAMP")
    guard let date = Timestamp.parse(stamp), abs(date.timeIntervalSince(now)) <= 600 else {
      return .refused("its time is missing or too far away")
    }
    let signatures = ["BOX-SIGNATURE-PRIMARY", "BOX-SIGNATURE-SECONDARY"].map(request.header)
    let keys = secret.revealed.split(separator: " ").map(String.init)
    for key in keys {
      let wanted = Data(code(request.body + Array(stamp.utf8), key)).base64EncodedString()
      if signatures.contains(where: { same($0, wanted) }) { return .verified }
    }
    return .refused("no signature is good")
  }

  private func google(_ request: Request) -> Judgement {
    guard same(request.header("X-Goog-Channel-Token"), secret.revealed) else {
      return .refused("its channel's token isn't the one that was agreed")
    }
    // The first message only says that the channel is there.
    return request.header("X-Goog-Resource-State") == "sync" ? .answer("") : .verified
  }

  private func meta(_ request: Request) -> Judgement {
    if request.method == "GET" {
      guard request.query["hub.mode"] == "subscribe", same(request.query["hub.verify_token"] ?? "", word.revealed)
      else { return .refused("its word isn't the one that was agreed") }
      return .answer(request.query["hub.challenge"] ?? "")
    }
    let signature = request.header("X-Hub-Signature-256")
    return signed(request.body, signature.hasPrefix("sha256=") ? String(signature.dropFirst(7)) : "")
  }

  /// `v0=` and the digest of `v0:TIME:BODY`.
  private func timed(_ request: Request, _ signature: String, _ time: String, _ now: Date) -> Judgement {
    let stamp = request.header(time)
    guard let seconds = Int64(stamp), abs(Double(seconds) - now.timeIntervalSince1970) <= 300 else {
      return .refused("its time is missing or too far away")
    }
    let text = Array("v0:\(stamp):".utf8) + request.body
    let found = request.header(signature)
    let judged = signed(text, found.hasPrefix("v0=") ? String(found.dropFirst(3)) : "")
    let body = try? JSONValue(parsing: request.body)
    if judged == .verified, body?["type"] == "url_verification", let challenge = body?["challenge"]?.stringValue {
      return .answer(challenge)
    }
    return judged
  }

  private func signed(_ text: [UInt8], _ signature: String) -> Judgement {
    let wanted = code(text, secret.revealed).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    return same(signature.lowercased(), wanted) ? .verified : .refused("its signature isn't good")
  }

  private func code(_ text: [UInt8], _ key: String) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: text, using: SymmetricKey(data: Data(key.utf8))))
  }

  /// Compares in a time that doesn't tell how much is equal; nothing equals an empty text.
  private func same(_ found: String, _ wanted: String) -> Bool {
    let (left, right) = (Array(found.utf8), Array(wanted.utf8))
    guard !right.isEmpty, left.count == right.count else { return false }
    return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
