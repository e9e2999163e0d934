package import Core
import Foundation
package import Identity
import Persistence

extension Connections {
  /// How long a link may be used at most, in seconds: 30 days.
  package static let longestInvitation: Double = 30 * 86_400

  /// Makes a link by which somebody else, with or without an account here, connects at the service. Links made before
  /// for the same connection no longer work.
  /// - Parameter lifetime: in seconds; between a minute and ``longestInvitation``.
  /// - Returns: the link, which can't be read again, and what it is.
  package func invite(
    to id: ConnectionID, recipient: String, lifetime: Double = 3 * 86_400, as principal: Principal
  ) async throws -> (url: Secret, invitation: Invitation) {
    let connection = try await forChange(id, as: principal)
    guard connection.authentication.consent != .none else { throw InvitationError.notNeeded(name: connection.name) }
    let recipient = FieldRules.trimmed(recipient)
    guard recipient.count <= 200, recipient.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else {
      throw ConnectionError.invalidField("recipient", reason: "it has more than 200 characters or line breaks")
    }
    let token = effects.token()
    let now = effects.now()
    let invitation = Invitation(
      connection: id, person: principal.person, recipient: recipient, createdAt: now,
      expiresAt: now + min(max(lifetime, 60), Self.longestInvitation), usedAt: nil)
    let entry = AuditEntry(
      at: now, actor: principal.person, action: "connection.invited", subject: "connection/\(id)",
      subjectName: connection.name, details: ["recipient": .string(recipient)])
    try await store.write { session in
      try Invitation.close(of: id, at: now, in: session)
      try Invitation.insert(invitation, tokenHash: PendingAuthorization.hash(token), in: session)
      try AuditLog.add(entry, in: session)
    }
    return (Secret("\(settings.publicURL)\(Self.invitationPath)/\(token)"), invitation)
  }

  /// The path under which links stand.
  package static let invitationPath = "/connect"

  /// The links of a connection, the newest first.
  package func invitations(of id: ConnectionID, as principal: Principal) async throws -> [Invitation] {
    _ = try await forChange(id, as: principal)
    return try await store.read { try Invitation.list(of: id, in: $0) }
  }

  /// Makes the open links of a connection void.
  package func withdrawInvitations(of id: ConnectionID, as principal: Principal) async throws {
    let connection = try await forChange(id, as: principal)
    let now = effects.now()
    let entry = AuditEntry(
      at: now, actor: principal.person, action: "connection.invitation_withdrawn", subject: "connection/\(id)",
      subjectName: connection.name)
    try await store.write { session in
      try Invitation.close(of: id, at: now, in: session)
      try AuditLog.add(entry, in: session)
    }
  }

  /// What a link asks for; for whoever holds it.
  /// - Throws: ``InvitationError/closed``.
  package func invitation(_ token: Secret) async throws -> (invitation: Invitation, connection: Connection) {
    let hash = PendingAuthorization.hash(token.revealed)
    guard let invitation = try await store.read({ try Invitation.find(tokenHash: hash, in: $0) }),
      invitation.isOpen(at: effects.now())
    else { throw InvitationError.closed }
    return (invitation, try await door.connection(invitation.connection))
  }

  /// Begins the way to the consent page for whoever holds a link. It is used up when the consent has come back well.
  package func beginAuthorization(by token: Secret) async throws -> AuthorizationStart {
    let (invitation, connection) = try await invitation(token)
    return try await begin(connection, party(invitation, token))
  }

  func party(_ invitation: Invitation, _ token: Secret) -> ConsentParty {
    ConsentParty(person: invitation.person, invitation: PendingAuthorization.hash(token.revealed))
  }
}
