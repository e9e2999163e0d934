import Core

/// What services say about a file that a library wants to know, by the name that connector files have for it.
package enum FileField: String, Sendable, Hashable, CaseIterable {
  case title
  case description
  case altText
  case keywords
  /// What may be done with it and who says so: copyright, licence, terms of use.
  case rights
  /// Who made it, or is to be named.
  case creator

  /// Several values in one text.
  package func text(_ values: [String]) -> String {
    let separator =
      switch self {
      case .description, .rights: "\n"
      case .altText: " "
      case .title, .keywords, .creator: ", "
      }
    return values.joined(separator: separator)
  }

  /// Keywords, also where a service keeps them in one text.
  package static func keywords(_ values: [String]) -> [String] {
    guard values.count == 1 else { return values }
    return values[0].split { $0 == "," || $0 == ";" }.map { String($0.drop(while: \.isWhitespace)) }
  }
}

extension [FileField: FieldPlaces] {
  /// What a service's description of a file says, as command line and fixtures show it.
  func json(of description: JSONValue) -> JSONValue? {
    var json: JSONObject = [:]
    for field in FileField.allCases {
      let places = self[field] ?? FieldPlaces([])
      if field == .keywords {
        // Unlike of the others, of keywords every place counts.
        let words = places.places.flatMap { FileField.keywords($0.values(in: description)) }
        if !words.isEmpty { json[field.rawValue] = .array(words.map(JSONValue.string)) }
      } else {
        let values = places.values(in: description)
        if !values.isEmpty { json[field.rawValue] = .string(field.text(values)) }
      }
    }
    return json.isEmpty ? nil : .object(json)
  }
}
