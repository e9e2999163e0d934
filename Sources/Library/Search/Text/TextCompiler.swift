import Persistence

/// Makes a condition on `library_asset a` and `library_search s` of a text query.
struct TextCompiler {
  let dialect: Dialect
  /// Where words without a field are looked for; empty means everywhere.
  let fields: [TextField]
  /// What had no effect, for people.
  private(set) var warnings: [String] = []

  init(dialect: Dialect, fields: [TextField]) {
    self.dialect = dialect
    self.fields = fields
  }

  mutating func condition(_ query: TextQuery) -> Statement {
    switch query {
    case .everything: return "true"
    case .term(let term): return condition(term)
    case .and(let parts): return joined(parts, by: " and ")
    case .or(let parts): return joined(parts, by: " or ")
    case .not(let part): return "(not \(condition(part)))"
    }
  }

  private mutating func joined(_ parts: [TextQuery], by separator: Statement) -> Statement {
    var conditions: [Statement] = []
    for part in parts { conditions.append(condition(part)) }
    return "(\(conditions.joined(separator: separator)))"
  }

  private mutating func condition(_ term: TextTerm) -> Statement {
    switch term.place {
    case .anywhere where fields.isEmpty: return found(term, in: nil)
    case .anywhere: return "(\(fields.map { found(term, in: $0) }.joined(separator: " or ")))"
    case .field(let field): return found(term, in: field)
    case .categoryName: return categoryName(term)
    case .category(let id): return ContainerCompiler.condition(.category(id))
    case .unsupported(let name):
      warnings.append("\"\(name)\" isn't indexed by this library, so nothing is found by it.")
      return "false"
    }
  }

  private func found(_ term: TextTerm, in field: TextField?) -> Statement {
    switch term.wildcard {
    case .none: index(SearchDocument.section(term.words, field: field, isReversed: false), isPrefix: false)
    case .behind: index(SearchDocument.section(term.words, field: field, isReversed: false), isPrefix: true)
    case .before: index(SearchDocument.section(term.words, field: field, isReversed: true), isPrefix: true)
    case .around: scan(term.words, in: field)
    }
  }

  /// A look into the full-text index.
  /// - Parameter isPrefix: whether the last token may go on.
  private func index(_ tokens: [String], isPrefix: Bool) -> Statement {
    switch dialect {
    case .sqlite:
      let query = "\"" + tokens.joined(separator: " ") + "\"" + (isPrefix ? " *" : "")
      return """
        s.number in (select rowid from library_search_index where library_search_index match \(query))
        """
    case .postgres:
      let query = tokens.map { "'\($0)'" }.joined(separator: " <-> ") + (isPrefix ? ":*" : "")
      return "s.vector @@ \(query)::tsquery"
    }
  }

  /// Wildcards at both ends: no index helps, every asset is looked at.
  private func scan(_ words: [String], in field: TextField?) -> Statement {
    let pattern = LikePattern.contains(words.joined(separator: " "))
    let columns = (field.map { [$0] } ?? TextField.allCases).map { Statement(trusted: "s." + $0.column) }
    return "(\(columns.map { pattern.matches($0) }.joined(separator: " or ")))"
  }

  private func categoryName(_ term: TextTerm) -> Statement {
    let words = term.words.joined(separator: " ")
    let pattern: LikePattern =
      switch term.wildcard {
      case .none: .contains(" \(words) ")
      case .behind: .contains(" \(words)")
      case .before: .contains("\(words) ")
      case .around: .contains(words)
      }
    return """
      exists (select 1 from library_asset_category ac join library_category c on c.id = ac.category
        where ac.asset = a.id and \(pattern.matches("c.name_words")))
      """
  }
}
