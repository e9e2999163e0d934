import Core

/// Checks a value against the part of JSON Schema that input forms are made of: `type`, `required`, `properties`,
/// `additionalProperties: false`, `items`, `enum`, `minimum`, `maximum`, `minLength`, `maxLength`.
enum InputSchema {
  static func problems(with value: JSONValue, under schema: JSONValue, at field: String = "") -> [FlowProblem] {
    if let problem = typeProblem(value, schema, field) { return [problem] }
    var problems: [FlowProblem] = []
    if let choices = schema["enum"]?.arrayValue, !choices.contains(value) {
      let known = choices.map { $0.serialized() }.joined(separator: ", ")
      problems.append(problem(field, "\(value.serialized()) is not allowed.", "Choose one of \(known)."))
    }
    problems += boundProblems(value, schema, field)
    if case .object(let object) = value { problems += memberProblems(object, schema, field) }
    if case .array(let elements) = value, let items = schema["items"] {
      problems += elements.enumerated().flatMap { self.problems(with: $1, under: items, at: "\(field)[\($0)]") }
    }
    return problems
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
    let types =
      schema["type"]?.arrayValue?.compactMap(\.stringValue) ?? [schema["type"]?.stringValue].compactMap(\.self)
    guard !types.isEmpty, !types.contains(where: { fits(value, $0) }) else { return nil }
    return problem(field, "It is \(value.kindName).", "It must be of type \(types.joined(separator: " or ")).")
  }

  private static func fits(_ value: JSONValue, _ type: String) -> Bool {
    switch (type, value) {
    case ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool), ("null", .null): true
    case ("number", .int), ("number", .double): true
    case ("integer", _): value.intValue != nil
    default: false
    }
  }

  private static func boundProblems(_ value: JSONValue, _ schema: JSONValue, _ field: String) -> [FlowProblem] {
    var problems: [FlowProblem] = []
    if let number = value.doubleValue {
      if let least = schema["minimum"]?.doubleValue, number < least {
        problems.append(problem(field, "It is less than \(least).", "Write a larger number."))
      }
      if let most = schema["maximum"]?.doubleValue, number > most {
        problems.append(problem(field, "It is more than \(most).", "Write a smaller number."))
      }
    }
    if let length = value.stringValue?.count {
      if let least = schema["minLength"]?.intValue, length < least {
        problems.append(problem(field, "It is shorter than \(least) characters.", "Write more."))
      }
      if let most = schema["maxLength"]?.intValue, length > most {
        problems.append(problem(field, "It is longer than \(most) characters.", "Write less."))
      }
    }
    return problems
  }

  private static func problem(_ field: String, _ message: String, _ advice: String) -> FlowProblem {
    FlowProblem(step: nil, field: field, message: message, advice: advice)
  }

  private static func join(_ field: String, _ name: String) -> String { field.isEmpty ? name : "\(field).\(name)" }
}
