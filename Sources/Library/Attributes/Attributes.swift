package import Identity

/// The attributes that assets may have.
package struct Attributes: Sendable {
  let context: LibraryContext

  /// The system's by name, then the others in the order in which they were made.
  package func all(as principal: Principal) async throws -> [Attribute] { throw Unfinished() }

  /// - Throws: ``LibraryError/attributeNotFound(_:)``.
  package func attribute(_ id: AttributeID, as principal: Principal) async throws -> Attribute { throw Unfinished() }

  /// Makes an attribute.
  /// - Throws: ``LibraryError/nameTaken(_:by:)``, ``LibraryError/illegalName(_:problem:)``, ``AttributeError``.
  package func create(_ definition: AttributeDefinition, as principal: Principal) async throws -> Attribute {
    throw Unfinished()
  }

  /// Changes an attribute. Values that assets have stay, even those that could no longer be given.
  /// - Throws: ``AttributeError/systemAttribute(_:)``, ``AttributeError/typeInUse(_:)`` and what ``create(_:as:)`` does.
  package func update(_ id: AttributeID, _ definition: AttributeDefinition, as principal: Principal) async throws
    -> Attribute
  { throw Unfinished() }

  /// Deletes an attribute and its values on all assets.
  /// - Throws: ``AttributeError/systemAttribute(_:)``.
  package func delete(_ id: AttributeID, as principal: Principal) async throws { throw Unfinished() }
}
