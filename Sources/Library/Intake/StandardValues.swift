import Core
import Persistence

/// Puts rights and creators of files from elsewhere into the attributes that hold them, which are made where needed.
struct StandardValues {
  private let session: any Session
  private let act: Act
  /// Those of the library, with the ones that were made.
  private(set) var attributes: [Attribute]

  init(_ session: any Session, _ act: Act) throws {
    self.session = session
    self.act = act
    attributes = try AttributeStore(session).all()
  }

  /// The values with those of rights and creator; a value that an attribute was given by its identifier goes first.
  /// - Parameters: `nil` says nothing; empty clears the value.
  mutating func values(
    _ values: [AttributeID: String], rights: String?, creator: String?
  ) throws -> [AttributeID: String] {
    var values = values
    for (standard, text) in [(StandardAttribute.rights, rights), (.creator, creator)] {
      guard let text, let attribute = try attribute(standard, isNeeded: !text.isEmpty) else { continue }
      if text.isEmpty, attribute.definition.isRequired { continue }
      values[attribute.id] = values[attribute.id] ?? text
    }
    return values
  }

  private mutating func attribute(_ standard: StandardAttribute, isNeeded: Bool) throws -> Attribute? {
    if let found = standard.attribute(among: attributes) { return found }
    guard isNeeded, let made = standard.missing(among: attributes) else { return nil }
    try AttributeStore(session).insert(made, at: act.at)
    attributes.append(made)
    return made
  }
}
