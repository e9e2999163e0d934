import Core
package import Identity
import Persistence

/// The attributes that assets may have.
package struct Attributes: Sendable {
  let context: LibraryContext

  /// The system's by name, then the others in the order in which they were made.
  package func all(as principal: Principal) async throws -> [Attribute] {
    try Access.require(.viewLibrary, on: .library, as: principal)
    return try await context.store.read { session in try AttributeStore(session).all() }
  }

  /// - Throws: ``LibraryError/attributeNotFound(_:)``.
  package func attribute(_ id: AttributeID, as principal: Principal) async throws -> Attribute {
    try Access.require(.viewLibrary, on: .library, as: principal)
    return try await context.store.read { session in try AttributeStore(session).attribute(id) }
  }

  /// Makes an attribute.
  /// - Throws: ``LibraryError/nameTaken(_:by:)``, ``LibraryError/illegalName(_:problem:)``, ``AttributeError``.
  package func create(_ definition: AttributeDefinition, as principal: Principal) async throws -> Attribute {
    try Access.require(.manageAttributes, on: .library, as: principal)
    let attribute = Attribute(id: context.effects.id(), definition: try Self.checked(definition), isSystem: false)
    let now = context.effects.now()
    try await context.store.write { session in
      let store = AttributeStore(session)
      try Self.refuseTaken(attribute.name, except: nil, in: store)
      try store.insert(attribute, at: now)
    }
    return attribute
  }

  /// Changes an attribute. Values that assets have stay, even those that could no longer be given.
  /// - Throws: ``AttributeError/systemAttribute(_:)``, ``AttributeError/typeInUse(_:)`` and what ``create(_:as:)`` does.
  package func update(_ id: AttributeID, _ definition: AttributeDefinition, as principal: Principal) async throws
    -> Attribute
  {
    try Access.require(.manageAttributes, on: .library, as: principal)
    let definition = try Self.checked(definition)
    return try await context.store.write { session in
      let store = AttributeStore(session)
      let old = try store.attribute(id)
      if old.isSystem { throw AttributeError.systemAttribute(old.name) }
      try Self.refuseTaken(definition.name, except: id, in: store)
      if old.type != definition.type, try !store.assets(with: id).isEmpty { throw AttributeError.typeInUse(old.name) }
      try store.update(id, definition)
      return Attribute(id: id, definition: definition, isSystem: false)
    }
  }

  /// Deletes an attribute and its values on all assets.
  /// - Throws: ``AttributeError/systemAttribute(_:)``.
  package func delete(_ id: AttributeID, as principal: Principal) async throws {
    try Access.require(.manageAttributes, on: .library, as: principal)
    try await context.store.write { session in
      let store = AttributeStore(session)
      let attribute = try store.attribute(id)
      if attribute.isSystem { throw AttributeError.systemAttribute(attribute.name) }
      let assets = try store.assets(with: id)
      try store.delete(id)
      try SearchIndexStore(session).refresh(assets)
    }
  }

  private static func refuseTaken(_ name: String, except id: AttributeID?, in store: AttributeStore) throws {
    if try store.isTaken(name, except: id) { throw LibraryError.nameTaken(name, by: "attribute") }
  }

  /// The definition with its name trimmed, when it makes sense.
  private static func checked(_ definition: AttributeDefinition) throws -> AttributeDefinition {
    var checked = definition
    checked.name = try LibraryName.checked(definition.name)
    let values = definition.options.map { TextFolding.key($0.value) }
    if Set(values).count < values.count {
      throw AttributeError.invalidOptions(checked.name, problem: "one of them is there twice")
    }
    let needsOptions = definition.type == .list || definition.type == .status
    if needsOptions, values.isEmpty || values.contains("") {
      throw AttributeError.invalidOptions(checked.name, problem: "there is none, or an empty one")
    }
    if !definition.defaultValue.isEmpty {
      _ = try AttributeValue(.string(definition.defaultValue), for: checked)
    }
    return checked
  }
}
