package import Persistence

/// The tables of this room.
package enum ConnectorsSchema {
  /// In order.
  package static let migrations: [Migration] = [migration0001]
}
