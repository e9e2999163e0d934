package import Identity

/// The library's list of keywords.
package struct Keywords: Sendable {
  let context: LibraryContext

  /// All of them, by word.
  package func all(as principal: Principal) async throws -> [Keyword] { throw Unfinished() }

  /// - Parameter keyword: its identifier or its word, in any case.
  /// - Throws: ``LibraryError/keywordNotFound(_:)``.
  package func keyword(_ keyword: String, as principal: Principal) async throws -> Keyword { throw Unfinished() }

  /// Adds a word; answers the keyword that is there when it is known already.
  package func create(_ word: String, as principal: Principal) async throws -> Keyword { throw Unfinished() }

  /// Renames or approves a keyword, wherever it is used.
  /// - Parameter keyword: its identifier or its word, in any case.
  package func update(_ keyword: String, _ change: KeywordChange, as principal: Principal) async throws -> Keyword {
    throw Unfinished()
  }
}
