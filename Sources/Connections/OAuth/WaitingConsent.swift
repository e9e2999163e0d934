import Core
package import Foundation
import Identity
import Persistence

/// A consent that a person gives on a page of the service, on any device, while Weir asks there whether it is done.
package struct WaitingConsent: Sendable, Hashable {
  package let connection: ConnectionID
  /// Where the person agrees.
  package let url: String
  /// What the person has to enter there; `nil` where the address says it all.
  package let userCode: String?
  /// The same with the code in it, for a button; `nil` where there is none.
  package let completeURL: String?
  package let expiresAt: Date
  /// How many seconds lie between two questions.
  package let interval: Int
}

/// How a waiting consent stands.
package enum WaitingOutcome: Sendable {
  /// Nobody has agreed yet.
  case pending(WaitingConsent)
  case connected(Connection)
}

extension WaitingConsent {
  /// The row, with what proves to the service who is asking.
  struct Record: Sendable {
    let consent: WaitingConsent
    let kind: AuthenticationKind
    /// Tells one attempt from the next.
    let attempt: String
    let party: ConsentParty
    let sealed: [UInt8]

    /// To which row what is sealed belongs.
    static func context(_ attempt: String) -> String { "connection_waiting/\(attempt)" }
  }

  /// Takes the place of an attempt before.
  static func write(_ record: Record, next: Date, in session: any Session) throws {
    let consent = record.consent
    let shown: JSONValue = [
      "url": .string(consent.url), "code": JSONValue(consent.userCode), "complete": JSONValue(consent.completeURL),
    ]
    try session.run("delete from connection_waiting where connection = \(consent.connection)")
    try session.run(
      """
      insert into connection_waiting (connection, kind, attempt, person, invitation, sealed, shown, interval_seconds,
        next_at, expires_at)
      values (\(consent.connection), \(record.kind == .nextcloud ? "nextcloud" : "device"), \(record.attempt),
        \(record.party.person), \(record.party.invitation.sqlValue), \(record.sealed), \(shown), \(consent.interval),
        \(next), \(consent.expiresAt))
      """)
  }

  static func find(_ connection: ConnectionID, in session: any Session) throws -> Record? {
    try session.row(
      """
      select kind, attempt, person, invitation, sealed, shown, interval_seconds, expires_at from connection_waiting
      where connection = \(connection)
      """
    ).map { row in
      let shown = try row.json("shown")
      return Record(
        consent: WaitingConsent(
          connection: connection, url: shown["url"]?.stringValue ?? "", userCode: shown["code"]?.stringValue,
          completeURL: shown["complete"]?.stringValue, expiresAt: try row.date("expires_at"),
          interval: try row.int("interval_seconds")),
        kind: try row.string("kind") == "nextcloud" ? .nextcloud : .oauth2, attempt: try row.string("attempt"),
        party: ConsentParty(person: try row.id("person"), invitation: try row.stringIfAny("invitation")),
        sealed: try row.bytes("sealed"))
    }
  }

  /// Reserves the next question, so that many who watch ask no more often than the service wants.
  static func takeTurn(_ record: Record, at now: Date, in session: any Session) throws -> Bool {
    try session.run(
      """
      update connection_waiting set next_at = \(now + Double(record.consent.interval))
      where connection = \(record.consent.connection) and attempt = \(record.attempt) and next_at <= \(now)
      """) == 1
  }

  static func slowDown(_ record: Record, in session: any Session) throws {
    try session.run(
      """
      update connection_waiting set interval_seconds = interval_seconds + 5, next_at = next_at + 5000
      where connection = \(record.consent.connection) and attempt = \(record.attempt)
      """)
  }

  static func remove(_ record: Record, in session: any Session) throws {
    try session.run(
      """
      delete from connection_waiting
      where connection = \(record.consent.connection) and attempt = \(record.attempt)
      """)
  }
}
