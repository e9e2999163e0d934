package import Core
package import Foundation

/// The members of a JSON object that a caller sent, taken out one by one; whatever is wrong is said with its path.
///
/// ```swift
/// let fields = try await request.fields(context)
/// try fields.refuseOthers(than: ["name", "enabled"])
/// let name = try fields.string("name")
/// let enabled = try fields.boolIfAny("enabled") ?? true
/// ```
package struct JSONFields: Sendable {
  package let object: JSONObject
  /// Where the object stands in the document, for messages; empty at its root.
  private let path: String

  /// - Throws: ``RequestError/invalidMember(_:expected:)`` when it is no object.
  package init(_ value: JSONValue, at path: String = "") throws {
    guard let object = value.objectValue else {
      throw RequestError.invalidMember(path.isEmpty ? "The body" : path, expected: "an object, not \(value.kindName)")
    }
    self.object = object
    self.path = path
  }

  /// Refuses members that nobody would read, since they are most often spelling mistakes.
  package func refuseOthers(than known: Set<String>) throws {
    if let unknown = object.keys.first(where: { !known.contains($0) }) {
      throw RequestError.unknownMember(full(unknown))
    }
  }

  /// Whether the member is there at all, null included.
  package func has(_ name: String) -> Bool { object[name] != nil }

  /// The member as it is; null counts as none.
  package func valueIfAny(_ name: String) -> JSONValue? {
    guard let value = object[name], !value.isNull else { return nil }
    return value
  }

  package func value(_ name: String) throws -> JSONValue {
    try required(name, valueIfAny(name))
  }

  package func stringIfAny(_ name: String) throws -> String? {
    try read(name, "a string", \.stringValue)
  }

  /// A string that isn't empty.
  package func string(_ name: String) throws -> String {
    let text = try required(name, stringIfAny(name))
    guard !text.isEmpty else { throw RequestError.invalidMember(full(name), expected: "a string that isn't empty") }
    return text
  }

  package func intIfAny(_ name: String) throws -> Int? {
    try read(name, "a whole number") { $0.intValue.flatMap { Int(exactly: $0) } }
  }

  package func int(_ name: String) throws -> Int { try required(name, intIfAny(name)) }

  package func boolIfAny(_ name: String) throws -> Bool? { try read(name, "true or false", \.boolValue) }

  package func bool(_ name: String) throws -> Bool { try required(name, boolIfAny(name)) }

  package func dateIfAny(_ name: String) throws -> Date? {
    try read(name, "an ISO 8601 date") { $0.stringValue.flatMap(Timestamp.parse) }
  }

  package func idIfAny<Entity>(_ name: String, as _: Entity.Type = Entity.self) throws -> ID<Entity>? {
    try read(name, "a UUID") { $0.stringValue.flatMap { ID<Entity>($0) } }
  }

  package func id<Entity>(_ name: String, as _: Entity.Type = Entity.self) throws -> ID<Entity> {
    try required(name, idIfAny(name))
  }

  /// One of the words of an enum.
  package func choiceIfAny<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, as _: Choice.Type = Choice.self
  ) throws -> Choice? {
    let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    return try read(name, "one of \(words)") { $0.stringValue.flatMap(Choice.init(rawValue:)) }
  }

  package func choice<Choice: RawRepresentable<String> & CaseIterable>(
    _ name: String, as _: Choice.Type = Choice.self
  ) throws -> Choice {
    try required(name, choiceIfAny(name))
  }

  package func stringsIfAny(_ name: String) throws -> [String]? {
    try read(name, "an array of strings") { value in
      value.arrayValue.flatMap { elements in
        let texts = elements.compactMap(\.stringValue)
        return texts.count == elements.count ? texts : nil
      }
    }
  }

  package func objectIfAny(_ name: String) throws -> JSONFields? {
    try valueIfAny(name).map { try JSONFields($0, at: full(name)) }
  }

  package func objects(_ name: String) throws -> [JSONFields] {
    let elements = try read(name, "an array of objects", \.arrayValue) ?? []
    return try elements.enumerated().map { try JSONFields($1, at: "\(full(name))[\($0)]") }
  }

  /// - Parameter expected: completes "… must be".
  private func read<Value>(_ name: String, _ expected: String, _ convert: (JSONValue) -> Value?) throws -> Value? {
    guard let value = valueIfAny(name) else { return nil }
    guard let converted = convert(value) else { throw RequestError.invalidMember(full(name), expected: expected) }
    return converted
  }

  private func required<Value>(_ name: String, _ value: Value?) throws -> Value {
    guard let value else { throw RequestError.missingMember(full(name)) }
    return value
  }

  private func full(_ name: String) -> String {
    path.isEmpty ? name : "\(path).\(name)"
  }
}
