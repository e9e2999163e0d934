import Core
import Crypto
import Foundation

/// The ways out that notices take, as values that tests replace.
package struct NoticeChannels: Sendable {
  /// Sends a mail.
  /// - Throws: ``NoticeError/noMailServer``, or whatever the mail server says.
  package var mail: @Sendable (_ to: [String], _ subject: String, _ text: String) async throws -> Void
  /// Posts JSON.
  /// - Returns: the status of the answer.
  package var post: @Sendable (_ url: String, _ headers: [String: String], _ body: [UInt8]) async throws -> Int

  package init(
    mail: @escaping @Sendable ([String], String, String) async throws -> Void,
    post: @escaping @Sendable (String, [String: String], [UInt8]) async throws -> Int
  ) {
    self.mail = mail
    self.post = post
  }
}

/// Tells one notice to one target.
struct NoticeSender: Sendable {
  let channels: NoticeChannels
  let sealer: Sealer
  let effects: Effects

  func send(_ notice: Notice, to target: NoticeTargetStore.Sealed) async throws {
    let address = String(decoding: try sealer.open(target.address, Self.address(target.target.id)), as: UTF8.self)
    switch target.target.kind {
    case .email:
      let recipients = address.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      try await channels.mail(recipients, notice.subject, notice.text)
    case .slack: try await post(notice.slack.encoded(), to: address, [:])
    case .webhook:
      let body = notice.json.encoded()
      let secret = try target.secret.map { try sealer.open($0, Self.secret(target.target.id)) } ?? []
      let time = Int(effects.now().timeIntervalSince1970)
      let signature = Self.signature(of: body, at: time, with: secret)
      try await post(body, to: address, ["weir-signature": "t=\(time),v1=\(signature)"])
    }
  }

  private func post(_ body: [UInt8], to url: String, _ headers: [String: String]) async throws {
    let status = try await channels.post(url, headers.merging(["content-type": "application/json"]) { $1 }, body)
    guard (200..<300).contains(status) else { throw NoticeError.refused(status: status) }
  }

  /// HMAC-SHA256 of the time, a dot and the body, in hexadecimal: the receiver computes the same, and refuses old times.
  static func signature(of body: [UInt8], at time: Int, with secret: [UInt8]) -> String {
    let code = HMAC<SHA256>.authenticationCode(
      for: Array("\(time).".utf8) + body, using: SymmetricKey(data: secret))
    return code.map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
  }

  static func address(_ id: NoticeTargetID) -> String { "flow_notice_target/\(id)/address" }
  static func secret(_ id: NoticeTargetID) -> String { "flow_notice_target/\(id)/secret" }
}
