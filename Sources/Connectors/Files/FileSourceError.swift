package import Core

/// Why a file handle leads to no bytes.
package enum FileSourceError: CodedError, Equatable {
  /// Nothing here reads files from such a place.
  case unknownSource(String)
  /// The place is outside of the folders that the operator allows, or leads there by a link.
  case notAllowed(path: String)
  /// There is no such file, or it isn't a plain file.
  case notFound(path: String)
  /// The file isn't the one any more that the handle was made of.
  case changed(name: String)
  /// The operating system refuses; `reason` is its own word.
  case unreadable(path: String, reason: String)
  /// The file is there already, and may not be replaced.
  case exists(path: String)
  /// There is no room left on the disk.
  case noSpace(path: String)
  /// A handle without a size is used where the size must be known.
  case unknownSize(name: String)
  /// The service doesn't hand the file out.
  case refused(name: String, status: Int)
  /// The service is away, or asks to be left alone for so many seconds.
  case busy(name: String, status: Int, seconds: Int64?)

  package var code: String {
    switch self {
    case .unknownSource: "unknown_file_source"
    case .notAllowed: "path_not_allowed"
    case .notFound: "file_not_found"
    case .changed: "file_changed"
    case .unreadable: "file_unreadable"
    case .exists: "file_exists"
    case .noSpace: "disk_full"
    case .unknownSize: "unknown_file_size"
    case .refused: "file_refused"
    case .busy: "file_source_busy"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .unknownSource, .unknownSize: .invalid
    case .notAllowed, .refused: .forbidden
    case .notFound: .notFound
    case .changed, .exists: .conflict
    case .busy(_, 429, _): .rateLimited
    case .unreadable, .busy: .unavailable
    case .noSpace: .insufficientStorage
    }
  }

  package var message: String {
    switch self {
    case .unknownSource(let name): "Nothing here reads files from \"\(name)\"."
    case .notAllowed(let path): "\"\(path)\" is outside of the allowed folders."
    case .notFound(let path): "There is no file \"\(path)\"."
    case .changed(let name): "\"\(name)\" changed since it was listed, or while it was read."
    case .unreadable(let path, let reason): "\"\(path)\" can't be used: \(reason)."
    case .exists(let path): "\"\(path)\" is there already."
    case .noSpace(let path): "There is no room left to write \"\(path)\"; nothing of it was kept."
    case .unknownSize(let name): "The size of \"\(name)\" isn't known beforehand."
    case .refused(let name, let status): "The service doesn't hand out \"\(name)\" (status \(status))."
    case .busy(let name, let status, _): "The service can't hand out \"\(name)\" now (status \(status))."
    }
  }

  package var advice: String? {
    switch self {
    case .notAllowed: "Ask the operator to allow the folder, or choose one that is."
    case .changed: "List the folder again once nobody changes the file any more."
    case .exists: "Choose another name, or allow that it is replaced."
    case .noSpace: "Free some space, then try again."
    case .refused: "Check that the connection may read it, or make a new link if this one has expired."
    default: nil
    }
  }
}

extension FileSourceError: AskingForPatience {
  var patience: Int64? {
    if case .busy(_, _, let seconds) = self { seconds } else { nil }
  }
}
