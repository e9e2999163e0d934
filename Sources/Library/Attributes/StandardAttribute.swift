import Core

/// Attributes that are no system attributes, yet that files from elsewhere have again and again: made when the first file
/// says something for them, so that a library that never meets one doesn't show it.
enum StandardAttribute: String, Sendable, Hashable, CaseIterable {
  case rights = "4f0c6f0e-8a53-4c69-9d0e-2b7d8f3f6a11"
  case creator = "b3a7d9c4-51e2-4a0f-8f6b-7c1e90d2a4e8"
}

extension StandardAttribute {
  /// One that a library has under one of these names is taken; the first that is free becomes the name of a new one.
  var names: [String] {
    switch self {
    case .rights: ["Rights", "Copyright", "Usage Rights", "Rights Statement"]
    case .creator: ["Creator", "Photographer", "Author", "Credited To"]
    }
  }

  var type: AttributeType { self == .rights ? .multilineText : .text }

  /// The attribute of a library that holds it.
  /// - Returns: `nil` where there is none yet, or only one that takes no text.
  func attribute(among known: [Attribute]) -> Attribute? {
    if let made = known.first(where: { $0.id == AttributeID(rawValue) }) { return made.takesText ? made : nil }
    for name in names {
      let key = TextFolding.key(name)
      if let found = known.first(where: { TextFolding.key($0.name) == key && $0.takesText && !$0.isSystem }) {
        return found
      }
    }
    return nil
  }

  /// The attribute that is to be made.
  /// - Returns: `nil` where it is there, or every name is taken by something else.
  func missing(among known: [Attribute]) -> Attribute? {
    guard let id = AttributeID(rawValue), !known.contains(where: { $0.id == id }) else { return nil }
    let taken = Set(known.map { TextFolding.key($0.name) })
    guard let name = names.first(where: { !taken.contains(TextFolding.key($0)) }) else { return nil }
    return Attribute(id: id, definition: AttributeDefinition(name: name, type: type), isSystem: false)
  }
}

extension Attribute {
  /// Whether any text may be its value.
  fileprivate var takesText: Bool { type == .text || type == .multilineText }
}
