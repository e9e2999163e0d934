/// What stands before a colon in a `search` text.
struct TextPlace {
  /// Where the word is looked for; for ``isCategoryID`` until the word has been read as an identifier.
  let plain: TextTerm.Place
  let isCategoryID: Bool

  /// - Returns: `nil` when there is no such field.
  init?(_ name: String) {
    let wanted = name.lowercased()
    if let field = TextField(ignoringCase: wanted) {
      plain = .field(field)
    } else if wanted == "category" || wanted == "categories" {
      plain = .categoryName
    } else if wanted == "categoryids" {
      plain = .anywhere
    } else if let known = Self.unsupported.first(where: { $0.lowercased() == wanted }) {
      plain = .unsupported(known)
    } else {
      return nil
    }
    isCategoryID = wanted == "categoryids"
  }

  /// The fields in a message.
  static let names = "title, description, altText, fileName, keywords, attributes, category, categories, categoryIds"

  /// MediaValet's fields that rest on picture analysis or comments, which aren't indexed here.
  static let unsupported = [
    "cognitiveBackgroundColor", "cognitiveForegroundColor", "cognitiveDominantColors", "cognitiveTextInImage",
    "cognitiveContentInDocument", "cognitiveTags", "videoIntelligence", "comments",
  ]
}
