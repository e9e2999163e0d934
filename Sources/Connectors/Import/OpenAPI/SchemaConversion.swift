import Core

/// Turns a schema of an OpenAPI document into one of ours: references put in, recursion cut, words left out that nothing
/// here understands.
struct SchemaConversion {
  enum Direction { case input, output }

  let direction: Direction
  let limits: ImportLimits
  /// What was cut, with its place.
  private(set) var notes: [ImportNote] = []
  private var values = 0
  private var open: [String] = []

  init(_ direction: Direction, limits: ImportLimits) {
    self.direction = direction
    self.limits = limits
  }

  private var deepest: Int { direction == .input ? limits.inputDepth : limits.outputDepth }
  private var most: Int { direction == .input ? limits.inputValues : limits.outputValues }

  /// - Returns: a schema that ``SchemaCheck`` finds nothing in.
  mutating func convert(
    _ schema: JSONValue, at place: JSONPointer, _ references: inout References, depth: Int = 0
  ) -> JSONValue {
    values += 1
    guard let found = references.resolve(schema, at: place) else { return [:] }
    if let cyclic = found.names.first(where: { open.contains($0) }) {
      let name = cyclic.split(separator: "/").last.map { String($0) } ?? cyclic
      note(place, "\(name) contains itself; its inner one isn't described")
      return ["description": .string("Again \(name), not described further.")]
    }
    guard let source = found.value.objectValue, values <= most, depth <= deepest else {
      if values > most || depth > deepest {
        note(place, "it is larger than what is described here; the rest takes anything")
      }
      return [:]
    }
    open += found.names
    defer { open.removeLast(found.names.count) }
    let merged = flattened(source, at: found.place, &references)
    var object = plain(merged, at: found.place)
    if isFile(merged) { return file(object) }
    members(merged, into: &object, at: found.place, &references, depth)
    choices(merged, into: &object, at: found.place, &references, depth)
    return .object(object)
  }

  /// The words that hold no further schema.
  private func plain(_ source: JSONObject, at place: JSONPointer) -> JSONObject {
    var object = JSONObject()
    object["type"] = type(source)
    if let title = source["title"]?.stringValue, !title.isEmpty {
      object["title"] = .string(Words.brief(title, atMost: 80))
    }
    if let text = source["description"]?.stringValue, !text.isEmpty {
      object["description"] = .string(Words.brief(text))
    }
    let hasNumbers = ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"]
    for word in hasNumbers where source[word]?.doubleValue != nil { object[word] = source[word] }
    if let choices = source["enum"]?.arrayValue, !choices.isEmpty { object["enum"] = .array(choices) }
    if let constant = source["const"] { object["const"] = constant }
    if source["deprecated"] == true { object["deprecated"] = true }
    if let format = source["format"]?.stringValue {
      let ours = ["uuid": "uuid", "guid": "uuid", "date": "date", "date-time": "date-time", "uri": "uri", "url": "uri"]
      if let known = ours[format.lowercased()] {
        object["format"] = .string(known)
      } else if format != "binary" {
        object["x-format"] = .string(format)
      }
    }
    for word in ["x-options", "x-keys"] { object[word] = source[word] }
    if let pattern = source["pattern"]?.stringValue { object["x-pattern"] = .string(pattern) }
    if let standard = source["default"], standard != .null, fits(standard, object) { object["default"] = standard }
    return object
  }

  private func type(_ source: JSONObject) -> JSONValue? {
    let known: Set<String> = ["null", "boolean", "string", "array", "object", "number", "integer"]
    var types = (source["type"].map { $0.arrayValue ?? [$0] } ?? []).compactMap(\.stringValue).filter(known.contains)
    if types.isEmpty {
      if source["properties"] != nil || source["additionalProperties"]?.objectValue != nil { types = ["object"] }
      if source["items"] != nil { types = ["array"] }
    }
    if types.isEmpty { return nil }
    if source["nullable"] == true, !types.contains("null") { types.append("null") }
    return types.count == 1 ? .string(types[0]) : .array(types.map(JSONValue.string))
  }

