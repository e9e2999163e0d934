import Core
import Yams

/// Turns YAML into JSON, and stops when aliases make more of it than was written.
struct YAMLConversion {
  let limits: ImportLimits
  private var values = 0

  init(limits: ImportLimits) {
    self.limits = limits
  }

  mutating func json(_ node: Node, depth: Int) throws(SourceDocument.SourceIssue) -> JSONValue {
    values += 1
    let mark = node.mark
    func refused(_ problem: String) -> SourceDocument.SourceIssue {
      SourceDocument.SourceIssue(place: "line \(mark?.line ?? 1), column \(mark?.column ?? 1)", problem: problem)
    }
    guard values <= limits.values else {
      throw refused("it holds more than \(limits.values) values, aliases counted each time")
    }
    guard depth <= limits.depth else { throw refused("it is nested more than \(limits.depth) levels deep") }
    if let mapping = node.mapping {
      var object = JSONObject()
      for (key, value) in mapping {
        guard let name = key.scalar?.string else { throw refused("a name is not text") }
        let member = try json(value, depth: depth + 1)
        if name == "<<", let merged = member.objectValue {
          object = merged.merging(object)
        } else {
          object[name] = member
        }
      }
      return .object(object)
    }
    if let sequence = node.sequence {
      var elements: [JSONValue] = []
      for element in sequence { elements.append(try json(element, depth: depth + 1)) }
      return .array(elements)
    }
    return YAMLNode(node: node, path: "").json
  }
}
