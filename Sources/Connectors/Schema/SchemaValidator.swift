import Core

/// Walks a value and its schema together.
struct SchemaValidator {
  private(set) var issues: [SchemaViolation.Issue] = []

  /// - Returns: the value with defaults filled in; meaningless once there are issues.
  mutating func accept(_ value: JSONValue, _ schema: JSONValue, at path: String) -> JSONValue {
    guard let rules = schema.objectValue else { return value }
    guard hasType(value, rules, path), isAmong(value, rules, path), fitsAnyOf(value, rules, path) else { return value }
    switch value {
    case .object(let object): return accept(object, rules, at: path)
    case .array(let elements): return accept(elements, rules, at: path)
    case .string(let text): accept(text, rules, at: path)
    case .int, .double: accept(number: value.doubleValue ?? 0, rules, at: path)
    case .null, .bool: break
    }
    return value
  }

  private mutating func accept(_ object: JSONObject, _ rules: JSONObject, at path: String) -> JSONValue {
    if rules["format"] == "file" {
      if MediaFileHandle(json: .object(object)) == nil { report(path, "isn't a file handle ({\"$file\": …})") }
      return .object(object)
    }
    var accepted = object
    let properties = rules["properties"]?.objectValue ?? [:]
    for (name, schema) in properties {
      let place = path.isEmpty ? name : "\(path).\(name)"
      if let member = object[name] {
        accepted[name] = accept(member, schema, at: place)
      } else if let standard = schema["default"] {
        accepted[name] = standard
      }
    }
    for name in (rules["required"]?.arrayValue ?? []).compactMap(\.stringValue) where accepted[name] == nil {
      report(path.isEmpty ? name : "\(path).\(name)", "is missing")
    }
    for (name, member) in object where properties[name] == nil {
      acceptFurther(name, member, rules, known: properties.keys, path, &accepted)
    }
    return .object(accepted)
  }

  private mutating func acceptFurther(
    _ name: String, _ member: JSONValue, _ rules: JSONObject, known: [String], _ path: String,
    _ accepted: inout JSONObject
  ) {
    let place = path.isEmpty ? name : "\(path).\(name)"
    switch rules["additionalProperties"] {
    case .bool(false)?:
      report(place, "isn't known here; known are \(known.isEmpty ? "none" : known.joined(separator: ", "))")
    case let schema? where schema.objectValue != nil: accepted[name] = accept(member, schema, at: place)
    default: break
    }
  }

  private mutating func accept(_ elements: [JSONValue], _ rules: JSONObject, at path: String) -> JSONValue {
    if let least = rules["minItems"]?.intValue, elements.count < least {
      report(path, "needs at least \(least) \(least == 1 ? "element" : "elements") and has \(elements.count)")
    }
    if let most = rules["maxItems"]?.intValue, elements.count > most {
      report(path, "may have \(most) elements at most and has \(elements.count)")
    }
    guard let schema = rules["items"] else { return .array(elements) }
    return .array(
      elements.enumerated().map { index, element in
        accept(element, schema, at: path.isEmpty ? String(index) : "\(path).\(index)")
      })
  }

  private mutating func accept(_ text: String, _ rules: JSONObject, at path: String) {
    if let least = rules["minLength"]?.intValue, text.count < least {
      report(path, least == 1 ? "must not be empty" : "needs at least \(least) characters")
    }
    if let most = rules["maxLength"]?.intValue, text.count > most {
      report(path, "may have \(most) characters at most")
    }
    if let format = rules["format"]?.stringValue, let expected = SchemaFormat(rawValue: format),
      !expected.matches(text)
    {
      report(path, "isn't \(expected.name): \"\(text.prefix(80))\"")
    }
  }

  private mutating func accept(number: Double, _ rules: JSONObject, at path: String) {
    if let least = rules["minimum"]?.doubleValue, number < least {
      report(path, "must be at least \(JSONValue.double(least).serialized())")
    }
    if let most = rules["maximum"]?.doubleValue, number > most {
      report(path, "must be at most \(JSONValue.double(most).serialized())")
    }
  }

  private mutating func hasType(_ value: JSONValue, _ rules: JSONObject, _ path: String) -> Bool {
    let types = rules["type"].map { $0.arrayValue?.compactMap(\.stringValue) ?? [$0.stringValue ?? ""] } ?? []
    if types.isEmpty || types.contains(where: { Self.matches(value, $0) }) { return true }
    report(path, "must be \(types.map(Self.phrase).joined(separator: " or ")), not \(value.kindName)")
    return false
  }

  private mutating func isAmong(_ value: JSONValue, _ rules: JSONObject, _ path: String) -> Bool {
    let choices = rules["enum"]?.arrayValue ?? rules["const"].map { [$0] }
    guard let choices, !choices.contains(value) else { return true }
    report(path, "must be one of \(choices.map { $0.serialized() }.joined(separator: ", "))")
    return false
  }

  private mutating func fitsAnyOf(_ value: JSONValue, _ rules: JSONObject, _ path: String) -> Bool {
    guard let choices = rules["anyOf"]?.arrayValue else { return true }
    let fits = choices.contains { choice in
      var trial = SchemaValidator()
      _ = trial.accept(value, choice, at: path)
      return trial.issues.isEmpty
    }
    if !fits { report(path, "fits none of the \(choices.count) forms it may have") }
    return fits
  }

  private mutating func report(_ path: String, _ problem: String) {
    // A value with thousands of faults is told the first twenty.
    if issues.count < 20 { issues.append(SchemaViolation.Issue(path: path, problem: problem)) }
  }

  private static func matches(_ value: JSONValue, _ type: String) -> Bool {
    switch (type, value) {
    case ("null", .null), ("boolean", .bool), ("string", .string), ("array", .array), ("object", .object),
      ("number", .int), ("number", .double), ("integer", .int):
      true
    case ("integer", .double): value.intValue != nil
    default: false
    }
  }

  private static func phrase(_ type: String) -> String {
    switch type {
    case "null": "null"
    case "integer": "a whole number"
    case "array", "object": "an \(type)"
    default: "a \(type)"
    }
  }
}
