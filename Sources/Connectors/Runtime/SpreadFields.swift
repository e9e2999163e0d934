import Core

extension TemplateField {
  /// The members of an object, or of a list of `{name, value}`, as fields of their own: what a field gives whose name ends
  /// in `*`. What stands before the star is put before each name.
  /// - Returns: `nil` for a field that is no such thing.
  func members(of value: JSONValue) -> [(name: String, value: JSONValue)]? {
    guard name.hasSuffix("*") else { return nil }
    let start = name.dropLast()
    switch value {
    case .object(let members): return members.map { (start + $0.0, $0.1) }
    case .array(let elements):
      return elements.compactMap { element in
        guard let name = element["name"]?.stringValue, let value = element["value"] else { return nil }
        return (start + name, value)
      }
    default: return []
    }
  }
}
