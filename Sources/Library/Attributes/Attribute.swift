package import Core

/// Identifies an attribute.
package typealias AttributeID = ID<Attribute>

/// A typed field that assets may have a value for, defined once for the library.
package struct Attribute: Sendable, Hashable {
  package let id: AttributeID
  package let definition: AttributeDefinition
  /// Kept by Weir itself: it can't be changed or deleted, and its value follows the asset.
  package let isSystem: Bool

  package init(id: AttributeID, definition: AttributeDefinition, isSystem: Bool) {
    self.id = id
    self.definition = definition
    self.isSystem = isSystem
  }

  package var name: String { definition.name }
  package var type: AttributeType { definition.type }
}
