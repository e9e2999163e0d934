import Core

/// Checks a value against the part of JSON Schema that input forms are made of: `type`, `required`, `properties`,
/// `additionalProperties: false`, `items`, `enum`, `const`, `format` and the bounds of numbers, texts and lists.
///
/// ``faults(in:)`` refuses a schema that says more than that, so that nothing an author wrote is silently left out.
enum InputSchema {
  static func problems(with value: JSONValue, under schema: JSONValue, at field: String = "") -> [FlowProblem] {
    if let problem = typeProblem(value, schema, field) { return [problem] }
    var problems = choiceProblems(value, schema, field) + boundProblems(value, schema, field)
    if let format = schema["format"]?.stringValue, let problem = InputFormat.problem(value, format, field) {
      problems.append(problem)
    }
    if case .object(let object) = value { problems += memberProblems(object, schema, field) }
    if case .array(let elements) = value, let items = schema["items"] {
      problems += elements.enumerated().flatMap { self.problems(with: $1, under: items, at: "\(field)[\($0)]") }
    }
    return problems
  }

  /// The input with the defaults of members that are missing.
  static func filled(_ value: JSONValue, under schema: JSONValue) -> JSONValue {
    guard case .object(var object) = value, let properties = schema["properties"]?.objectValue else { return value }
    for (name, inner) in properties {
      if let member = object[name] {
        object[name] = filled(member, under: inner)
      } else if let standard = inner["default"] {
        object[name] = standard
      }
    }
    return .object(object)
  }

  private static func memberProblems(_ object: JSONObject, _ schema: JSONValue, _ field: String) -> [FlowProblem] {
    let properties = schema["properties"]?.objectValue ?? [:]
    let required = schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? []
    var problems = required.filter { object[$0] == nil }.map {
      problem(join(field, $0), "It is missing.", "Give it a value.")
    }
    for (name, member) in object {
      if let inner = properties[name] {
        problems += self.problems(with: member, under: inner, at: join(field, name))
      } else if schema["additionalProperties"] == false {
        problems.append(
          problem(join(field, name), "It is not known.", "Known: \(properties.keys.joined(separator: ", "))."))
      }
    }
    return problems
  }

  private static func typeProblem(_ value: JSONValue, _ schema: JSONValue, _ field: String) -> FlowProblem? {
    let types = types(of: schema)
    guard !types.isEmpty, !types.contains(where: { fits(value, $0) }) else { return nil }
    return problem(field, "It is \(value.kindName).", "It must be of type \(types.joined(separator: " or ")).")
  }

  private static func choiceProblems(_ value: JSONValue, _ schema: JSONValue, _ field: String) -> [FlowProblem] {
    let choices = schema["enum"]?.arrayValue ?? schema["const"].map { [$0] } ?? []
    guard !choices.isEmpty, !choices.contains(value) else { return [] }
    let known = choices.map { $0.serialized() }.joined(separator: ", ")
    return [problem(field, "\(value.serialized()) is not allowed.", "Choose one of \(known).")]
  }

  /// The types that a schema names; empty when it takes any.
  static func types(of schema: JSONValue) -> [String] {
    schema["type"]?.arrayValue?.compactMap(\.stringValue) ?? [schema["type"]?.stringValue].compactMap(\.self)
  }

  private static func fits(_ value: JSONValue, _ type: String) -> Bool {
    switch (type, value) {
    case ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool), ("null", .null): true
    case ("number", .int), ("number", .double): true
    case ("integer", _): value.intValue != nil
    default: false
    }
  }

  static func problem(_ field: String, _ message: String, _ advice: String) -> FlowProblem {
    FlowProblem(step: nil, field: field, message: message, advice: advice)
  }

  static func join(_ field: String, _ name: String) -> String { field.isEmpty ? name : "\(field).\(name)" }
}
