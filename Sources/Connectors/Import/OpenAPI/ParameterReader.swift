import Core

/// Turns the parameters of an operation into inputs and templates.
struct ParameterReader {
  let limits: ImportLimits
  private(set) var notes: [ImportNote] = []

  init(limits: ImportLimits) {
    self.limits = limits
  }

  /// The operation's own parameters count before those of its path.
  mutating func read(
    _ shared: JSONValue?, at sharedPlace: JSONPointer, _ own: JSONValue?, at ownPlace: JSONPointer,
    into action: inout ImportedAction, _ references: inout References
  ) {
    var all: [(value: JSONValue, place: JSONPointer)] = []
    for (list, place) in [(own, ownPlace), (shared, sharedPlace)] {
      for (index, parameter) in (list?.arrayValue ?? []).enumerated() {
        guard let found = references.resolve(parameter, at: place[index]) else { continue }
        let isKnown = all.contains { $0.value["name"] == found.value["name"] && $0.value["in"] == found.value["in"] }
        if isKnown { continue }
        all.append((found.value, found.place))
      }
    }
    let order = ["path": 0, "query": 1, "header": 2]
    let sorted = all.enumerated().sorted { one, other in
      let (first, second) = (
        order[one.element.value["in"]?.stringValue ?? ""] ?? 3, order[other.element.value["in"]?.stringValue ?? ""] ?? 3
      )
      return (first, one.offset) < (second, other.offset)
    }
    for (_, parameter) in sorted { read(parameter.value, at: parameter.place, into: &action, &references) }
    fillPath(&action, at: ownPlace)
  }

  private mutating func read(
    _ parameter: JSONValue, at place: JSONPointer, into action: inout ImportedAction, _ references: inout References
  ) {
    guard let name = parameter["name"]?.stringValue, !name.isEmpty, let kind = parameter["in"]?.stringValue else {
      return references.report(place, "a parameter needs \"name\" and \"in\"")
    }
    let content = parameter["content"]?.objectValue?.first(where: { _ in true })
    let schemaPlace = content.map { place["content"][$0.0]["schema"] } ?? place["schema"]
    var conversion = SchemaConversion(.input, limits: limits)
    var schema =
      (conversion.convert(parameter["schema"] ?? content?.1["schema"] ?? [:], at: schemaPlace, &references)).objectValue
      ?? [:]
    notes += conversion.notes
    if let text = parameter["description"]?.stringValue, !text.isEmpty {
      schema["description"] = .string(Words.brief(text))
    }
    if parameter["deprecated"] == true { schema["deprecated"] = true }
    if schema["type"] == nil, schema["anyOf"] == nil, schema["enum"] == nil { schema["type"] = "string" }
    let isRequired = parameter["required"] == true
    switch kind {
    case "path":
      schema["default"] = nil
      if schema["type"] == "string", schema["minLength"] == nil { schema["minLength"] = 1 }
      let input = action.add(name, .object(schema), required: true, from: "path")
      action.path = action.path.replacing("{\(name)}", with: "${input.\(input)}")
    case "query": query(name, schema, isRequired, parameter, content?.0, into: &action)
    case "header":
      guard !["accept", "content-type", "authorization"].contains(name.lowercased()) else { return }
      let input = action.add(name, .object(schema), required: isRequired, from: "header")
      action.headers[name] = .string("${input.\(input)}")
    default:
      notes.append(ImportNote(place: place.description, text: "the \(kind) parameter \"\(name)\" isn't sent"))
    }
  }

  private func query(
    _ name: String, _ schema: JSONObject, _ isRequired: Bool, _ parameter: JSONValue, _ content: String?,
    into action: inout ImportedAction
  ) {
    let members = schema["properties"]?.objectValue ?? [:]
    if parameter["style"] == "deepObject" || (schema["type"] == "object" && content == nil), !members.isEmpty {
      let input = action.add(name, .object(schema), required: isRequired, from: "query")
      for member in members.keys where Self.isPlain(member) {
        let field = parameter["style"] == "deepObject" ? "\(name)[\(member)]" : member
        action.query[field] = .string("${input.\(input).\(member)}")
      }
      return
    }
    let input = action.add(name, .object(schema), required: isRequired, from: "query")
    let template = JSONValue.string("${input.\(input)}")
    let joins = ["spaceDelimited": " ", "pipeDelimited": "|"]
    if content != nil {
      action.query[name] = ["json": template]
    } else if schema["type"] == "array",
      parameter["explode"] == false || joins[parameter["style"]?.stringValue ?? ""] != nil
    {
      action.query[name] = ["value": template, "join": .string(joins[parameter["style"]?.stringValue ?? ""] ?? ",")]
    } else {
      action.query[name] = template
    }
  }

  /// Parts of the path that no parameter describes are inputs all the same.
  private mutating func fillPath(_ action: inout ImportedAction, at place: JSONPointer) {
    while let open = action.path.range(of: "{", after: "$"), let close = action.path[open...].firstIndex(of: "}") {
      let name = String(action.path[action.path.index(after: open)..<close])
      let input = action.add(name, ["type": "string", "minLength": 1], required: true, from: "path")
      action.path.replaceSubrange(open...close, with: "${input.\(input)}")
      notes.append(ImportNote(place: place.description, text: "\"\(name)\" stands in the path without a description"))
    }
  }

  /// Whether templates can refer to a member of that name.
  static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
  }
}

extension String {
  /// Where `sign` stands first without `before` right in front of it.
  fileprivate func range(of sign: Character, after before: Character) -> Index? {
    var last: Character?
    for index in indices {
      if self[index] == sign, last != before { return index }
      last = self[index]
    }
    return nil
  }
}
