/// What is said about a file when it becomes an asset.
public struct UploadDescription: Sendable, Equatable {
  /// The asset's title; `nil` takes the file's name without its extension.
  public var title: String?
  /// The asset's description; `nil` leaves it to what is embedded in the file.
  public var description: String?
  /// Ids of the categories it goes into. The real service refuses an asset without any.
  public var categories: [String]
  /// Its keywords.
  public var keywords: [String]
  /// Attribute values by attribute id.
  public var attributes: [String: String]

  /// Says something about a file.
  public init(
    title: String? = nil, description: String? = nil, categories: [String] = [], keywords: [String] = [],
    attributes: [String: String] = [:]
  ) {
    self.title = title
    self.description = description
    self.categories = categories
    self.keywords = keywords
    self.attributes = attributes
  }

  /// The title to send for a file of that name.
  func title(forFile name: String) -> String {
    if let title, !title.isEmpty { return title }
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}
