package import Core

/// What the library can't find, or can't do as asked.
package enum LibraryError: Error, Equatable {
  case assetNotFound(AssetID)
  case categoryNotFound(CategoryID)
  /// As the client wrote it: a word or an identifier.
  case keywordNotFound(String)
  case attributeNotFound(AttributeID)
  case collectionNotFound(CollectionID)
  /// A sibling, keyword, attribute or link has the name already.
  case nameTaken(String, by: String)
  /// A name is empty, too long, or has a character that it can't have.
  case illegalName(String, problem: String)
  /// Nothing can be changed before it is undeleted.
  case assetDeleted(AssetID)
  /// The root of the tree can't be moved or deleted.
  case rootCategory
  /// A category can't be moved below itself.
  case categoryCycle(String)
  /// A status number that there isn't.
  case unknownStatus(Int)
  /// The same bytes are being deleted at this moment.
  case contentBusy
}

extension LibraryError: CodedError {
  package var code: String {
    switch self {
    case .assetNotFound: "asset_not_found"
    case .categoryNotFound: "category_not_found"
    case .keywordNotFound: "keyword_not_found"
    case .attributeNotFound: "attribute_not_found"
    case .collectionNotFound: "collection_not_found"
    case .nameTaken: "name_taken"
    case .illegalName: "illegal_name"
    case .assetDeleted: "asset_deleted"
    case .rootCategory: "root_category"
    case .categoryCycle: "category_cycle"
    case .unknownStatus: "unknown_status"
    case .contentBusy: "content_busy"
    }
  }

  package var category: ErrorCategory {
    switch self {
    case .assetNotFound, .categoryNotFound, .keywordNotFound, .attributeNotFound, .collectionNotFound: .notFound
    case .nameTaken, .assetDeleted: .conflict
    case .illegalName, .rootCategory, .categoryCycle, .unknownStatus: .invalid
    case .contentBusy: .unavailable
    }
  }

  package var message: String {
    switch self {
    case .assetNotFound(let id): "There is no asset \(id)."
    case .categoryNotFound(let id): "There is no category \(id)."
    case .keywordNotFound(let word): "There is no keyword \"\(word)\" here."
    case .attributeNotFound(let id): "There is no attribute \(id)."
    case .collectionNotFound(let id): "There is no collection \(id)."
    case .nameTaken(let name, let owner): "The name \"\(name)\" is taken by another \(owner)."
    case .illegalName(let name, let problem): "\"\(name)\" can't be used as a name: \(problem)."
    case .assetDeleted(let id): "The asset \(id) is deleted."
    case .rootCategory: "The root category can't be moved or deleted."
    case .categoryCycle(let name): "The category \"\(name)\" can't be moved below itself."
    case .unknownStatus(let number): "There is no status \(number)."
    case .contentBusy: "The same bytes are being deleted at this moment."
    }
  }

  package var advice: String? {
    switch self {
    case .nameTaken: "Choose another name."
    case .assetDeleted: "Undelete it first."
    case .unknownStatus:
      "Use 0 (approved), 2 (pending), 5 (rejected), 7 (expired) or 9 (checked out)."
    case .contentBusy: "Try again in a moment."
    default: nil
    }
  }
}
