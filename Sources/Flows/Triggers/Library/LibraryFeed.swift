package import Core
package import Foundation

/// What happens in the library, as flows hear of it. Flows doesn't know the library; whoever puts the rooms together
/// makes this.
package struct LibraryFeed: Sendable {
  /// One event.
  package struct Event: Sendable, Hashable {
    /// Counts up.
    package let sequence: Int64
    package let id: String
    /// One of ``LibraryTrigger/knownEvents``.
    package let type: String
    package let at: Date
    package let data: JSONObject

    package init(sequence: Int64, id: String, type: String, at: Date, data: JSONObject) {
      self.sequence = sequence
      self.id = id
      self.type = type
      self.at = at
      self.data = data
    }
  }

  /// The events after a sequence number, the oldest first.
  package let events: @Sendable (_ after: Int64, _ limit: Int) async throws -> [Event]
  /// The number of the newest event; 0 when there was none.
  package let latest: @Sendable () async throws -> Int64
  /// Forgets events that were read, through a number, as far as they are older than a time.
  package let forget: @Sendable (_ through: Int64, _ before: Date) async throws -> Void
  /// What to listen on for new ones.
  package let channel: String

  package init(
    channel: String, events: @escaping @Sendable (Int64, Int) async throws -> [Event],
    latest: @escaping @Sendable () async throws -> Int64,
    forget: @escaping @Sendable (Int64, Date) async throws -> Void
  ) {
    self.channel = channel
    self.events = events
    self.latest = latest
    self.forget = forget
  }
}

extension LibraryFeed.Event {
  /// What `.trigger` holds.
  var trigger: JSONValue {
    ["event": ["id": .string(id), "type": .string(type), "time": JSONValue(at)], "data": .object(data)]
  }
}
