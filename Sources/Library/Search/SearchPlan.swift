import Persistence

/// A search request, understood: what to ask the database, and what to tell the caller.
struct SearchPlan: Sendable {
  /// On `library_asset a join library_search s`, deletion and visibility included.
  let condition: Statement
  let order: Statement
  let offset: Int
  let count: Int
  let warnings: [String]

  /// Further pages are refused; MediaValet does the same, and says to go on by date.
  static let deepestOffset = 100_000
  static let largestPage = 1000

  /// - Parameters:
  ///   - attributes: those of the library, which filters may name.
  ///   - visibility: who may see what.
  init(_ request: SearchRequest, attributes: [Attribute], visibility: AssetVisibility, dialect: Dialect)
    throws(SearchSyntaxError)
  {
    var conditions = [visibility.condition]
    if !request.includesDeleted { conditions.append("a.deleted_at is null") }
    let (fields, unknown) = try Self.fields(request.fields)
    var text = TextCompiler(dialect: dialect, fields: fields)
    let query = try TextParser.parse(request.text)
    if query != .everything { conditions.append(text.condition(query)) }
    var filters = FilterCompiler(attributes: attributes)
    if let expression = try FilterParser.parse(request.filters) { conditions.append(try filters.condition(expression)) }
    if let expression = try ContainerParser.parse(request.container) {
      conditions.append(ContainerCompiler.condition(expression))
    }
    condition = conditions.joined(separator: " and ")
    order = Self.order(try SortOrder.parse(request.sort))
    (offset, count) = try Self.page(request)
    warnings = unknown + text.warnings + filters.warnings
  }

  /// Checks the bounds of a page.
  static func page(_ request: SearchRequest) throws(SearchSyntaxError) -> (offset: Int, count: Int) {
    guard (0...deepestOffset).contains(request.offset) else {
      throw SearchSyntaxError(
        parameter: "offset", column: 1, found: "\(request.offset)",
        expected: "a number from 0 to \(deepestOffset) (go on by a filter such as DateUploaded LE …)")
    }
    guard (0...largestPage).contains(request.count) else {
      throw SearchSyntaxError(
        parameter: "count", column: 1, found: "\(request.count)", expected: "a number from 0 to \(largestPage)")
    }
    return (request.offset, request.count)
  }

  /// Reads `searchFields`; fields that rest on picture analysis are passed over with a warning.
  private static func fields(_ text: String) throws(SearchSyntaxError) -> ([TextField], [String]) {
    var lexer = FilterLexer(text, parameter: "searchFields")
    var fields: [TextField] = []
    var warnings: [String] = []
    for token in try lexer.tokens() {
      guard case .word(let name) = token.kind else { continue }
      if let field = TextField(ignoringCase: name) {
        fields.append(field)
      } else if TextPlace.unsupported.contains(where: { $0.lowercased() == name.lowercased() }) {
        warnings.append("\"\(name)\" isn't indexed by this library and was passed over.")
      } else {
        throw SearchSyntaxError(
          parameter: "searchFields", column: token.column, found: token.phrase,
          expected: "one of \(TextField.allCases.map(\.rawValue).joined(separator: ", "))")
      }
    }
    return (fields, warnings)
  }

  private static func order(_ orders: [SortOrder]) -> Statement {
    let terms = orders.compactMap { order in
      column(order.field).map { "\($0) \(order.isAscending ? "asc" : "desc" as Statement)" as Statement }
    }
    // The identifier makes the order whole, so that pages neither overlap nor leave anything out.
    return (terms + ["a.id \(orders.last?.isAscending == true ? "asc" : "desc" as Statement)"]).joined(separator: ", ")
  }

  private static func column(_ field: SortOrder.Field) -> Statement? {
    switch field {
    case .createdAt: "a.created_at"
    case .modifiedAt: "a.modified_at"
    case .title: "a.title_key"
    case .fileName: "a.file_name_key"
    case .size: "a.size"
    case .rating: nil
    }
  }
}
