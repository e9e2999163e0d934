import Core
import Library

/// What of a query string, or of the body of a search, says what to look for.
enum SearchQuery {
  static let parameters: [Parameter] =
    [
      .query("search", .string, "Words, phrases, wildcards and fields; `q` is taken as well."),
      .query("searchFields", .string, "Where words are looked for, as `title,fileName`."),
      .query("filters", .string, "Comparisons, as `(AssetType EQ Image) AND Status EQ 0`."),
      .query("containerFilter", .string, "Categories or lightboxes, as `(CategoryIds/ANY(c: c EQ '<id>'))`."),
      .query("sort", .string, "A field and `A` or `D`, as `record.createdAt D`."), .includeSoftDeleted,
    ] + Parameter.mediaValetPage

  static func request(_ call: MediaValetCall) throws -> SearchRequest {
    let query = call.query
    let (offset, count) = try call.page()
    return SearchRequest(
      text: query.string("search") ?? query.string("q") ?? "", fields: query.string("searchFields") ?? "",
      filters: query.string("filters") ?? "", container: query.string("containerFilter") ?? "",
      sort: query.string("sort") ?? "", offset: offset, count: count, includesDeleted: try call.includesDeleted)
  }

  static func request(_ fields: LenientFields) throws -> SearchRequest {
    func whole(_ name: String, _ standard: Int, _ range: ClosedRange<Int64>) throws -> Int {
      guard let number = try fields.int(name) else { return standard }
      guard range.contains(number) else {
        throw RequestError.invalidMember(name, expected: "from \(range.lowerBound) to \(range.upperBound)")
      }
      return Int(number)
    }
    return SearchRequest(
      text: try fields.string("search") ?? "", fields: try fields.string("searchFields") ?? "",
      filters: try fields.string("filters") ?? "", container: try fields.string("containerFilter") ?? "",
      sort: try fields.string("sort") ?? "", offset: try whole("offset", 0, 0...Int64(Int32.max)),
      count: try whole("count", 50, 0...1000), includesDeleted: try fields.bool("includeSoftDeleted") ?? false)
  }

  /// Members of the body that this library has no use for; they get a warning each.
  static func warnings(_ fields: LenientFields) -> [String] {
    let unused = [
      "useSemanticSearch", "useRrf", "semanticSearchSimilarity", "fileId", "fileUrl", "fileSearchExactMatch",
    ]
    return unused.filter { name in
      guard let value = fields.value(name) else { return false }
      return value != false && value != ""
    }.map { "The member \($0) has no effect." }
  }

  /// The container of one category, without what lies below it.
  static func container(of category: CategoryID) -> String {
    "(CategoryIds/ANY(c: c EQ '\(category)'))"
  }

  /// A page of assets, counted.
  static func answer(_ call: MediaValetCall, _ request: SearchRequest) async throws -> MediaValetAnswer {
    let found = try await call.library.search.assets(request, as: call.principal)
    return answer(found, offset: request.offset, wire: try await WireAsset(call))
  }

  static func answer(_ found: SearchResult, offset: Int, wire: WireAsset) -> MediaValetAnswer {
    var answer = MediaValetAnswer.ok(wire.result(found))
    answer.recordCount = .init(total: found.total, start: offset, returned: found.assets.count)
    answer.warnings = found.warnings
    return answer
  }
}
