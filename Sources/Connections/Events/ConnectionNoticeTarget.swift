package import Core
package import Foundation
package import Identity

/// Names somebody who is told of connections.
package typealias ConnectionNoticeTargetID = ID<ConnectionNoticeTarget>

/// Somebody who is told what happens to connections: to one, or to all of a team.
package struct ConnectionNoticeTarget: Sendable, Hashable {
  /// The ways to tell.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The address is one or more e-mail addresses with commas between.
    case email
    /// The address is a URL; what is sent to it is signed.
    case webhook
  }

  package let id: ConnectionNoticeTargetID
  package let team: TeamID
  /// `nil` for all of the team's connections.
  package let connection: ConnectionID?
  package let kind: Kind
  /// Enough of the address to recognise it by; addresses of webhooks are secrets.
  package let shown: String
  /// What it hears of.
  package let events: [ConnectionEvent.Kind]
  /// What happens within so many seconds after a notice is told together, in the next one.
  package let windowSeconds: Int
  package let createdAt: Date
}

/// What a new target is made of.
package struct NewConnectionNoticeTarget: Sendable {
  package var connection: ConnectionID?
  package var kind: ConnectionNoticeTarget.Kind
  package var address: Secret
  /// What webhooks are signed with, as `whsec_…`; made up when left out.
  package var secret: Secret?
  package var events: [ConnectionEvent.Kind]
  package var windowSeconds: Int

  /// - Parameter events: what it hears of; renewals go well all the time, so they must be asked for.
  package init(
    connection: ConnectionID? = nil, kind: ConnectionNoticeTarget.Kind, address: Secret, secret: Secret? = nil,
    events: [ConnectionEvent.Kind] = [.failing, .dead, .recovered], windowSeconds: Int = 900
  ) {
    self.connection = connection
    self.kind = kind
    self.address = address
    self.secret = secret
    self.events = events
    self.windowSeconds = windowSeconds
  }

  /// What people recognise the address by.
  var shown: String { kind == .email ? address.revealed : URL(string: address.revealed)?.host ?? "…" }

  /// - Throws: ``ConnectionNoticeError``.
  func check() throws(ConnectionNoticeError) {
    try checkRules()
    if let secret, WebhookSignature.key(secret) == nil { throw .wrongSecret }
    try checkAddress()
  }

  func checkRules() throws(ConnectionNoticeError) {
    guard (0...86_400).contains(windowSeconds) else { throw .wrongWindow }
    guard !events.isEmpty else { throw .noEvents }
  }

  func checkAddress() throws(ConnectionNoticeError) {
    switch kind {
    case .email:
      let recipients = ConnectionNoticeSender.recipients(address.revealed)
      guard !recipients.isEmpty, recipients.allSatisfy(Self.isMailAddress) else {
        throw .wrongAddress("one or more e-mail addresses with commas between")
      }
    case .webhook:
      guard let url = URL(string: address.revealed), ["http", "https"].contains(url.scheme ?? ""), url.host != nil
      else { throw .wrongAddress("an address that begins with https://") }
    }
  }

  private static func isMailAddress(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
      && text.utf8.allSatisfy { $0 > 32 && $0 != 127 && !"<>\"(),:;".utf8.contains($0) }
  }
}
