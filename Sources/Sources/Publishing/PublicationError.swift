package import Core

/// Why something can't be done with a publication.
package enum PublicationError: Error, Equatable {
  case notFound
  /// The team has another publication of that name.
  case nameTaken(String)
  /// A value of the form can't be accepted.
  case invalidField(String, reason: String)
  /// The service takes no files.
  case cannotWrite(String)
  /// Another worker has taken the publication over.
  case lostLease
  /// The person on whose behalf it works may not do so any more.
  case ownerMayNot(String)
  /// The folder isn't there any more.
  case folderGone(String)
  /// The collection was deleted, or isn't shared with the person any more.
  case collectionGone(String)
  /// It is switched off.
  case inactive(String)
}

extension PublicationError: CodedError {
  package var code: String {
    switch self {
    case .notFound: "publication_not_found"
    case .nameTaken: "publication_name_taken"
    case .invalidField: "invalid_publication"
    case .cannotWrite: "publication_cannot_write"
    case .lostLease: "publication_taken_over"
    case .ownerMayNot: "publication_owner_may_not"
    case .folderGone: "publication_folder_gone"
    case .collectionGone: "publication_collection_gone"
    case .inactive: "publication_inactive"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .notFound: .notFound
    case .nameTaken, .lostLease, .inactive, .collectionGone: .conflict
    case .invalidField, .cannotWrite: .invalid
    case .ownerMayNot: .forbidden
    case .folderGone: .upstream
    }
  }

  package var message: String {
    switch self {
    case .notFound: "There is no such publication."
    case .nameTaken(let name): "Your team has a publication named \"\(name)\" already."
    case .invalidField(let field, let reason): "\(field): \(reason)."
    case .cannotWrite(let place): "\(place) takes no files."
    case .lostLease: "Another server has taken the publication over."
    case .ownerMayNot(let name): "The person who set up \"\(name)\" may not publish files any more."
    case .folderGone(let path): "The folder \"\(path)\" isn't there any more."
    case .collectionGone(let name):
      "The collection of \"\(name)\" was deleted, or its owner doesn't share it any more. Nothing was removed there."
    case .inactive(let name): "The publication \"\(name)\" is switched off."
    }
  }

  package var advice: String? {
    switch self {
    case .nameTaken: "Choose another name."
    case .cannotWrite: "Choose another connection."
    case .ownerMayNot: "Have somebody who may sync files open the publication and save it."
    case .folderGone: "Make the folder again, or choose another."
    case .collectionGone: "Choose another collection, or have its owner share it again."
    case .inactive: "Switch it on first."
    default: nil
    }
  }

  package var details: JSONObject {
    switch self {
    case .invalidField(let field, _): ["field": .string(field)]
    default: [:]
    }
  }
}
