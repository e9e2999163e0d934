import Core

/// Turns one operation into an action.
struct OperationReader {
  let path: String
  let method: String
  let item: JSONValue
  let itemPlace: JSONPointer
  let limits: ImportLimits
  private(set) var notes: [ImportNote] = []

  init(path: String, method: String, item: JSONValue, itemPlace: JSONPointer, limits: ImportLimits) {
    self.path = path
    self.method = method
    self.item = item
    self.itemPlace = itemPlace
    self.limits = limits
  }

  mutating func read(
    _ operation: JSONValue, at place: JSONPointer, _ root: JSONValue, _ references: inout References
  ) -> ImportedAction {
    let summary = operation["summary"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    let id = operation["operationId"]?.stringValue ?? "\(method) \(path)"
    let described = operation["description"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
    var action = ImportedAction(
      name: "", title: Words.brief(summary ?? Words.sentence(id), atMost: 80),
      group: operation["tags"]?[0]?.stringValue ?? Self.group(of: path),
      summary: Words.brief(described ?? summary ?? "\(method.uppercased()) \(path)"), method: method.uppercased(),
      path: path, place: place)
    var parameters = ParameterReader(limits: limits)
    parameters.read(
      item["parameters"], at: itemPlace["parameters"], operation["parameters"], at: place["parameters"], into: &action,
      &references)
    notes += parameters.notes
    if let body = operation["requestBody"] {
      if action.method == "GET" || action.method == "HEAD" {
        notes.append(
          ImportNote(place: place["requestBody"].description, text: "a \(action.method) has no body; it was left out"))
      } else {
        var reader = BodyReader(limits: limits)
        reader.read(body, at: place["requestBody"], into: &action, &references)
        notes += reader.notes
      }
    }
    readAnswer(operation, at: place, root, into: &action, &references)
    if operation["deprecated"] == true { action.deprecated = "The service says that it is outdated." }
    if let repeatable = operation["x-weir-idempotent"]?.boolValue { action.isIdempotent = repeatable }
    return action
  }

  /// The first part of a path that says anything, for documents without tags.
  static func group(of path: String) -> String {
    let parts = path.split(separator: "/").filter { part in
      !part.hasPrefix("{") && !part.hasPrefix(":") && !(part.first == "v" && part.dropFirst().allSatisfy(\.isNumber))
        && part != "api" && part != "rest"
    }
    return parts.first.map { Words.sentence(String($0)) } ?? "General"
  }

  private mutating func readAnswer(
    _ operation: JSONValue, at place: JSONPointer, _ root: JSONValue, into action: inout ImportedAction,
    _ references: inout References
  ) {
    action.select = operation["x-weir-select"]?.stringValue ?? root["x-weir-select"]?.stringValue
    let responses = operation["responses"]?.objectValue ?? [:]
    guard
      let status = responses.keys.filter({ $0.hasPrefix("2") }).min()
        ?? responses.keys.first(where: { $0 == "default" }),
      let response = responses[status],
      let found = references.resolve(response, at: place["responses"][status])
    else { return }
    let content = found.value["content"]?.objectValue ?? [:]
    guard let type = Self.json(content.keys) else {
      action.isFile = content.keys.contains { !$0.lowercased().hasPrefix("text/") && $0 != "*/*" }
      action.select = nil
      return
    }
    let schema = content[type]?["schema"] ?? [:]
    let schemaPlace = found.place["content"][type]["schema"]
    var conversion = SchemaConversion(.output, limits: limits)
    let whole = conversion.convert(schema, at: schemaPlace, &references)
    notes += conversion.notes
    let headers = found.value["headers"]?.objectValue?.keys ?? []
    let finder = PagingFinder(answer: whole, hasLinkHeader: headers.contains { $0.lowercased() == "link" })
    if operation["x-weir-paging"] != false, let found = finder.find(in: &action) {
      action.output = found
      action.select = nil
      return
    }
    action.output =
      action.select.map { select in
        PagingFinder.schema(at: JSONPath(select).steps, in: whole) ?? [:]
      } ?? whole
  }

  /// The content type that is JSON, the plain one first.
  static func json(_ types: [String]) -> String? {
    types.first { $0.lowercased().hasPrefix("application/json") }
      ?? types.first { $0.lowercased().contains("json") && !$0.lowercased().contains("json-seq") }
      ?? (types == ["*/*"] ? types[0] : nil)
  }
}
