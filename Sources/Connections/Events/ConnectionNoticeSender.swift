import Core
import Foundation

/// The ways out that notices of connections take, as values that tests replace.
package struct ConnectionNoticeChannels: Sendable {
  /// Sends a mail.
  package var mail: @Sendable (_ to: [String], _ subject: String, _ text: String) async throws -> Void
  /// Posts a body.
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
struct ConnectionNoticeSender: Sendable {
  let channels: ConnectionNoticeChannels
  let sealer: Sealer
  let effects: Effects

  func send(_ notice: ConnectionNotice, to target: ConnectionNoticeTargetStore.Sealed) async throws {
    let id = target.target.id
    let address = String(decoding: try sealer.open(target.address, Self.context(id, "address")), as: UTF8.self)
    switch target.target.kind {
    case .email: try await channels.mail(Self.recipients(address), notice.subject, notice.text)
    case .webhook:
      let secret = try target.secret.map { try sealer.open($0, Self.context(id, "secret")) } ?? []
      let body = notice.cloudEvent.encoded()
      var headers = WebhookSignature.headers(
        id: notice.id, time: Int(effects.now().timeIntervalSince1970), body: body,
        secret: Secret(String(decoding: secret, as: UTF8.self)))
      headers["content-type"] = "application/cloudevents+json"
      let status = try await channels.post(address, headers, body)
      guard (200..<300).contains(status) else { throw ConnectionNoticeError.refused(status: status) }
    }
  }

  static func recipients(_ address: String) -> [String] {
    address.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// To what a sealed part of a target is bound.
  static func context(_ id: ConnectionNoticeTargetID, _ part: String) -> String {
    "connection_notice_target/\(id)/\(part)"
  }
}
