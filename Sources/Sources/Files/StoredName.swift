import Connectors

/// A service's name of a thing as it can be kept.
enum StoredName {
  /// A NUL, which the database can't keep, becomes U+2400.
  static func of(_ item: RemoteItem) -> String { RemoteID(item.name).text }
}
