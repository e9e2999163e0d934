package import Persistence

/// The tables of this room.
package enum SourcesSchema {
  /// In order.
  package static let migrations: [Migration] = [migration0001, migration0002]
}
