import Persistence

extension Dialect {
  /// Text that is compared byte by byte, so that both engines sort and match it alike.
  var sortable: String { self == .sqlite ? "text" : "text collate \"C\"" }
}
