package import Core

/// What can go wrong between a room and its bytes.
package enum BlobError: Error, Equatable {
  /// There is no such blob.
  case notFound(ContentHash)
  /// The range begins at or after the end.
  case rangeNotSatisfiable(size: Int64)
  /// A commit names a block that isn't staged.
  case unknownBlock(String)
  /// There is no room left, or what is left is held in reserve. Nothing of the write was kept.
  case insufficientStorage
  /// The folder or the service can't be used now.
  case unavailable(reason: String)
  /// Bytes at rest are not what their name says.
  case damaged(ContentHash)
}

extension BlobError: CodedError {
  package var code: String {
    switch self {
    case .notFound: "blob_not_found"
    case .rangeNotSatisfiable: "range_not_satisfiable"
    case .unknownBlock: "unknown_block"
    case .insufficientStorage: "insufficient_storage"
    case .unavailable: "blobs_unavailable"
    case .damaged: "blob_damaged"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .notFound: .notFound
    case .rangeNotSatisfiable: .rangeNotSatisfiable
    case .unknownBlock: .invalid
    case .insufficientStorage: .insufficientStorage
    case .unavailable: .unavailable
    case .damaged: .fault
    }
  }

  package var message: String {
    switch self {
    case .notFound(let hash): "There are no stored bytes \(hash)."
    case .rangeNotSatisfiable(let size): "The range lies outside of the \(size) bytes there are."
    case .unknownBlock(let name): "Block \"\(name)\" was not uploaded."
    case .insufficientStorage: "There is no room left to store these bytes; nothing of them was kept."
    case .unavailable(let reason): "The stored bytes can't be reached: \(reason)."
    case .damaged(let hash): "The stored bytes \(hash) were changed or cut off at rest."
    }
  }

  package var advice: String? {
    switch self {
    case .unknownBlock: "Upload the block, then commit again."
    case .insufficientStorage: "Free some space or enlarge the disk, then try again."
    case .unavailable: "Try again in a moment."
    case .damaged: "Restore the file from a backup."
    case .notFound, .rangeNotSatisfiable: nil
    }
  }

  package var details: JSONObject {
    switch self {
    case .rangeNotSatisfiable(let size): ["size": .int(size)]
    case .unknownBlock(let name): ["block": .string(name)]
    default: [:]
    }
  }
}
