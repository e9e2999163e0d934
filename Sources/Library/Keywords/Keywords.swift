import Core
package import Identity
import Persistence

/// The library's list of keywords.
package struct Keywords: Sendable {
  let context: LibraryContext

  /// All of them, by word.
  package func all(as principal: Principal) async throws -> [Keyword] {
    try Access.require(.viewLibrary, on: .library, as: principal)
    return try await context.store.read { session in try KeywordStore(session).all() }
  }

  /// - Parameter keyword: its identifier or its word, in any case.
  /// - Throws: ``LibraryError/keywordNotFound(_:)``.
  package func keyword(_ keyword: String, as principal: Principal) async throws -> Keyword {
    try Access.require(.viewLibrary, on: .library, as: principal)
    return try await context.store.read { session in try KeywordStore(session).keyword(keyword) }
  }

  /// Adds a word; answers the keyword that is there when it is known already.
  package func create(_ word: String, as principal: Principal) async throws -> Keyword {
    try Access.require(.manageKeywords, on: .library, as: principal)
    let word = try LibraryName.checked(word)
    let act = context.act(as: principal)
    return try await context.store.write { session in
      try AuthorStore(session).note(act.by)
      return try KeywordStore(session).use(word, act)
    }
  }

  /// Renames or approves a keyword, wherever it is used.
  /// - Parameter keyword: its identifier or its word, in any case.
  /// - Throws: ``LibraryError/nameTaken(_:by:)``.
  package func update(_ keyword: String, _ change: KeywordChange, as principal: Principal) async throws -> Keyword {
    try Access.require(.manageKeywords, on: .library, as: principal)
    var change = change
    change.word = try change.word.map { try LibraryName.checked($0) }
    let act = context.act(as: principal)
    return try await context.store.write { [change] session in
      try AuthorStore(session).note(act.by)
      let store = KeywordStore(session)
      let old = try store.keyword(keyword)
      if let word = change.word, let other = try? store.keyword(word), other.id != old.id {
        throw LibraryError.nameTaken(word, by: "keyword")
      }
      try store.update(old.id, change, act)
      if change.word != nil { try SearchIndexStore(session).refresh(try store.assets(with: old.id)) }
      return try store.keyword(old.id.description)
    }
  }
}
