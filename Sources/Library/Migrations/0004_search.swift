import Persistence

/// The full-text index. What stands in it is made by ``SearchDocument``, so that both engines only have to keep it:
/// the tokenizers are told to leave it alone.
let migration0004 = Migration("library/0004_search") { sql in
  let vector = sql == .postgres ? "vector tsvector not null," : ""
  return [
    """
    create table library_search (
      number \(sql.counter),
      asset text not null unique references library_asset (id) on delete cascade,
      \(vector)
      title_words text not null,
      description_words text not null,
      alt_words text not null,
      file_words text not null,
      keyword_words text not null,
      attribute_words text not null
    ) \(sql.strict)
    """,
    sql == .sqlite
      ? """
      create virtual table library_search_index using fts5 (
        document, tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
      )
      """
      : "create index library_search_index on library_search using gin (vector)",
  ]
}
