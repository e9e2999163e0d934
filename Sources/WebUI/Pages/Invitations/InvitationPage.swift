import Connections
import Core

/// What somebody sees who was sent a link to connect a service.
struct InvitationPage: Sendable {
  let frame: PageFrame
  let who: String
  let recipient: String?
  let service: String
  let connection: String
  let host: String
  let scopes: [Scope]
  let hasScopes: Bool
  let until: String
  let action: String
  let problem: String?

  /// What is asked for, with what it allows where that is known.
  struct Scope: Sendable {
    let name: String
    let meaning: String?
  }

  init(
    frame: PageFrame, invitation: Invitation, connection: Connection, connector: ConnectorSummary?, who: String,
    action: String, problem: String?
  ) {
    self.frame = frame
    self.who = who.isEmpty ? "Somebody" : who
    recipient = invitation.recipient.isEmpty ? nil : invitation.recipient
    service = connector?.title ?? connection.connector
    self.connection = connection.name
    host = connection.endpoint
    let meanings = Dictionary(
      (connector?.guide.scopes ?? []).map { ($0.name, $0.meaning) }, uniquingKeysWith: { $1 })
    let asked = connection.authentication.oauth?.scopes ?? connection.authentication.oauth1?.scopes ?? []
    scopes = asked.map { Scope(name: $0, meaning: meanings[$0]) }
    hasScopes = !scopes.isEmpty
    until = Timestamp.format(invitation.expiresAt)
    self.action = action
    self.problem = problem
  }
}

/// The end of the way: nothing more to do here.
struct InvitationDonePage: Sendable {
  let frame: PageFrame
}
