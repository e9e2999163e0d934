import Core

/// The members of an object, found without regard to the case of their names; numbers and booleans may be strings.
struct LenientFields: Sendable {
  let object: JSONObject

  init(_ object: JSONObject) {
    self.object = object
  }

  /// Null counts as none.
  func value(_ name: String) -> JSONValue? {
    guard let value = object.member(ignoringCaseOf: name), !value.isNull else { return nil }
    return value
  }

  func string(_ name: String) throws -> String? {
    guard let value = value(name) else { return nil }
    guard let text = value.stringValue else { throw RequestError.invalidMember(name, expected: "a string") }
    return text
  }

  func required(_ name: String) throws -> String {
    guard let text = try string(name), !text.isEmpty else { throw RequestError.missingMember(name) }
    return text
  }

  func int(_ name: String) throws -> Int64? {
    guard let value = value(name) else { return nil }
    if let number = value.intValue { return number }
    guard let text = value.stringValue, !text.isEmpty else { return nil }
    guard let number = Int64(text) else { throw RequestError.invalidMember(name, expected: "a whole number") }
    return number
  }

  func bool(_ name: String) throws -> Bool? {
    switch value(name) {
    case nil: return nil
    case .bool(let value): return value
    case .string(let text) where ["true", "false"].contains(text.lowercased()): return text.lowercased() == "true"
    default: throw RequestError.invalidMember(name, expected: "true or false")
    }
  }

  /// An empty string counts as none.
  func id<Entity>(_ name: String, as _: Entity.Type = Entity.self) throws -> ID<Entity>? {
    guard let text = try string(name), !text.isEmpty else { return nil }
    guard let id = ID<Entity>(text) else { throw RequestError.invalidMember(name, expected: "a UUID") }
    return id
  }

  func object(_ name: String) throws -> LenientFields? {
    guard let value = value(name) else { return nil }
    guard let object = value.objectValue else { throw RequestError.invalidMember(name, expected: "an object") }
    return LenientFields(object)
  }

  func array(_ name: String) throws -> [JSONValue]? {
    guard let value = value(name) else { return nil }
    guard let elements = value.arrayValue else { throw RequestError.invalidMember(name, expected: "an array") }
    return elements
  }
}
