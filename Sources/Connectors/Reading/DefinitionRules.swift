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
    if let check = connector.check {
      if let action = connector.action(check) {
        if !action.input.required.isEmpty {
          reader.report(node("check"), "\"\(check)\" needs input, so it can't check a connection")
        }
      } else {
        reader.report(node("check"), "there is no action \"\(check)\"")
      }
    }
    let actionNodes = node("actions").members ?? []
    for (action, named) in zip(connector.actions, actionNodes) {
      guard case .request(let request) = action.work else { continue }
      check(request, action, fields, named.value, &reader)
    }
  }

  private struct Scope {
    var input: Set<String> = []
    var required: Set<String> = []
    var settings: Set<String> = []
    var hasPages = false
  }

  private static func check(
    _ request: RequestDefinition, _ action: ActionDefinition, _ settings: Set<String>, _ node: YAMLNode,
    _ reader: inout DefinitionReader
  ) {
    func part(_ name: String) -> YAMLNode { node.members?.first { $0.name == name }?.value ?? node }
    let properties = action.input.properties
    let withDefault = properties.filter { $0.1["default"] != nil }.map(\.0)
    let scope = Scope(
      input: Set(properties.keys), required: Set(action.input.required).union(withDefault), settings: settings,
      hasPages: request.paging != nil)
    checkReferences(request.path.references, scope, part("path"), &reader)
    for reference in request.path.references where reference.root == .input {
      if let name = reference.path.steps.first, scope.input.contains(name), !scope.required.contains(name) {
        reader.report(part("path"), "input.\(name) stands in the address, so it must be required or have a default")
      }
    }
    for field in request.query { checkReferences(field.value.references, scope, part("query"), &reader) }
    for field in request.headers { checkReferences(field.value.references, scope, part("headers"), &reader) }
    checkReferences(request.body.references, scope, part("body"), &reader)
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
        }
      if let name, !known.contains(name) {
        reader.report(
          node,
          "${\(reference)} refers to nothing; known are \(known.isEmpty ? "none" : known.sorted().joined(separator: ", "))"
        )
      }
    }
  }
}
