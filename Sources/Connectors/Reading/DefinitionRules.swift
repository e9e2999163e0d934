import Core

/// What must hold between the parts of a connector: that everything referred to is there.
enum DefinitionRules {
  static func check(_ connector: ConnectorDefinition, _ root: YAMLNode, _ reader: inout DefinitionReader) {
    let top = root.members ?? []
    func node(_ name: String) -> YAMLNode { top.first { $0.name == name }?.value ?? root }
    let fields = Set(connector.fields.filter { !$0.isSecret }.map(\.name))
    for field in connector.headers {
      checkReferences(field.value.references, Scope(settings: fields), node("headers"), &reader)
    }
    for host in connector.endpoint.hosts {
      checkReferences(host.value.references, Scope(settings: fields), node("endpoint"), &reader)
    }
    if let check = connector.check {
      if let action = connector.action(check) {
        if !action.input.required.isEmpty {
          reader.report(node("check"), "\"\(check)\" needs input, so it can't check a connection")
        }
      } else {
        reader.report(node("check"), "there is no action \"\(check)\"")
      }
    }
    checkMigrations(connector, node("migrations"), &reader)
    FileRules.check(connector, root, &reader)
    let actionNodes = node("actions").members ?? []
    let hosts = Set(connector.endpoint.hosts.map(\.name))
    for (action, named) in zip(connector.actions, actionNodes) {
      OptionRules.check(action, of: connector, named.value, &reader)
      if let use = action.deprecation?.use, !use.contains("/"), connector.action(use) == nil {
        reader.report(named.value, "it says to use \"\(use)\", and there is no such action")
      }
      switch action.work {
      case .request(let request): check(request, action, fields, hosts, named.value, &reader)
      case .upload(let upload): check(upload, action, fields, hosts, named.value, &reader)
      case .steps(let sequence): SequenceRules.check(sequence, action, of: connector, named.value, &reader)
      case .code: break
      }
    }
  }

  private struct Scope {
    var input: Set<String> = []
    var required: Set<String> = []
    var settings: Set<String> = []
    var hasPages = false
    var isUpload = false
  }

  private static func checkMigrations(
    _ connector: ConnectorDefinition, _ node: YAMLNode, _ reader: inout DefinitionReader
  ) {
    for change in connector.migrations.flatMap(\.actions) {
      let name = change.to ?? change.name
      guard let action = connector.action(name) else {
        reader.report(node, "\"\(change.name)\" becomes \"\(name)\", and there is no such action")
        continue
      }
      let known = action.inputSchema["properties"]?.objectValue ?? [:]
      for field in change.fields.map(\.to) + change.defaults.keys where known[field] == nil {
        reader.report(node, "\"\(name)\" has no input \"\(field)\" to set")
      }
    }
  }

  private static func check(
    _ upload: UploadDefinition, _ action: ActionDefinition, _ settings: Set<String>, _ hosts: Set<String>,
    _ node: YAMLNode, _ reader: inout DefinitionReader
  ) {
    let upper = node.members?.first { $0.name == "upload" }?.value ?? node
    func part(_ name: String) -> YAMLNode { upper.members?.first { $0.name == name }?.value ?? upper }
    var scope = scope(of: action, settings: settings)
    scope.isUpload = true
    checkReferences(upload.file.references, scope, part("file"), &reader)
    if let name = upload.part { checkReferences(name.references, scope, part("part"), &reader) }
    let requests = [
      ("start", upload.start), ("block", upload.block), ("confirm", upload.confirm), ("resume", upload.resume?.request),
      ("finish", upload.finish),
    ]
    for (name, request) in requests {
      guard let request else { continue }
      check(request, scope, hosts, part(name), &reader)
    }
  }

  private static func check(
    _ request: RequestDefinition, _ action: ActionDefinition, _ settings: Set<String>, _ hosts: Set<String>,
    _ node: YAMLNode, _ reader: inout DefinitionReader
  ) {
    var scope = scope(of: action, settings: settings)
    scope.hasPages = request.paging != nil
    check(request, scope, hosts, node, &reader)
    if case .body(let name?) = action.output.file {
      checkReferences(name.references, scope, node, &reader)
    }
  }

  private static func scope(of action: ActionDefinition, settings: Set<String>) -> Scope {
    let properties = action.input.properties
    let withDefault = properties.filter { $0.1["default"] != nil }.map(\.0)
    return Scope(
      input: Set(properties.keys), required: Set(action.input.required).union(withDefault), settings: settings)
  }

  private static func check(
    _ request: RequestDefinition, _ scope: Scope, _ hosts: Set<String>, _ node: YAMLNode,
    _ reader: inout DefinitionReader
  ) {
    func part(_ name: String) -> YAMLNode { node.members?.first { $0.name == name }?.value ?? node }
    if let host = request.host, !hosts.contains(host) {
      reader.report(part("host"), "\"\(host)\" isn't among the endpoint's \"hosts\"")
    }
    let address = request.url ?? request.path
    checkReferences(address.references, scope, part(request.url == nil ? "path" : "url"), &reader)
    for reference in address.references where reference.root == .input {
      if let name = reference.path.steps.first, scope.input.contains(name), !scope.required.contains(name) {
        reader.report(part("path"), "input.\(name) stands in the address, so it must be required or have a default")
      }
    }
    for field in request.query { checkReferences(field.value.references, scope, part("query"), &reader) }
    for field in request.headers { checkReferences(field.value.references, scope, part("headers"), &reader) }
    checkReferences(request.body.references, scope, part("body"), &reader)
    if let following = request.paging?.following {
      let all = following.path.references + following.query.flatMap(\.value.references) + following.body.references
      checkReferences(all, scope, part("paging"), &reader)
    }
    if let adoption = request.adoption {
      let all = [adoption.path] + adoption.query.map(\.value) + adoption.match.map(\.value)
      checkReferences(all.flatMap(\.references), scope, part("adopt"), &reader)
    }
    if case .none = request.body {
    } else if request.method == "GET" || request.method == "HEAD" {
      reader.report(part("body"), "\(request.method) has no body")
    }
  }

  private static func checkReferences(
    _ references: [TemplateReference], _ scope: Scope, _ node: YAMLNode, _ reader: inout DefinitionReader
  ) {
    for reference in references {
      let name = reference.path.steps.first
      let known: Set<String> =
        switch reference.root {
        case .input: scope.input
        case .settings: scope.settings
        case .page: scope.hasPages ? ["offset", "number", "size", "cursor"] : []
        case .run: ["uuid", "key"]
        case .upload: scope.isUpload ? Set([name].compactMap { $0 }) : []
        case .block: scope.isUpload ? UploadBlock.names : []
        case .steps, .folder, .item, .cursor, .name, .file, .text, .push: []
        }
      let isForeign = !TemplateReference.Root.ofRequests.contains(reference.root)
      if isForeign || name.map({ !known.contains($0) }) == true {
        reader.report(
          node,
          "${\(reference)} refers to nothing; known are \(known.isEmpty ? "none" : known.sorted().joined(separator: ", "))"
        )
      }
    }
  }
}
