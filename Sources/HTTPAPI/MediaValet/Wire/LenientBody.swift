import Core
import Foundation

/// A body as the real service reads it: JSON whatever its label says, forms for small objects, bare text for a word.
struct LenientBody: Sendable {
  let bytes: [UInt8]
  let contentType: ContentType?

  var isEmpty: Bool { bytes.isEmpty }

  /// - Throws: `JSONSyntaxError` with line and column.
  func json() throws -> JSONValue {
    guard !isEmpty else { throw RequestError.missingBody(expected: "a JSON document") }
    return try JSONValue(parsing: bytes)
  }

  /// An object, from JSON or from the fields of a form.
  func object() throws -> LenientFields {
    if contentType?.isForm ?? false, bytes.first != UInt8(ascii: "{") {
      let form = FormFields(String(decoding: bytes, as: UTF8.self))
      return LenientFields(JSONObject(form.pairs.map { ($0.name, .string($0.value)) }))
    }
    let value = try json()
    guard let object = value.objectValue else {
      throw RequestError.invalidMember("The body", expected: "an object, not \(value.kindName)")
    }
    return LenientFields(object)
  }

  func array(of expected: String) throws -> [JSONValue] {
    let value = try json()
    guard let elements = value.arrayValue else {
      throw RequestError.invalidMember("The body", expected: "an array of \(expected), not \(value.kindName)")
    }
    return elements
  }

  func strings(of expected: String) throws -> [String] {
    try array(of: expected).enumerated().map { index, element in
      guard let text = element.stringValue else {
        throw RequestError.invalidMember("The body's element \(index)", expected: "a string, not \(element.kindName)")
      }
      return text
    }
  }

  func ids<Entity>(of expected: String, as _: Entity.Type = Entity.self) throws -> [ID<Entity>] {
    try strings(of: expected).enumerated().map { index, text in
      guard let id = ID<Entity>(text) else {
        throw RequestError.invalidMember("The body's element \(index)", expected: "a UUID")
      }
      return id
    }
  }

  /// A JSON string, or the text as it stands.
  func word() throws -> String {
    let text = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard !text.isEmpty else { throw RequestError.missingBody(expected: "a word") }
    guard text.hasPrefix("\"") else { return text }
    guard let word = try JSONValue(parsing: text).stringValue else {
      throw RequestError.invalidMember("The body", expected: "a string")
    }
    return word
  }
}
