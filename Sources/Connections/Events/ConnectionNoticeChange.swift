package import Core
import Foundation

/// What is to change about somebody who is told of connections; what is left out stays.
package struct ConnectionNoticeChange: Sendable {
  package var address: Secret?
  package var events: [ConnectionEvent.Kind]?
  package var windowSeconds: Int?
  /// Whether a webhook is signed with a new secret from now on.
  package var renewsSecret = false

  package init() {}
}

extension ConnectionNoticeTarget {
  /// The target as a change makes it.
  func changed(_ change: ConnectionNoticeChange) throws(ConnectionNoticeError) -> ConnectionNoticeTarget {
    let new = NewConnectionNoticeTarget(
      connection: connection, kind: kind, address: change.address ?? Secret(""), events: change.events ?? events,
      windowSeconds: change.windowSeconds ?? windowSeconds)
    try new.checkRules()
    if change.address != nil { try new.checkAddress() }
    return ConnectionNoticeTarget(
      id: id, team: team, connection: connection, kind: kind, shown: change.address == nil ? shown : new.shown,
      events: new.events, windowSeconds: new.windowSeconds, createdAt: createdAt)
  }
}
