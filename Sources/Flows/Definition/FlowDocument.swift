package import Core
import Yams

/// The document of a flow as a person wrote it: YAML or JSON, the same model.
package enum FlowDocument {
  /// Larger documents are refused.
  package static let maximumBytes = 1 << 20
  private static let maximumNodes = 50_000

  /// Reads either form. What begins with a brace is JSON, or YAML that looks like it.
  package static func parse(_ text: String) throws(FlowError) -> JSONValue {
    guard text.utf8.count <= maximumBytes else { throw .documentTooLarge(limit: maximumBytes) }
    guard text.first(where: { !$0.isWhitespace }) == "{" else { return try parseYAML(text) }
    do throws(JSONSyntaxError) {
      return try JSONValue(parsing: text)
    } catch {
      if let document = try? parseYAML(text) { return document }
      throw .unreadable(reason: "\(error)")
    }
  }

  /// A document as YAML, as the editor and the export show it.
  package static func yaml(_ document: JSONValue) throws(FlowError) -> String {
    do {
      return try Yams.serialize(node: node(document), width: 120, allowUnicode: true)
    } catch {
      throw .unreadable(reason: "\(error)")
    }
  }

  private static func parseYAML(_ text: String) throws(FlowError) -> JSONValue {
    do {
      guard let root = try Yams.compose(yaml: text, .basic) else { return .null }
      var budget = maximumNodes
      return try value(root, budget: &budget, depth: 0)
    } catch let error as FlowError {
      throw error
    } catch let error as YamlError {
      throw .unreadable(reason: reason(error))
    } catch {
      throw .unreadable(reason: "\(error)")
    }
  }

  /// The place and the reason, without the parser's picture of it.
  private static func reason(_ error: YamlError) -> String {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      "line \(mark.line), column \(mark.column): \(problem)"
    case .duplicatedKeysInMapping(let names, let context):
      "line \(context.mark.line), column \(context.mark.column): twice the same name: \(names.sorted().joined(separator: ", "))"
    default: "it can't be read"
    }
  }

  private static func value(_ node: Node, budget: inout Int, depth: Int) throws(FlowError) -> JSONValue {
    budget -= 1
    // Aliases may name one big part a thousand times over.
    guard budget > 0, depth < 60 else { throw .unreadable(reason: "it is too large or nested too deeply") }
    switch node {
    case .scalar(let scalar): return self.scalar(scalar, of: node)
    case .sequence(let sequence):
      var elements: [JSONValue] = []
      for element in sequence { elements.append(try value(element, budget: &budget, depth: depth + 1)) }
      return .array(elements)
    case .mapping(let mapping):
      var object = JSONObject()
      for (key, member) in mapping {
        guard let name = key.string else { throw .unreadable(reason: "a name in it is no text") }
        object[name] = try value(member, budget: &budget, depth: depth + 1)
      }
      return .object(object)
    case .alias: throw .unreadable(reason: "an alias in it names nothing")
    }
  }

  private static func scalar(_ scalar: Node.Scalar, of node: Node) -> JSONValue {
    guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
    switch scalar.string {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default: break
    }
    if let whole = Int64(scalar.string) { return .int(whole) }
    let isNumeric = scalar.string.utf8.allSatisfy { "+-.eE0123456789".utf8.contains($0) }
    if isNumeric, let number = Double(scalar.string), number.isFinite { return .double(number) }
    return .string(scalar.string)
  }

  private static func node(_ value: JSONValue) -> Node {
    switch value {
    case .null: Node("null")
    case .bool(let flag): Node(flag ? "true" : "false")
    case .int(let number): Node(String(number))
    case .double(let number): Node(String(number))
    case .string(let text): Node(text, Tag(.str), style(of: text))
    case .array(let elements): Node(elements.map(node))
    case .object(let object): Node(object.map { (Node($0.0), node($0.1)) })
    }
  }

  /// Texts that would read as something else are quoted.
  private static func style(of text: String) -> Node.Scalar.Style {
    if text.contains("\n") { return .literal }
    let plain = Node.Scalar(text, Tag(.str), .plain)
    guard case .string = scalar(plain, of: .scalar(plain)) else { return .doubleQuoted }
    return text.contains("{{") ? .doubleQuoted : .any
  }
}
