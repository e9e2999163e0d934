import Core

/// Reads a Postman collection, format 2.0 or 2.1.
///
/// A collection has examples where OpenAPI has schemas: types are those of the examples. Names that Postman's own
/// generator made up are no names of fields, see ``FillerNames``.
struct PostmanReader {
  let file: String
  let limits: ImportLimits
  private let root: JSONValue
  private var document: ImportedDocument
  private var issues: [ImportError.Issue] = []
  private var names: Set<String> = []
  private var variables: [String: String] = [:]

  init(_ source: SourceDocument, file: String, limits: ImportLimits) {
    self.file = file
    self.limits = limits
    root = source.root
    let info = source.root["info"]
    let title = info?["name"]?.stringValue ?? "Service"
    document = ImportedDocument(
      title: title, summary: Words.brief(Self.text(info?["description"]) ?? "The \(title) API."),
      source: "Postman collection \"\(title)\"")
    for variable in source.root["variable"]?.arrayValue ?? [] {
      if let name = (variable["key"] ?? variable["id"])?.stringValue, let value = variable["value"]?.scalarText {
        variables[name] = value
      }
    }
  }

  /// - Throws: ``ImportError`` with everything that is wrong.
  mutating func read() throws(ImportError) -> ImportedDocument {
    readSignIn(root["auth"])
    readItems(root["item"]?.arrayValue ?? [], at: JSONPointer()["item"], group: nil)
    let place = JSONPointer()["item"].description
    if document.actions.isEmpty, issues.isEmpty {
      issues.append(ImportError.Issue(place: place, problem: "there are no requests"))
    }
    if document.actions.count > limits.operations {
      issues.append(
        ImportError.Issue(
          place: place,
          problem: "there are \(document.actions.count) requests; at most \(limits.operations) are taken"))
    }
    guard issues.isEmpty else { throw ImportError(file: file, issues: issues) }
    if document.endpoint == nil {
      document.notes.append(
        ImportNote(place: "#/variable", text: "there is no whole address; every connection enters its own"))
    }
    return document
  }

  private mutating func readItems(_ items: [JSONValue], at place: JSONPointer, group: String?) {
    for (index, item) in items.enumerated() {
      let name = item["name"]?.stringValue ?? "Request"
      if let inner = item["item"]?.arrayValue {
        readItems(inner, at: place[index]["item"], group: group ?? name)
      } else if item["request"] != nil {
        readRequest(item, named: name, at: place[index], group: group ?? "General")
      } else {
        issues.append(
          ImportError.Issue(place: place[index].description, problem: "it is neither a folder nor a request"))
      }
    }
  }

  private mutating func readRequest(_ item: JSONValue, named name: String, at place: JSONPointer, group: String) {
    let request = item["request"] ?? [:]
    let method = (request["method"]?.stringValue ?? "GET").uppercased()
    guard DefinitionReader.methods.contains(method) else {
      document.notes.append(
        ImportNote(place: place.description, text: "\(method) isn't sent; \"\(name)\" was left out"))
      return
    }
    var address = PostmanAddress(request["url"] ?? request, variables: variables)
    var action = ImportedAction(
      name: unique(name, method, address.path), title: Words.brief(name, atMost: 80), group: group,
      summary: Words.brief(Self.text(request["description"]) ?? name), method: method, path: address.path, place: place)
    address.fill(&action)
    if let base = address.base {
      if document.endpoint == nil { document.endpoint = base }
      if base != document.endpoint { action.host = host(base) }
    }
    readHeaders(request["header"], into: &action)
    if method != "GET", method != "HEAD" {
      var body = PostmanBody()
      body.read(request["body"], into: &action)
    }
    if let answer = item["response"]?.arrayValue?.first(where: { ($0["code"]?.intValue ?? 200) / 100 == 2 }),
      let text = answer["body"]?.stringValue, let json = try? JSONValue(parsing: text)
    {
      action.output = ExampleSchema.schema(of: json, depth: limits.outputDepth, isInput: false)
      if let item = PagingFinder(answer: action.output, hasLinkHeader: false).find(in: &action) { action.output = item }
    }
    document.actions.append(action)
  }

  private mutating func readHeaders(_ headers: JSONValue?, into action: inout ImportedAction) {
    for header in headers?.arrayValue ?? [] where header["disabled"] != true {
      guard let name = header["key"]?.stringValue, !name.isEmpty,
        !["accept", "content-type", "authorization", "content-length", "host"].contains(name.lowercased()),
        name.allSatisfy({ $0.isASCII && !$0.isWhitespace && $0 != ":" })
      else { continue }
      var schema: JSONObject = ["type": "string"]
      if let text = Self.text(header["description"]) { schema["description"] = .string(Words.brief(text)) }
      let input = action.add(name, .object(schema), required: false, from: "header")
      action.headers[name] = .string("${input.\(input)}")
    }
  }

  private mutating func unique(_ name: String, _ method: String, _ path: String) -> String {
    var base = Words.lowerCamel(name)
    if base.first?.isLowercase != true { base = OpenAPIReader.name(of: path, method.lowercased()) }
    var chosen = base
    var number = 2
    while !names.insert(chosen).inserted {
      chosen = "\(base)\(number)"
      number += 1
    }
    return chosen
  }

  private mutating func host(_ url: String) -> String {
    if let known = document.hosts.first(where: { $0.1 == .string(url) }) { return known.0 }
    let name = "host\(document.hosts.count + 1)"
    document.hosts[name] = .string(url)
    return name
  }

  private mutating func readSignIn(_ auth: JSONValue?) {
    func parameter(_ kind: String, _ name: String) -> String? {
      let list = auth?[kind]
      return (list?.arrayValue?.first { $0["key"] == .string(name) }?["value"] ?? list?[name])?.stringValue
    }
    switch auth?["type"]?.stringValue {
    case "basic": document.authentication = [["kind": "basic"]]
    case "apikey":
      let name = parameter("apikey", "key") ?? "X-Api-Key"
      let isQuery = parameter("apikey", "in") == "query"
      document.authentication = [["kind": "api_key", isQuery ? "parameter" : "header": .string(name)]]
    case "oauth2":
      if let token = parameter("oauth2", "accessTokenUrl"), Origin(token) != nil {
        var offer: JSONObject = ["kind": "oauth2", "grants": ["client_credentials"], "tokenURL": .string(token)]
        if let url = parameter("oauth2", "authUrl"), Origin(url) != nil {
          offer["grants"] = ["authorization_code", "client_credentials"]
          offer["authorizationURL"] = .string(url)
        }
        offer["editable"] = ["authorizationURL", "tokenURL", "scopes"]
        document.authentication = [.object(offer), ["kind": "bearer"]]
      } else {
        document.authentication = [["kind": "bearer"]]
      }
    case "noauth": break
    default: document.authentication = [["kind": "bearer"]]
    }
  }

  /// A description: text, or an object with the text in it.
  static func text(_ value: JSONValue?) -> String? {
    let text = value?.stringValue ?? value?["content"]?.stringValue
    return text.flatMap { $0.isEmpty ? nil : $0 }
  }
}
