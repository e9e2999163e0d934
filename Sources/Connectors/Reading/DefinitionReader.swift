import Core
import Yams

/// Reads the parts of a connector file and gathers what is wrong with them, instead of stopping at the first fault.
///
/// Every function gives back something usable even where the file is wrong; whether the result counts is decided by
/// ``issues`` at the end.
struct DefinitionReader {
  private(set) var issues: [DefinitionIssue] = []

  mutating func report(_ node: YAMLNode, _ problem: String) {
    issues.append(
      DefinitionIssue(
        line: node.line, column: node.column, field: node.path.isEmpty ? "document" : node.path, problem: problem))
  }

  /// The members of a mapping by name; a member that isn't among `known` is a fault.
  mutating func members(_ node: YAMLNode, known: [String]) -> [String: YAMLNode] {
    guard let members = node.members else {
      report(node, "must be a mapping")
      return [:]
    }
    for (name, value) in members where !known.contains(name) {
      report(value, "\"\(name)\" isn't known here; known are \(known.joined(separator: ", "))")
    }
    return Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// The member of that name, which must be there.
  mutating func required(_ name: String, of members: [String: YAMLNode], in node: YAMLNode) -> YAMLNode? {
    if members[name] == nil { report(node, "\"\(name)\" is missing") }
    return members[name]
  }

  mutating func string(_ node: YAMLNode?) -> String? {
    guard let node else { return nil }
    guard let text = node.text, !text.isEmpty else {
      report(node, "must be text")
      return nil
    }
    return text
  }

  mutating func strings(_ node: YAMLNode?) -> [String] {
    guard let node else { return [] }
    guard let elements = node.elements else {
      report(node, "must be a list")
      return []
    }
    return elements.compactMap { string($0) }
  }

  mutating func elements(_ node: YAMLNode?) -> [YAMLNode] {
    guard let node else { return [] }
    guard let elements = node.elements else {
      report(node, "must be a list")
      return []
    }
    return elements
  }

  mutating func bool(_ node: YAMLNode?) -> Bool? {
    guard let node else { return nil }
    if case .bool(let value) = node.json { return value }
    report(node, "must be true or false")
    return nil
  }

  mutating func int(_ node: YAMLNode?, in range: ClosedRange<Int>) -> Int? {
    guard let node else { return nil }
    if let value = node.json.intValue.map(Int.init), range.contains(value) { return value }
    report(node, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    return nil
  }

  /// A length of time with its unit, as `500ms`, `5s`, `2m`.
  mutating func duration(_ node: YAMLNode?) -> Duration? {
    guard let node else { return nil }
    let units: [(String, Int)] = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)]
    for (unit, factor) in units {
      guard let text = node.text, text.hasSuffix(unit), let count = Int(text.dropLast(unit.count)), count > 0 else {
        continue
      }
      return .milliseconds(count * factor)
    }
    report(node, "must be a length of time, as 500ms, 5s, 2m or 1h")
    return nil
  }

  /// A number of bytes with its unit, as `512KB`, `8MB` (1 MB is 1,048,576 bytes, as services count blocks).
  mutating func bytes(_ node: YAMLNode?) -> Int? {
    guard let node else { return nil }
    let units: [(String, Int)] = [("KB", 1 << 10), ("MB", 1 << 20), ("B", 1)]
    for (unit, factor) in units {
      guard let text = node.text, text.hasSuffix(unit), let count = Int(text.dropLast(unit.count)),
        (1...(64 << 20) / factor).contains(count)
      else { continue }
      return count * factor
    }
    report(node, "must be a number of bytes up to 64MB, as 512KB or 8MB")
    return nil
  }

  mutating func choice(_ node: YAMLNode?, of words: [String]) -> String? {
    guard let node else { return nil }
    if let text = node.text, words.contains(text) { return text }
    report(node, "must be one of \(words.joined(separator: ", "))")
    return nil
  }

  mutating func path(_ node: YAMLNode?) -> JSONPath? {
    string(node).map { JSONPath($0) }
  }

  mutating func paths(_ node: YAMLNode?) -> [JSONPath] {
    strings(node).map { JSONPath($0) }
  }
}
