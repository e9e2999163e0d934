import Core
import Persistence

/// Keeps the full-text index in step with the assets, in the transaction that changes them.
struct SearchIndexStore {
  private let session: any Session

  init(_ session: any Session) {
    self.session = session
  }

  /// Writes the entries of these assets anew.
  func refresh(_ assets: [AssetID]) throws {
    for asset in assets { try refresh(asset) }
  }

  /// Takes an asset's entry away; before the asset itself is deleted.
  func remove(_ asset: AssetID) throws {
    let row = try session.row("delete from library_search where asset = \(asset) returning number")
    guard session.dialect == .sqlite, let number = try row?.int64("number") else { return }
    try session.run("delete from library_search_index where rowid = \(number)")
  }

  private func refresh(_ asset: AssetID) throws {
    try remove(asset)
    guard let document = try document(of: asset) else { return }
    let words = TextField.allCases.map { (document.words[$0] ?? []).joined(separator: " ") }
    switch session.dialect {
    case .sqlite:
      let row = try session.row(
        """
        insert into library_search (asset, title_words, description_words, alt_words, file_words, keyword_words,
          attribute_words)
        values (\(asset), \(words[0]), \(words[1]), \(words[2]), \(words[3]), \(words[4]), \(words[5]))
        returning number
        """)
      guard let number = try row?.int64("number") else { return }
      try session.run("insert into library_search_index (rowid, document) values (\(number), \(document.text))")
    case .postgres:
      try session.run(
        """
        insert into library_search (asset, title_words, description_words, alt_words, file_words, keyword_words,
          attribute_words, vector)
        values (\(asset), \(words[0]), \(words[1]), \(words[2]), \(words[3]), \(words[4]), \(words[5]),
          \(document.vector)::tsvector)
        """)
    }
  }

  private func document(of asset: AssetID) throws -> SearchDocument? {
    let row = try session.row(
      "select title, description, alt_text, file_name from library_asset where id = \(asset)")
    guard let row else { return nil }
    let keywords = try session.rows(
      """
      select k.word from library_asset_keyword ak join library_keyword k on k.id = ak.keyword
      where ak.asset = \(asset) and k.is_searchable = 1 order by ak.position
      """
    ).map { try $0.string("word") }
    let values = try session.rows(
      "select value from library_asset_attribute where asset = \(asset) order by attribute"
    ).map { try $0.string("value") }
    return SearchDocument([
      .title: [try row.string("title")], .description: [try row.string("description")],
      .altText: [try row.string("alt_text")], .fileName: [try row.string("file_name")], .keywords: keywords,
      .attributes: values,
    ])
  }
}
