import Core
import HTTPAPI

/// What the form of the asset page asks for.
enum AssetForm {
  static func patch(_ form: FormFields) -> JSONValue {
    let changes = ["title", "description"].compactMap { name in
      form[name].map { ["op": "replace", "path": .string("/" + name), "value": .string($0)] as JSONValue }
    }
    return .array(changes)
  }

  /// Which keywords to add and which to take away, so that the others keep who added them and when.
  static func keywordChange(_ form: FormFields, from present: [String]) -> (added: [String], removed: [String]) {
    guard let text = form["keywords"] else { return ([], []) }
    let wanted = text.split(separator: ",")
      .map { $0.drop { $0 == " " } }
      .map { String($0.reversed().drop { $0 == " " }.reversed()) }
      .filter { !$0.isEmpty }
    return (wanted.filter { !present.contains($0) }, present.filter { !wanted.contains($0) })
  }
}
