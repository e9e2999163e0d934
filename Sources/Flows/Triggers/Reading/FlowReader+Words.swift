import Core

extension FlowReader {
  /// The settings of a trigger; a trigger without any may be written as null.
  mutating func object(_ value: JSONValue, _ field: String) -> JSONObject? {
    switch value {
    case .object(let object): return object
    case .null: return [:]
    default:
      report(nil, field, "It is \(value.kindName).", "Write an object: names and values.")
      return nil
    }
  }

  /// One of the words of an enum.
  mutating func word<Word: RawRepresentable<String> & CaseIterable>(
    _ name: String, of object: JSONObject, as _: Word.Type, prefix: String
  ) -> Word? {
    guard let value = object[name] else { return nil }
    if let word = value.stringValue.flatMap(Word.init(rawValue:)) { return word }
    let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
    report(nil, prefix + name, "\(value.serialized()) is not known here.", "Write one of \(known).")
    return nil
  }

  /// A list of texts; one text alone is a list of one.
  mutating func words(_ name: String, of object: JSONObject, prefix: String) -> [String]? {
    switch object[name] {
    case nil, .null?: return nil
    case .string(let text)?: return [text]
    case .array(let elements)? where elements.allSatisfy({ $0.stringValue != nil }):
      return elements.compactMap(\.stringValue)
    case let other?:
      report(nil, prefix + name, "\(other.serialized()) is no list of names.", "Write it like [one, two].")
      return nil
    }
  }
}
