/// What a `search` text means.
indirect enum TextQuery: Sendable, Hashable {
  case everything
  case term(TextTerm)
  case and([TextQuery])
  case or([TextQuery])
  case not(TextQuery)
}

/// One word, phrase or wildcard, in one field or anywhere.
struct TextTerm: Sendable, Hashable {
  /// Where it may stand.
  enum Place: Sendable, Hashable {
    /// In any field, or in those that the request names.
    case anywhere
    case field(TextField)
    /// In the name of a category that the asset is in.
    case categoryName
    /// The category itself.
    case category(CategoryID)
    /// A field that MediaValet has and Weir doesn't; nothing is found there.
    case unsupported(String)
  }

  /// Which ends of the words may go on.
  enum Wildcard: Sendable, Hashable {
    case none
    case behind
    case before
    case around
  }

  let place: Place
  /// Neighbours in this order; at least one.
  let words: [String]
  let wildcard: Wildcard
}

extension TextQuery: CustomStringConvertible {
  /// The query in its own grammar, every group in brackets; parsing it gives an equal query.
  var description: String {
    switch self {
    case .everything: "*"
    case .term(let term): term.description
    case .and(let parts): "(" + parts.map(\.description).joined(separator: " AND ") + ")"
    case .or(let parts): "(" + parts.map(\.description).joined(separator: " OR ") + ")"
    case .not(let part): "NOT \(part)"
    }
  }
}

extension TextTerm: CustomStringConvertible {
  var description: String {
    let phrase = "\"" + words.joined(separator: " ") + "\""
    let text =
      switch wildcard {
      case .none: phrase
      case .behind: phrase + "*"
      case .before: "*" + phrase
      case .around: "*" + phrase + "*"
      }
    return switch place {
    case .anywhere: text
    case .field(let field): "\(field.rawValue):\(text)"
    case .categoryName: "category:\(text)"
    case .category(let id): "categoryIds:\"\(id)\""
    case .unsupported(let name): "\(name):\(text)"
    }
  }
}