  private func fits(_ value: JSONValue, _ rules: JSONObject) -> Bool {
    var trial = SchemaValidator()
    _ = trial.accept(value, .object(rules), at: "")
    return trial.issues.isEmpty
  }

  private func isFile(_ source: JSONObject) -> Bool {
    source["format"] == "binary" || (source["contentMediaType"] != nil && source["contentEncoding"] == nil)
      || source["type"] == "file"
  }

  private func file(_ object: JSONObject) -> JSONValue {
    var file: JSONObject = ["type": "object", "format": "file"]
    file["title"] = object["title"]
    file["description"] = object["description"]
    return .object(file)
  }

  private mutating func members(
    _ source: JSONObject, into object: inout JSONObject, at place: JSONPointer, _ references: inout References,
    _ depth: Int
  ) {
    if let properties = source["properties"]?.objectValue {
      var converted = JSONObject()
      for (name, schema) in properties where isWanted(schema, at: place["properties"][name], &references) {
        converted[name] = convert(schema, at: place["properties"][name], &references, depth: depth + 1)
      }
      object["properties"] = .object(converted)
      let needed = (source["required"]?.arrayValue ?? []).filter { $0.stringValue.flatMap { converted[$0] } != nil }
      if !needed.isEmpty { object["required"] = .array(needed) }
    }
    if let further = source["additionalProperties"] {
      object["additionalProperties"] =
        further.objectValue == nil
        ? further : convert(further, at: place["additionalProperties"], &references, depth: depth + 1)
    }
    if let items = source["items"], items.objectValue != nil {
      object["items"] = convert(items, at: place["items"], &references, depth: depth + 1)
    }
  }

  /// A member that only the other side writes isn't described.
  private func isWanted(_ schema: JSONValue, at place: JSONPointer, _ references: inout References) -> Bool {
    guard let found = references.resolve(schema, at: place)?.value else { return true }
    return found[direction == .input ? "readOnly" : "writeOnly"] != true
  }

  private mutating func choices(
    _ source: JSONObject, into object: inout JSONObject, at place: JSONPointer, _ references: inout References,
    _ depth: Int
  ) {
    for word in ["oneOf", "anyOf"] {
      guard let forms = source[word]?.arrayValue, !forms.isEmpty else { continue }
      let converted = forms.prefix(20).enumerated().map { index, form in
        convert(form, at: place[word][index], &references, depth: depth + 1)
      }
      // A form that takes everything makes the others idle.
      guard !converted.contains([:]) else { continue }
      if converted.count == 1, let only = converted[0].objectValue {
        object = only.merging(object)
      } else {
        object["anyOf"] = .array(converted)
      }
    }
  }

  /// `allOf` put into one.
  private mutating func flattened(
    _ source: JSONObject, at place: JSONPointer, _ references: inout References, depth: Int = 0
  ) -> JSONObject {
    guard let parts = source["allOf"]?.arrayValue, depth < 8 else { return source }
    var merged = JSONObject()
    for (index, part) in parts.enumerated() {
      guard let found = references.resolve(part, at: place["allOf"][index]), let object = found.value.objectValue,
        !found.names.contains(where: { open.contains($0) })
      else { continue }
      open += found.names
      merged = Self.union(merged, flattened(object, at: found.place, &references, depth: depth + 1))
      open.removeLast(found.names.count)
    }
    var own = source
    own["allOf"] = nil
    return Self.union(merged, own)
  }

  private static func union(_ one: JSONObject, _ other: JSONObject) -> JSONObject {
    var merged = one.merging(other)
    let properties = (one["properties"]?.objectValue ?? [:]).merging(other["properties"]?.objectValue ?? [:])
    if !properties.isEmpty { merged["properties"] = .object(properties) }
    let required = (one["required"]?.arrayValue ?? []) + (other["required"]?.arrayValue ?? [])
    if !required.isEmpty {
      merged["required"] = .array(
        required.reduce(into: []) { all, name in if !all.contains(name) { all.append(name) } })
    }
    return merged
  }

  private mutating func note(_ place: JSONPointer, _ text: String) {
    if !notes.contains(where: { $0.text == text }) { notes.append(ImportNote(place: place.description, text: text)) }
  }
}
