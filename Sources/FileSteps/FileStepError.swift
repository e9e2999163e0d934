package import Core

/// Why a file step can't do what it is asked.
package enum FileStepError: CodedError, Equatable {
  /// A member of the input should be a file handle and isn't.
  case noFile(field: String)
  /// A member is missing that this choice needs.
  case missing(field: String, reason: String)
  /// A place in a file isn't what its format allows.
  case malformed(format: String, file: String, line: Int, reason: String)
  /// One row is larger than a step takes.
  case rowTooLarge(file: String, line: Int, limit: Int)
  /// Rows are neither a list of objects nor a file of JSON lines.
  case noRows(field: String)
  /// An archive that would do harm, or may.
  case hostileArchive(file: String, entry: String, reason: String)
  /// An archive that can't be read.
  case damagedArchive(file: String, reason: String)
  /// The file is larger than this step takes.
  case tooLarge(file: String, limit: Int64)

  package var code: String {
    switch self {
    case .noFile: "no_file"
    case .missing: "invalid_input"
    case .malformed: "malformed_file"
    case .rowTooLarge: "row_too_large"
    case .noRows: "no_rows"
    case .hostileArchive: "archive_refused"
    case .damagedArchive: "archive_damaged"
    case .tooLarge: "file_too_large"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .rowTooLarge, .tooLarge: .tooLarge
    default: .invalid
    }
  }

  package var message: String {
    switch self {
    case .noFile(let field): "\"\(field)\" is no file handle."
    case .missing(let field, let reason): "\"\(field)\" is missing: \(reason)."
    case .malformed(let format, let file, let line, let reason):
      "\"\(file)\" is no good \(format) at line \(line): \(reason)."
    case .rowTooLarge(let file, let line, let limit):
      "The row of \"\(file)\" that ends at line \(line) is larger than \(limit >> 20) MB."
    case .noRows(let field): "\"\(field)\" is neither a list of rows nor a file of JSON lines."
    case .hostileArchive(let file, let entry, let reason):
      "\"\(file)\" isn't unpacked: \(reason)" + (entry.isEmpty ? "." : " (\"\(entry)\").")
    case .damagedArchive(let file, let reason): "\"\(file)\" can't be unpacked: \(reason)."
    case .tooLarge(let file, let limit): "\"\(file)\" is larger than the \(limit) bytes this step takes."
    }
  }

  package var advice: String? {
    switch self {
    case .noFile: "Hand on the \"file\" of an earlier step."
    case .missing: "Give it a value."
    case .malformed: "Mend the file at that place, or choose the separator and the encoding it was written with."
    case .rowTooLarge: "Check the separator and the quotes: a quote that is never closed makes one row of the rest."
    case .noRows: "Hand on the \"rows\" of a step that reads a table, or a list of objects."
    case .hostileArchive: "Ask whoever made it for another one; raise the step's limits if it is known to be good."
    case .damagedArchive: "Fetch it again, or have it made anew."
    case .tooLarge: "Use a smaller file."
    }
  }

  package var details: JSONObject {
    switch self {
    case .malformed(_, _, let line, _), .rowTooLarge(_, let line, _): ["line": JSONValue(line)]
    default: [:]
    }
  }
}
