/// A field of an asset that a patch can name.
enum AssetPatchField: Sendable, Hashable {
  case title
  case description
  case altText
  case fileName
  case status
  case expiresAt
  case attribute(AttributeID)

  /// - Parameter path: segments in lower case; attributes are looked up by the caller.
  init?(_ path: [String]) {
    switch path.joined(separator: "/") {
    case "title": self = .title
    case "description": self = .description
    case "alttext": self = .altText
    case "filename", "file/filename": self = .fileName
    case "status": self = .status
    case "expiresat", "file/expiresat": self = .expiresAt
    default: return nil
    }
  }

  /// The field behind a system attribute, where it can be edited.
  init?(system id: AttributeID) {
    switch SystemAttribute(id) {
    case .title: self = .title
    case .description: self = .description
    case .altText: self = .altText
    case .fileName: self = .fileName
    case .expiryDate: self = .expiresAt
    default: return nil
    }
  }
}
