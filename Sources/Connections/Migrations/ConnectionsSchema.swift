package import Persistence

/// The tables of this room.
package enum ConnectionsSchema {
  /// In order.
  package static let migrations: [Migration] = [
    migration0001, migration0002, migration0006, migration0007, migration0008,
  ]
}
