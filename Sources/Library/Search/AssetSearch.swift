package import Identity
import Persistence

/// Finds assets.
package struct AssetSearch: Sendable {
  let context: LibraryContext

  /// The assets that a request means, those `principal` may see.
  /// - Throws: ``SearchSyntaxError`` for an expression that can't be understood, and for a page out of bounds;
  ///   ``LibraryError/collectionNotFound(_:)`` for a collection that `principal` may not see.
  package func assets(_ request: SearchRequest, as principal: Principal) async throws -> SearchResult {
    try Access.require(.viewLibrary, on: .library, as: principal)
    return try await context.store.read { session in
      let plan = try Self.plan(request, principal, session)
      let total = try session.count("select count(*) as n from \(Self.tables) where \(plan.condition)")
      let page = try session.rows(
        """
        select a.id from \(Self.tables) where \(plan.condition) order by \(plan.order)
        limit \(plan.count) offset \(plan.offset)
        """)
      let ids = try page.map { row -> AssetID in try row.id("id") }
      return SearchResult(total: total, assets: try AssetStore(session).assets(ids), warnings: plan.warnings)
    }
  }

  /// How the assets found are spread over file types; `offset`, `count` and `sort` of the request don't matter.
  /// - Throws: as ``assets(_:as:)``.
  package func facets(_ request: SearchRequest, as principal: Principal) async throws -> [SearchFacet] {
    try Access.require(.viewLibrary, on: .library, as: principal)
    var request = request
    request.offset = 0
    request.count = 0
    return try await context.store.read { [request] session in
      let plan = try Self.plan(request, principal, session)
      let rows = try session.rows(
        """
        select a.kind, a.file_type_key, count(*) as n from \(Self.tables) where \(plan.condition)
        group by a.kind, a.file_type_key
        """)
      var counts: [FileTypeFacet: [String: Int]] = [:]
      for row in rows {
        let type = try row.string("file_type_key").uppercased()
        let facet = FileTypeFacet(kind: try row.choice("kind"), fileType: type)
        counts[facet, default: [:]][type, default: 0] += try row.int("n")
      }
      return FileTypeFacet.allCases.compactMap { facet in
        counts[facet].map { SearchFacet(name: facet.rawValue, counts: $0) }
      }
    }
  }

  private static func plan(_ request: SearchRequest, _ principal: Principal, _ session: any Session) throws
    -> SearchPlan
  {
    if let container = try ContainerParser.parse(request.container) {
      let collections = CollectionStore(session)
      for id in ContainerCompiler.collections(in: container) { _ = try collections.visible(id, to: principal) }
    }
    return try SearchPlan(
      request, attributes: try AttributeStore(session).all(), visibility: AssetVisibility(principal: principal),
      dialect: session.dialect)
  }

  private static let tables: Statement = "library_asset a join library_search s on s.asset = a.id"
}
