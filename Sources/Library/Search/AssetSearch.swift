package import Identity

/// Finds assets.
package struct AssetSearch: Sendable {
  let context: LibraryContext

  /// The assets that a request means, those `principal` may see.
  /// - Throws: ``SearchSyntaxError`` for an expression that can't be understood, and for a page out of bounds.
  package func assets(_ request: SearchRequest, as principal: Principal) async throws -> SearchResult {
    throw Unfinished()
  }

  /// How the assets found are spread over file types; `offset`, `count` and `sort` of the request don't matter.
  package func facets(_ request: SearchRequest, as principal: Principal) async throws -> [SearchFacet] {
    throw Unfinished()
  }
}
