/// What to look for, in the words of the MediaValet API.
package struct SearchRequest: Sendable, Hashable {
  /// Words, phrases, wildcards and fields; empty or `*` means everything.
  package var text: String
  /// Where words without a field are looked for, as `title,fileName`; empty means everywhere.
  package var fields: String
  /// Comparisons, as `(AssetType EQ Image) AND Status EQ 0`.
  package var filters: String
  /// Categories or collections, as `(CategoryIds/ANY(c: c EQ '<id>'))`.
  package var container: String
  /// As `record.createdAt D`; empty means newest first.
  package var sort: String
  /// How many to pass over; at most 100 000.
  package var offset: Int
  /// How many to answer with; at most 1 000.
  package var count: Int
  package var includesDeleted: Bool

  package init(
    text: String = "", fields: String = "", filters: String = "", container: String = "", sort: String = "",
    offset: Int = 0, count: Int = 50, includesDeleted: Bool = false
  ) {
    self.text = text
    self.fields = fields
    self.filters = filters
    self.container = container
    self.sort = sort
    self.offset = offset
    self.count = count
    self.includesDeleted = includesDeleted
  }
}

/// What was found.
package struct SearchResult: Sendable {
  /// How many there are in all.
  package let total: Int
  /// Those of the page asked for, in the order asked for.
  package let assets: [Asset]
  /// What of the request had no effect, for people.
  package let warnings: [String]

  package init(total: Int, assets: [Asset], warnings: [String]) {
    self.total = total
    self.assets = assets
    self.warnings = warnings
  }
}

/// How many of the assets found have which file type.
package struct SearchFacet: Sendable, Hashable {
  /// Such as `imageFileExtension`.
  package let name: String
  /// By file type in upper case.
  package let counts: [String: Int]

  package init(name: String, counts: [String: Int]) {
    self.name = name
    self.counts = counts
  }
}
