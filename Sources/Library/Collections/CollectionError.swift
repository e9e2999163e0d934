package import Core

/// Why somebody may not change a collection that they may see.
package enum CollectionError: CodedError, Equatable {
  /// The owner didn't give this right.
  case notShared(CollectionPermission, collection: String)
  /// The identifier is taken by a collection of somebody else.
  case identifierTaken(CollectionID)

  package var code: String {
    switch self {
    case .notShared: "collection_right_missing"
    case .identifierTaken: "collection_identifier_taken"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .notShared: .forbidden
    case .identifierTaken: .conflict
    }
  }

  package var message: String {
    switch self {
    case .notShared(let right, let name): "The owner of \"\(name)\" didn't give you the right \(right.rawValue)."
    case .identifierTaken(let id): "The identifier \(id) is taken."
    }
  }

  package var advice: String? {
    switch self {
    case .notShared: "Ask the owner to share it with this right."
    case .identifierTaken: "Use another identifier, or none."
    }
  }
}
