import Core
import Yams

extension ConnectorFixture {
  /// Reads a fixture.
  /// - Throws: ``ConnectorFileError`` with everything that is wrong.
  package init(_ text: String, file: String) throws(ConnectorFileError) {
    var reader = DefinitionReader()
    var fixture: ConnectorFixture?
    do {
      if let node = try Yams.compose(yaml: text) { fixture = reader.fixture(YAMLNode(node: node, path: ""), file) }
    } catch let error as YamlError {
      throw ConnectorFileError(file: file, issues: [ConnectorFile.syntaxIssue(error)])
    } catch {
      throw ConnectorFileError(file: file, issues: [])
    }
    guard reader.issues.isEmpty, let fixture else {
      let empty = DefinitionIssue(line: 1, column: 1, field: "document", problem: "the file is empty")
      throw ConnectorFileError(file: file, issues: reader.issues.isEmpty ? [empty] : reader.issues.sorted())
    }
    self = fixture
  }
}

extension DefinitionReader {
  static let fileQuestions = [
    "list", "tree", "item", "start", "changes", "read", "write", "makeFolder", "remove", "search",
  ]
  static let fileArguments = ["folder", "item", "cursor", "name", "file", "text", "replacing"]

  mutating func fixture(_ node: YAMLNode, _ file: String) -> ConnectorFixture? {
    let members = members(
      node,
      known: [
        "title", "action", "files", "input", "settings", "endpoint", "exchanges", "output", "items", "next", "more",
        "fails", "contents",
      ] + Self.fileArguments)
    guard let question = question(members, node), let expected = expected(members, node) else { return nil }
    var contents: [String: String] = [:]
    for (name, value) in members["contents"]?.members ?? [] { contents[name] = value.text ?? "" }
    return ConnectorFixture(
      name: file, question: question, settings: members["settings"]?.json.objectValue ?? [:],
      endpoint: string(members["endpoint"]), exchanges: elements(members["exchanges"]).map { exchange($0) },
      expected: expected, contents: contents)
  }

  private mutating func question(_ members: [String: YAMLNode], _ node: YAMLNode) -> ConnectorFixture.Question? {
    if let files = members["files"] {
      guard let word = choice(files, of: Self.fileQuestions) else { return nil }
      let given = Self.fileArguments.compactMap { name in members[name].map { (name, $0.json) } }
      return .files(word, JSONObject(given))
    }
    let action = string(required("action", of: members, in: node))
    return action.map { .action($0, input: members["input"]?.json ?? [:]) }
  }

  private mutating func expected(_ members: [String: YAMLNode], _ node: YAMLNode) -> ConnectorFixture.Expected? {
    if let fails = members["fails"] {
      let inner = self.members(fails, known: ["code", "message"])
      return string(required("code", of: inner, in: fails)).map {
        .failure(code: $0, message: string(inner["message"]))
      }
    }
    if let output = members["output"] { return .output(output.json) }
    if let items = members["items"] {
      return .items(elements(items).map(\.json), next: members["next"]?.text, more: bool(members["more"]))
    }
    report(node, "says neither \"output\", \"items\" nor \"fails\"")
    return nil
  }

  private mutating func exchange(_ node: YAMLNode) -> FixtureExchange {
    let members = members(node, known: ["request", "response"])
    let request = members["request"].map {
      self.members($0, known: ["method", "url", "query", "headers", "body"])
    }
    let response = members["response"].map {
      self.members($0, known: ["status", "headers", "json", "text", "xml"])
    }
    if request == nil || response == nil { report(node, "needs a \"request\" and a \"response\"") }
    return FixtureExchange(
      line: node.line, method: string(request?["method"]) ?? "GET", url: string(request?["url"]) ?? "",
      query: request?["query"]?.json.objectValue, headers: headers(request?["headers"]),
      body: request?["body"]?.json, status: int(response?["status"], in: 100...599) ?? 200,
      answerHeaders: headers(response?["headers"]),
      answer: response?["json"].map { $0.json.serialized() } ?? response?["xml"]?.text ?? response?["text"]?.text ?? "")
  }

  private mutating func headers(_ node: YAMLNode?) -> [String: String] {
    let pairs = (node?.members ?? []).map { ($0.name, $0.value.text ?? "") }
    return Dictionary(pairs, uniquingKeysWith: { $1 })
  }
}
