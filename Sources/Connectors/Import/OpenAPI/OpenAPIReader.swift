import Core

/// Reads an OpenAPI 3.0 or 3.1 document.
struct OpenAPIReader {
  let file: String
  let limits: ImportLimits
  var references: References
  var document: ImportedDocument
  private var operationIDs: [String: JSONPointer] = [:]
  private var names: Set<String> = []

  init(_ source: SourceDocument, file: String, limits: ImportLimits) {
    self.file = file
    self.limits = limits
    references = References(root: source.root)
    let info = source.root["info"]
    let title = info?["title"]?.stringValue ?? "Service"
    document = ImportedDocument(
      title: title, summary: Words.brief(info?["description"]?.stringValue ?? "The \(title) API."),
      source: "OpenAPI document \"\(title)\" \(info?["version"]?.stringValue ?? "")",
      documentation: source.root["externalDocs"]?["url"]?.stringValue)
  }

  private var root: JSONValue { references.root }

  /// - Throws: ``ImportError`` with everything that is wrong.
  mutating func read() throws(ImportError) -> ImportedDocument {
    let version = root["openapi"]?.stringValue ?? ""
    guard version.hasPrefix("3.0") || version.hasPrefix("3.1") else {
      throw ImportError(
        file: file,
        issues: [
          ImportError.Issue(place: "#/openapi", problem: "\"\(version)\" isn't a version that can be read: 3.0 or 3.1")
        ])
    }
    readServers()
    readSecurity()
    guard let paths = root["paths"]?.objectValue, !paths.isEmpty else {
      throw ImportError(file: file, issues: [ImportError.Issue(place: "#/paths", problem: "there are no operations")])
    }
    for (path, item) in paths where path.hasPrefix("/") { readPath(path, item) }
    if document.actions.isEmpty { references.report(JSONPointer()["paths"], "there are no operations") }
    if document.actions.count > limits.operations {
      references.report(
        JSONPointer()["paths"], "there are \(document.actions.count) operations; at most \(limits.operations) are taken"
      )
    }
    guard references.issues.isEmpty else { throw ImportError(file: file, issues: references.issues) }
    return document
  }

  private mutating func readPath(_ path: String, _ item: JSONValue) {
    let place = JSONPointer()["paths"][path]
    guard let found = references.resolve(item, at: place) else { return }
    for method in ["get", "post", "put", "patch", "delete", "head"] {
      guard let operation = found.value[method] else { continue }
      guard operation.objectValue != nil else {
        references.report(found.place[method], "an operation is an object, not \(operation.kindName)")
        continue
      }
      var reader = OperationReader(
        path: path, method: method, item: found.value, itemPlace: found.place, limits: limits)
      var action = reader.read(operation, at: found.place[method], root, &references)
      action.name = name(operation, path, method, at: found.place[method])
      action.host = host(operation["servers"] ?? found.value["servers"])
      document.actions.append(action)
      document.notes += reader.notes.filter { !document.notes.contains($0) }
    }
  }

  /// The operation's own name, or one made of its method and path; unique.
  private mutating func name(
    _ operation: JSONValue, _ path: String, _ method: String, at place: JSONPointer
  ) -> String {
    var name = ""
    if let id = operation["operationId"]?.stringValue, !id.isEmpty {
      if let earlier = operationIDs[id] {
        references.report(place["operationId"], "\"\(id)\" is also the id of \(earlier)")
      }
      operationIDs[id] = place
      name = Words.lowerCamel(id)
    }
    if name.isEmpty || name.first?.isLowercase != true { name = Self.name(of: path, method) }
    var chosen = name
    var number = 2
    while !names.insert(chosen).inserted {
      chosen = "\(name)\(number)"
      number += 1
    }
    return chosen
  }

  static func name(of path: String, _ method: String) -> String {
    let verbs = [
      "get": "get", "post": "create", "put": "replace", "patch": "update", "delete": "delete", "head": "check",
    ]
    let parts = path.split(separator: "/").map { part in
      part.hasPrefix("{") || part.hasPrefix(":") ? "by " + part.filter { !"{}:".contains($0) } : String(part)
    }
    return Words.lowerCamel(([verbs[method] ?? method] + parts).joined(separator: " "))
  }

  private mutating func readServers() {
    let servers = root["servers"]?.arrayValue ?? []
    guard let first = servers.first.flatMap({ Self.address($0) }) else {
      document.notes.append(
        ImportNote(place: "#/servers", text: "there is no whole address; every connection enters its own"))
      return
    }
    document.endpoint = first
  }

  /// An operation at another server gets a host of its own.
  private mutating func host(_ servers: JSONValue?) -> String? {
    guard let url = servers?[0].flatMap({ Self.address($0) }), url != document.endpoint else { return nil }
    if let known = document.hosts.first(where: { $0.1 == .string(url) }) { return known.0 }
    let label = url.split(separator: "/").dropFirst().first?.split(separator: ".").first.map { String($0) } ?? "host"
    let base = Words.lowerCamel(label).isEmpty ? "host" : Words.lowerCamel(label)
    let name = document.hosts[base] == nil ? base : "\(base)\(document.hosts.count + 1)"
    document.hosts[name] = .string(url)
    return name
  }

  /// The whole address of a server, its variables filled in; `nil` for a relative one.
  static func address(_ server: JSONValue) -> String? {
    guard var url = server["url"]?.stringValue else { return nil }
    for (name, variable) in server["variables"]?.objectValue ?? [:] {
      url = url.replacing("{\(name)}", with: variable["default"]?.stringValue ?? "")
    }
    while url.hasSuffix("/") { url.removeLast() }
    let isWhole = url.hasPrefix("https://") || url.hasPrefix("http://")
    return isWhole && Origin(url) != nil && !url.contains("{") ? url : nil
  }

  private mutating func readSecurity() {
    var security = SecurityReader()
    let place = JSONPointer()["components"]["securitySchemes"]
    for (name, scheme) in root["components"]?["securitySchemes"]?.objectValue ?? [:] {
      guard let found = references.resolve(scheme, at: place[name]) else { continue }
      security.read(found.value, named: name, at: found.place, wanted: root["security"])
    }
    document.authentication = security.offers
    document.notes += security.notes
  }
}
