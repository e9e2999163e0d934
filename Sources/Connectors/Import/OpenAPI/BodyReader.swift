import Core

/// Turns the body of an operation into inputs and a body template.
struct BodyReader {
  let limits: ImportLimits
  private(set) var notes: [ImportNote] = []

  init(limits: ImportLimits) {
    self.limits = limits
  }

  mutating func read(
    _ body: JSONValue, at place: JSONPointer, into action: inout ImportedAction, _ references: inout References
  ) {
    guard let found = references.resolve(body, at: place),
      let content = found.value["content"]?.objectValue, !content.isEmpty
    else { return }
    let isRequired = found.value["required"] == true
    let types = content.keys
    func schema(_ type: String) -> (JSONValue, JSONPointer) {
      (content[type]?["schema"] ?? [:], found.place["content"][type]["schema"])
    }
    if let type = OperationReader.json(types) {
      json(schema(type), type, isRequired, into: &action, &references)
    } else if let type = types.first(where: { $0.lowercased().hasPrefix("multipart/form-data") }) {
      fields("multipart", schema(type), isRequired, into: &action, &references)
    } else if let type = types.first(where: { $0.lowercased().hasPrefix("application/x-www-form-urlencoded") }) {
      fields("form", schema(type), isRequired, into: &action, &references)
    } else if let type = types.first(where: { $0.lowercased().hasPrefix("text/") || $0.lowercased().contains("xml") }) {
      let (source, sourcePlace) = schema(type)
      let converted = convert(source, at: sourcePlace, &references)
      let input = action.add(
        converted["title"]?.stringValue ?? "text", text(converted), required: isRequired, from: "body")
      action.body = ["text": .string("${input.\(input)}"), "contentType": .string(type)]
    } else {
      let input = action.add("file", ["type": "object", "format": "file"], required: isRequired, from: "body")
      var body: JSONObject = ["file": .string("${input.\(input)}")]
      if let type = types.first, !type.contains("*") { body["contentType"] = .string(type) }
      action.body = .object(body)
    }
  }

  private func text(_ schema: JSONValue) -> JSONValue {
    var object = schema.objectValue ?? [:]
    object["type"] = "string"
    object["properties"] = nil
    return .object(object)
  }

  private mutating func convert(
    _ schema: JSONValue, at place: JSONPointer, _ references: inout References
  ) -> JSONValue {
    var conversion = SchemaConversion(.input, limits: limits)
    let converted = conversion.convert(schema, at: place, &references)
    notes += conversion.notes
    return converted
  }

  private mutating func json(
    _ source: (JSONValue, JSONPointer), _ type: String, _ isRequired: Bool, into action: inout ImportedAction,
    _ references: inout References
  ) {
    let schema = convert(source.0, at: source.1, &references)
    var template: JSONValue
    let members = schema["properties"]?.objectValue ?? [:]
    if !members.isEmpty, schema["anyOf"] == nil, schema["additionalProperties"]?.objectValue == nil {
      template = .object(flatten(members, schema, isRequired, into: &action))
    } else {
      let input = action.add(
        schema["title"]?.stringValue ?? (schema["type"] == "array" ? "items" : "body"), withoutDefaults(schema),
        required: isRequired, from: "body")
      template = .string("${input.\(input)}")
    }
    var body: JSONObject = ["json": template]
    if !type.lowercased().hasPrefix("application/json"), !type.contains("*") { body["contentType"] = .string(type) }
    if type.lowercased().hasPrefix("application/json-patch") { body["contentType"] = .string(type) }
    action.body = .object(body)
  }

  /// One input for each member of the body.
  private func flatten(
    _ members: JSONObject, _ schema: JSONValue, _ isRequired: Bool, into action: inout ImportedAction
  ) -> JSONObject {
    let required = (schema["required"]?.arrayValue ?? []).compactMap(\.stringValue)
    var body = JSONObject()
    for (name, member) in members {
      let input = action.add(
        name, withoutDefaults(member), required: isRequired && required.contains(name), from: "body")
      body[name] = .string("${input.\(input)}")
    }
    return body
  }

  private mutating func fields(
    _ kind: String, _ source: (JSONValue, JSONPointer), _ isRequired: Bool, into action: inout ImportedAction,
    _ references: inout References
  ) {
    let schema = convert(source.0, at: source.1, &references)
    let members = schema["properties"]?.objectValue ?? [:]
    guard !members.isEmpty else {
      return notes.append(ImportNote(place: source.1.description, text: "the form has no fields; it is sent empty"))
    }
    action.body = .object([kind: .object(flatten(members, schema, isRequired, into: &action))])
  }

  /// What goes without saying at the service isn't sent: in a change it would undo what is there.
  private func withoutDefaults(_ schema: JSONValue) -> JSONValue {
    guard var object = schema.objectValue, let standard = object["default"] else { return schema }
    object["default"] = nil
    let text = object["description"]?.stringValue.map { $0 + " " } ?? ""
    object["description"] = .string("\(text)The service's default: \(standard.scalarText ?? standard.serialized()).")
    return .object(object)
  }
}
