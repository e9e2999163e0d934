import Core

/// A jq path of names and numbers alone (`.steps.list.files[0]`), which can be followed without jq.
struct JSONPath: Hashable {
  enum Part: Hashable {
    case name(String)
    case index(Int)
  }

  let parts: [Part]

  /// - Returns: `nil` unless the words are such a path and nothing else, from the root.
  init?(tokens: ArraySlice<JQToken>) {
    guard tokens.first?.kind == .field, Self.length(in: tokens) == tokens.count else { return nil }
    parts = tokens.compactMap { token in
      switch token.kind {
      case .field: .name(token.text)
      case .string: .name(token.text)
      case .number: Int(token.text).map(Part.index)
      default: nil
      }
    }
  }

  /// How many of the first words belong to one path.
  static func length(in tokens: ArraySlice<JQToken>) -> Int {
    let tokens = Array(tokens)
    var length = 0
    while length < tokens.count {
      if tokens[length].kind == .field {
        length += 1
      } else if length + 2 < tokens.count, tokens[length].isSymbol("["), tokens[length + 2].isSymbol("]"),
        isPlainKey(tokens[length + 1])
      {
        length += 3
      } else {
        break
      }
    }
    return length
  }

  private static func isPlainKey(_ token: JQToken) -> Bool {
    switch token.kind {
    case .string: !token.text.contains("\\")
    case .number: Int(token.text) != nil
    default: false
    }
  }
}

extension JSONPath {
  /// What stands at the path, with jq's rules: nothing inside of nothing is null.
  /// - Throws: ``JSONPathError`` with jq's words, when a value of the wrong kind is in the way.
  func value(in context: ExpressionContext) throws(JSONPathError) -> JSONValue {
    guard case .name(let root)? = parts.first else { return .null }
    var value = context.value(named: root)
    for part in parts.dropFirst() { value = try Self.step(part, into: value) }
    return value
  }

  private static func step(_ part: Part, into value: JSONValue) throws(JSONPathError) -> JSONValue {
    switch (part, value) {
    case (_, .null): return .null
    case (.name(let name), .object(let object)): return object[name] ?? .null
    case (.index(let index), .array(let elements)): return elements.indices.contains(index) ? elements[index] : .null
    case (.name(let name), _):
      throw JSONPathError(message: "Cannot index \(jqName(of: value)) with \"\(name)\"")
    case (.index, _):
      throw JSONPathError(message: "Cannot index \(jqName(of: value)) with number")
    }
  }

  private static func jqName(of value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool: "boolean"
    case .int, .double: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}

/// Why a path can't be followed.
struct JSONPathError: Error, Hashable {
  let message: String
}
