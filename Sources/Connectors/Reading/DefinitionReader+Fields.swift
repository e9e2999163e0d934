import Core

/// Reads what the `files` section says about captions, rights and keywords.
extension DefinitionReader {
  mutating func fields(_ node: YAMLNode?) -> [FileField: FieldPlaces] {
    guard let node else { return [:] }
    let members = members(node, known: FileField.allCases.map(\.rawValue))
    var fields: [FileField: FieldPlaces] = [:]
    for field in FileField.allCases {
      guard let member = members[field.rawValue] else { continue }
      let nodes = member.elements ?? [member]
      let places = nodes.compactMap { fieldPlace($0) }
      if nodes.isEmpty { report(member, "needs a path into the service's description of a file") }
      if !places.isEmpty { fields[field] = FieldPlaces(places) }
    }
    return fields
  }

  private mutating func fieldPlace(_ node: YAMLNode) -> FieldPlace? {
    guard let text = string(node) else { return nil }
    let place = FieldPlace(text)
    guard !place.path.steps.isEmpty, !text.contains("|"), !text.contains("=") else {
      report(node, "must be a path, text(path), words(path) or names(path), without | and =; several stand in a list")
      return nil
    }
    if place.path.steps.contains(where: { $0.contains("(") && $0.hasSuffix(")") }) {
      report(node, "can be read as text(…), words(…) or names(…) only")
    }
    return place
  }
}
