import CPostgres
import Persistence

/// An error as the server reports it.
struct ServerError: Error {
  /// Five characters (PostgreSQL's manual, appendix A); empty when the connection was lost.
  let sqlState: String
  /// Names tables and columns; in class 22 also values, so there it must not be shown.
  let message: String
  /// The constraint that was broken, else the column, else nothing.
  let subject: String

  init(_ result: OpaquePointer, connectionIsAlive: Bool) {
    let field = { (code: Character) -> String? in
      guard let code = code.asciiValue else { return nil }
      return PQresultErrorField(result, Int32(code)).map { String(cString: $0) }
    }
    let reported = field("C") ?? ""
    sqlState = connectionIsAlive || reported.hasPrefix("57P") ? reported : ""
    message = field("M") ?? PersistenceError.firstLine(of: PQresultErrorMessage(result))
    let column = [field("t"), field("c")].compactMap(\.self).joined(separator: ".")
    subject = field("n") ?? column
  }
}

extension PersistenceError {
  /// What the server's error means to a room.
  init(_ error: ServerError) {
    switch error.sqlState {
    case "23505", "23P01": self = .duplicate(constraint: error.subject)
    case "23503", "23001": self = .brokenReference(constraint: error.subject)
    case "40001", "40P01", "55P03": self = .contended
    case "53100": self = .full
    case "25006": self = .readOnly
    case "XX001", "XX002": self = .corrupt(reason: error.message)
    case "57014": self = .unavailable(reason: "the server stopped a statement that took too long")
    case "": self = .unavailable(reason: "the connection was lost")
    default: self = Self.byClass(error)
    }
  }

  private static func byClass(_ error: ServerError) -> PersistenceError {
    switch error.sqlState.prefix(2) {
    case "23": .refused(constraint: error.subject)
    case "22": .refused(constraint: "SQLSTATE \(error.sqlState)")
    case "08", "53", "57", "58": .unavailable(reason: error.message)
    default: .statement(reason: error.message)
    }
  }

  /// What libpq says, without its second line of guesses.
  static func firstLine(of message: UnsafePointer<CChar>?) -> String {
    let text = message.map { String(cString: $0) } ?? ""
    return text.split(separator: "\n").first.map(String.init) ?? "the server doesn't answer"
  }
}
