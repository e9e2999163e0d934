import AppServer
import Connections
import Core
import Foundation
import Identity

/// The ways from the console to somebody's consent.
struct ConnectConsent {
  let rooms: Rooms
  let principal: Principal
  let console: Console

  /// Leads whoever sits at the console there: by a page of ours, or by a code of the service.
  func ask(_ connection: Connection) async throws {
    switch connection.authentication.consent {
    case .none: tell(connection)
    case .page:
      console.say("Press Connect at \(rooms.foundations.address.url)/app/connections/\(connection.id)")
      tell(connection)
    case .code: tell(try await wait(connection))
    }
  }

  /// Prints a link for somebody else.
  func invite(_ connection: Connection, recipient: String, days: Int) async throws {
    let made = try await rooms.connections.invite(
      to: connection.id, recipient: recipient, lifetime: Double(days) * 86_400, as: principal)
    let until = Timestamp.format(made.invitation.expiresAt)
    console.say("Send this link to whoever has the account. It works once, until \(until):")
    console.say(made.url.revealed)
    console.result([
      "id": JSONValue(connection.id), "name": .string(connection.name), "state": .string(connection.state.rawValue),
      "link": .string(made.url.revealed), "expiresAt": JSONValue(made.invitation.expiresAt),
    ])
  }

  /// Shows where to agree, and asks the service until somebody did.
  private func wait(_ connection: Connection) async throws -> Connection {
    var consent = try await rooms.connections.beginWaiting(connection.id, as: principal)
    show(consent)
    while true {
      try await rooms.foundations.effects.sleep(.seconds(consent.interval))
      switch try await rooms.connections.askWaiting(connection.id, as: principal) {
      case .pending(let next): consent = next
      case .connected(let done): return done
      }
    }
  }

  private func show(_ consent: WaitingConsent) {
    let enter = consent.userCode.map { " and enter the code \($0)" } ?? ""
    console.say("Open \(consent.url)\(enter).")
    if let complete = consent.completeURL { console.say("Or open \(complete)") }
    console.say("Waiting until \(Timestamp.format(consent.expiresAt)).")
    var body: JSONObject = ["event": "waiting", "url": .string(consent.url), "expiresAt": JSONValue(consent.expiresAt)]
    body["code"] = consent.userCode.map { .string($0) }
    body["completeUrl"] = consent.completeURL.map { .string($0) }
    console.result(.object(body))
  }

  private func tell(_ connection: Connection) {
    if connection.isConsented, connection.authentication.consent == .code {
      console.say("\"\(connection.name)\" is connected.")
    }
    console.result([
      "id": JSONValue(connection.id), "name": .string(connection.name), "state": .string(connection.state.rawValue),
    ])
  }
}
