import Core

/// Takes out of a document what looks like a secret: values that are written out under a telling name.
struct SecretStripper {
  let masker: Masker
  /// What was taken out, as `step: field`.
  private(set) var withheld: [String] = []

  init(masker: Masker) {
    self.masker = masker
  }

  mutating func strip(_ document: JSONValue) -> JSONValue {
    strip(document, step: nil, path: "")
  }

  private mutating func strip(_ value: JSONValue, step: String?, path: String) -> JSONValue {
    switch value {
    case .array(let elements):
      return .array(
        elements.enumerated().map { strip($0.element, step: step, path: "\(path)[\($0.offset)]") })
    case .object(let object):
      let isStep = object["id"]?.stringValue != nil
      let owner = object["id"]?.stringValue ?? step
      var kept = JSONObject()
      for (name, member) in object {
        let field = isStep || path.isEmpty ? name : "\(path).\(name)"
        if case .string(let text) = member, !text.contains("{{"), Masker.tells(name, of: text) {
          withheld.append(owner.map { "\($0): \(field)" } ?? field)
        } else {
          kept[name] = strip(member, step: owner, path: field)
        }
      }
      return .object(kept)
    case .string: return masker.forStorage(value)
    case .null, .bool, .int, .double: return value
    }
  }
}
