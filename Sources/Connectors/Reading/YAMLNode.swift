import Core
import Yams

/// A node of a YAML document together with the way to it.
struct YAMLNode {
  let node: Node
  /// As `actions.searchAssets.paging`; empty for the document.
  let path: String

  var line: Int { node.mark?.line ?? 1 }
  var column: Int { node.mark?.column ?? 1 }

  /// The members of a mapping, in order; `nil` for every other kind of node.
  var members: [(name: String, value: YAMLNode)]? {
    node.mapping?.map { key, value in
      let name = key.scalar?.string ?? "?"
      return (name, YAMLNode(node: value, path: path.isEmpty ? name : "\(path).\(name)"))
    }
  }

  /// The elements of a sequence; `nil` for every other kind of node.
  var elements: [YAMLNode]? {
    node.sequence?.enumerated().map { index, element in YAMLNode(node: element, path: "\(path).\(index)") }
  }

  /// The text of a scalar, whatever type it would have.
  var text: String? { node.scalar?.string }

  /// The node as JSON, by the rules of YAML 1.2's JSON schema: `yes` and `on` are text, and so is all that is quoted.
  var json: JSONValue {
    if let members { return .object(JSONObject(members.map { ($0.name, $0.value.json) })) }
    if let elements { return .array(elements.map(\.json)) }
    guard let scalar = node.scalar else { return .null }
    guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
    switch scalar.string {
    case "", "~", "null": return .null
    case "true": return true
    case "false": return false
    case let text:
      if let number = Int64(text) { return .int(number) }
      if text.first?.isNumber == true || text.first == "-", let number = Double(text) { return .double(number) }
      return .string(text)
    }
  }
}
