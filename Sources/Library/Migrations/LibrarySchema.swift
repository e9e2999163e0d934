package import Persistence

/// The tables of the library.
package enum LibrarySchema {
  /// In order.
  package static let migrations: [Migration] = []
}
