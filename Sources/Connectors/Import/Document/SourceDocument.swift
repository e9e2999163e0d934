import Core
import Yams

/// A foreign document as JSON, whether it was written as JSON or as YAML.
struct SourceDocument: Sendable {
  let root: JSONValue

  /// Reads a document.
  /// - Throws: ``ImportError`` with the line of what is wrong.
  init(_ bytes: [UInt8], file: String, limits: ImportLimits) throws(ImportError) {
    func refused(_ place: String, _ problem: String) -> ImportError {
      ImportError(file: file, issues: [ImportError.Issue(place: place, problem: problem)])
    }
    guard bytes.count <= limits.bytes else {
      throw refused("line 1", "the document has \(bytes.count) bytes; at most \(limits.bytes) are read")
    }
    let first = bytes.first { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }
    let isJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    if isJSON, let found = Self.depth(bytes, limits) {
      throw refused("line \(found.line), column \(found.column)", "it is nested more than \(limits.depth) levels deep")
    }
    do {
      root = isJSON ? try Self.json(bytes) : try Self.yaml(bytes, limits)
    } catch let issue as SourceIssue {
      throw refused(issue.place, issue.problem)
    } catch {
      throw refused("line 1", "it is neither JSON nor YAML")
    }
    guard root.objectValue != nil else { throw refused("#", "it is \(root.kindName), not an object") }
    var left = limits.values
    if let place = Self.tooMany(root, at: "#", &left) {
      throw refused(place, "the document holds more than \(limits.values) values")
    }
  }

  /// What is wrong while reading, before the file's name is known.
  struct SourceIssue: Error {
    let place: String
    let problem: String
  }

  /// Where the values of a document get too many.
  private static func tooMany(_ value: JSONValue, at place: String, _ left: inout Int) -> String? {
    left -= 1
    guard left >= 0 else { return place }
    switch value {
    case .array(let elements):
      for element in elements {
        if let found = tooMany(element, at: place, &left) { return found }
      }
    case .object(let members):
      for (name, member) in members {
        let found = tooMany(member, at: place == "#" ? JSONPointer()[name].description : place, &left)
        if let found { return found }
      }
    default: break
    }
    return nil
  }

  private static func depth(_ bytes: [UInt8], _ limits: ImportLimits) -> (line: Int, column: Int)? {
    YAMLGuard.tooDeep(bytes, limit: limits.depth)
  }

  private static func json(_ bytes: [UInt8]) throws -> JSONValue {
    do {
      return try JSONValue(parsing: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes)
    } catch {
      throw SourceIssue(place: "line \(error.line), column \(error.column)", problem: error.problem)
    }
  }

  private static func yaml(_ bytes: [UInt8], _ limits: ImportLimits) throws -> JSONValue {
    if let found = depth(bytes, limits) {
      throw SourceIssue(
        place: "line \(found.line), column \(found.column)",
        problem: "it is nested more than \(limits.depth) levels deep")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SourceIssue(place: "line 1", problem: "it is not UTF-8")
    }
    let node: Node?
    do {
      node = try Yams.compose(yaml: text, .basic)
    } catch let error as YamlError {
      let issue = ConnectorFile.syntaxIssue(error)
      throw SourceIssue(place: "line \(issue.line), column \(issue.column)", problem: issue.problem)
    }
    guard let node else { throw SourceIssue(place: "line 1", problem: "it is empty") }
    var conversion = YAMLConversion(limits: limits)
    return try conversion.json(node, depth: 0)
  }
}
