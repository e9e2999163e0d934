import Core

/// Writes JSON as YAML that people can read and change.
///
/// Everything that YAML could take for something else is written in quotes, as JSON writes it.
enum YAMLWriter {
  static func write(_ object: JSONObject) -> String {
    var text = ""
    block(object, indent: "", into: &text)
    return text
  }

  private static func block(_ object: JSONObject, indent: String, into text: inout String) {
    for (name, value) in object {
      text += indent + scalar(.string(name)) + ":"
      put(value, indent: indent, into: &text)
    }
  }

  private static func put(_ value: JSONValue, indent: String, into text: inout String) {
    let flat = flow(value)
    switch value {
    case .object(let object) where !object.isEmpty && (flat.count > 96 - indent.count || object.count > 6):
      text += "\n"
      block(object, indent: indent + "  ", into: &text)
    case .array(let elements) where !elements.isEmpty && flat.count > 96 - indent.count:
      text += "\n"
      for element in elements {
        if case .object(let object) = element, !object.isEmpty, flow(element).count > 90 - indent.count {
          var inner = ""
          block(object, indent: indent + "    ", into: &inner)
          text += indent + "  - " + inner.dropFirst(indent.count + 4)
        } else {
          text += indent + "  - " + flow(element) + "\n"
        }
      }
    default: text += " " + flat + "\n"
    }
  }

  private static func flow(_ value: JSONValue) -> String {
    switch value {
    case .object(let object): "{" + object.map { scalar(.string($0)) + ": " + flow($1) }.joined(separator: ", ") + "}"
    case .array(let elements): "[" + elements.map(flow).joined(separator: ", ") + "]"
    default: scalar(value)
    }
  }

  private static func scalar(_ value: JSONValue) -> String {
    guard case .string(let text) = value else { return value.serialized() }
    return isPlain(text) ? text : value.serialized()
  }

  private static let reserved: Set<String> = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]

  /// Whether a text means itself without quotes, inside of brackets too.
  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.first, first.isASCII, first.isLetter || first == "/" || first == "_", text.count < 400,
      text.last != " ", !reserved.contains(text.lowercased())
    else { return false }
    return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || " ._/-()'".contains($0)) }
  }
}
