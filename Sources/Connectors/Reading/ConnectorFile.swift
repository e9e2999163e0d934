import Core
import Yams

/// Reads connectors from YAML.
///
/// ```swift
/// let connector = try ConnectorFile.read(text, file: "mediavalet/connector.yaml")
/// for issue in ConnectorFile.lint(text) { print(issue) }
/// ```
package enum ConnectorFile {
  /// Reads a connector.
  /// - Parameter file: only for messages.
  /// - Throws: ``ConnectorFileError`` with everything that is wrong; unknown fields are wrong too.
  package static func read(_ text: String, file: String) throws(ConnectorFileError) -> ConnectorDefinition {
    let (definition, issues) = examine(text)
    guard issues.isEmpty, let definition else { throw ConnectorFileError(file: file, issues: issues.sorted()) }
    return definition
  }

  /// Finds everything that is wrong with a file, in its order.
  package static func lint(_ text: String) -> [DefinitionIssue] {
    examine(text).issues.sorted()
  }

  private static func examine(_ text: String) -> (definition: ConnectorDefinition?, issues: [DefinitionIssue]) {
    do {
      // Without rules for tags, which this reader doesn't use: matching them costs half of the time.
      guard let node = try Yams.compose(yaml: text, .basic) else { return (nil, [issue(1, 1, "the file is empty")]) }
      var reader = DefinitionReader()
      let definition = reader.connector(YAMLNode(node: node, path: ""))
      return (definition, reader.issues)
    } catch let error as YamlError {
      return (nil, [syntaxIssue(error)])
    } catch {
      return (nil, [issue(1, 1, "the file can't be read as YAML")])
    }
  }

  static func syntaxIssue(_ error: YamlError) -> DefinitionIssue {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      issue(mark.line, mark.column, problem)
    case .duplicatedKeysInMapping(let duplicates, let context):
      issue(
        context.mark.line, context.mark.column,
        "twice the same name: \(duplicates.sorted().joined(separator: ", "))")
    default: issue(1, 1, "the file can't be read as YAML")
    }
  }

  private static func issue(_ line: Int, _ column: Int, _ problem: String) -> DefinitionIssue {
    DefinitionIssue(line: line, column: column, field: "document", problem: problem)
  }
}
