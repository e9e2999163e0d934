extension SQLValue {
  /// Refuses what the engines would each treat in their own way: a NUL character in a text (PostgreSQL has none, a C
  /// string ends there) and a floating point value that is no number (SQLite makes it null).
  package func requireStorable() throws(PersistenceError) {
    switch self {
    case .text(let text) where text.utf8.contains(0): throw .refused(constraint: "text without NUL characters")
    case .real(let number) where number.isNaN: throw .refused(constraint: "real that is a number")
    default: return
    }
  }
}
