/// In which order found assets come.
struct SortOrder: Sendable, Hashable {
  enum Field: String, Sendable, Hashable, CaseIterable {
    case createdAt = "record.createdAt"
    case modifiedAt = "record.modifiedAt"
    case title
    case fileName = "file.fileName"
    case size = "file.sizeInBytes"
    /// Weir keeps no ratings, so all assets are alike in it.
    case rating = "rating.average"
  }

  let field: Field
  let isAscending: Bool

  /// Newest first.
  static let standard = [SortOrder(field: .createdAt, isAscending: false)]

  /// Reads `field A`, `field D` or several of them with commas in between.
  static func parse(_ text: String) throws(SearchSyntaxError) -> [SortOrder] {
    var lexer = FilterLexer(text, parameter: "sort")
    var orders: [SortOrder] = []
    var tokens = try lexer.tokens()[...]
    func error(_ expected: String) -> SearchSyntaxError {
      let found = tokens.first
      return SearchSyntaxError(
        parameter: "sort", column: found?.column ?? 1, found: found?.phrase ?? "the end", expected: expected)
    }
    while tokens.first?.kind != .end {
      guard case .word(let name)? = tokens.first?.kind, let field = field(name) else { throw error(names) }
      tokens.removeFirst()
      orders.append(SortOrder(field: field, isAscending: tokens.first.map(isDescending) != true))
      if tokens.first.map({ isDescending($0) || isAscending($0) }) == true { tokens.removeFirst() }
      if tokens.first?.kind == .comma {
        tokens.removeFirst()
      } else if tokens.first?.kind != .end {
        throw error("A, D, a comma or the end")
      }
    }
    return orders.isEmpty ? standard : orders
  }

  private static func field(_ name: String) -> Field? {
    let wanted = name.lowercased()
    return Field.allCases.first { $0.rawValue.lowercased() == wanted }
  }

  private static func isDescending(_ token: FilterLexer.Token) -> Bool {
    token.isKeyword("D") || token.isKeyword("DESC")
  }

  private static func isAscending(_ token: FilterLexer.Token) -> Bool {
    token.isKeyword("A") || token.isKeyword("ASC")
  }

  private static var names: String { "one of " + Field.allCases.map(\.rawValue).joined(separator: ", ") }
}
