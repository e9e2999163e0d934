package import Core
package import Foundation
package import Identity

/// Names somebody who is told of failures.
package typealias NoticeTargetID = ID<NoticeTarget>

/// Somebody who is told when runs fail: of one flow, or of every flow of a team.
package struct NoticeTarget: Sendable, Hashable {
  /// The ways to tell.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The address is one or more e-mail addresses with commas between.
    case email
    /// The address is a URL; what is sent to it is signed.
    case webhook
    /// The address is that of an incoming webhook of Slack.
    case slack
  }

  package let id: NoticeTargetID
  package let team: TeamID
  /// `nil` for all of the team's flows.
  package let flow: FlowID?
  package let kind: Kind
  /// Enough of the address to recognise it by; addresses of webhooks are secrets.
  package let shown: String
  /// Failures within so many seconds after a notice are told together, in the next one.
  package let windowSeconds: Int
  /// Whether it hears when runs succeed again.
  package let tellsRecovery: Bool
  package let createdAt: Date
}

/// What a new target is made of.
package struct NewNoticeTarget: Sendable {
  package var flow: FlowID?
  package var kind: NoticeTarget.Kind
  package var address: Secret
  /// What webhooks are signed with; made up when left out.
  package var secret: Secret?
  package var windowSeconds: Int
  package var tellsRecovery: Bool

  package init(
    flow: FlowID? = nil, kind: NoticeTarget.Kind, address: Secret, secret: Secret? = nil, windowSeconds: Int = 900,
    tellsRecovery: Bool = true
  ) {
    self.flow = flow
    self.kind = kind
    self.address = address
    self.secret = secret
    self.windowSeconds = windowSeconds
    self.tellsRecovery = tellsRecovery
  }

  /// What people recognise the address by.
  var shown: String {
    switch kind {
    case .email: address.revealed
    case .webhook, .slack: URL(string: address.revealed)?.host ?? "…"
    }
  }

  /// - Throws: ``NoticeError/wrongAddress(_:)``.
  func check() throws(NoticeError) {
    switch kind {
    case .email:
      guard !recipients.isEmpty, recipients.allSatisfy(Self.isMailAddress) else {
        throw .wrongAddress("one or more e-mail addresses with commas between")
      }
    case .webhook, .slack:
      guard let url = URL(string: address.revealed), ["http", "https"].contains(url.scheme ?? ""), url.host != nil
      else { throw .wrongAddress("an address that begins with https://") }
    }
  }

  private var recipients: [String] {
    address.revealed.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private static func isMailAddress(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
      && text.utf8.allSatisfy { $0 > 32 && $0 != 127 && !"<>\"(),:;".utf8.contains($0) }
  }
}
