import Core

/// What is wrong with a form's schema itself.
extension InputSchema {
  private static let types = ["object", "array", "string", "number", "integer", "boolean", "null"]
  /// What ``problems(with:under:at:)`` reads, and what forms show.
  private static let keywords: Set<String> = [
    "type", "required", "properties", "additionalProperties", "items", "enum", "const", "format", "minimum", "maximum",
    "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems",
    "uniqueItems", "default", "title", "description", "examples", "$schema", "$comment", "deprecated", "readOnly",
    "writeOnly", "enumNames", "placeholder", "order",
  ]
  private static let mostFields = 200
  private static let deepest = 8

  /// Everything that keeps a form from being made of `schema`; nothing when there is none.
  static func faults(in schema: JSONValue?) -> [FlowProblem] {
    guard let schema, case .object(let object) = schema else { return [] }
    if object["type"].map({ $0 != "object" }) ?? false {
      return [problem("input.type", "The input of a flow is an object.", "Write \"type: object\".")]
    }
    var budget = mostFields
    return faults(object, at: "input", depth: 0, budget: &budget)
  }

  private static func faults(_ schema: JSONObject, at field: String, depth: Int, budget: inout Int) -> [FlowProblem] {
    budget -= 1
    guard budget >= 0, depth < deepest else {
      return [problem(field, "The form is too large or nested too deeply.", "Keep to \(mostFields) fields.")]
    }
    var faults = schema.keys.filter { !keywords.contains($0) && !$0.hasPrefix("x-") }.map {
      problem("\(field).\($0)", "Forms don't know \"\($0)\".", "Say it with types, formats, enum and bounds.")
    }
    let named = types(of: .object(schema))
    for type in named where !types.contains(type) {
      faults.append(
        problem("\(field).type", "There is no type \"\(type)\".", "Known: \(types.joined(separator: ", "))."))
    }
    if let choices = schema["enum"], choices.arrayValue?.isEmpty ?? true {
      faults.append(problem("\(field).enum", "It is no list of choices.", "Write it like [one, two]."))
    }
    if let standard = schema["default"] {
      faults += problems(with: standard, under: .object(schema), at: "\(field).default")
    }
    return faults + innerFaults(schema, at: field, depth: depth, budget: &budget)
  }

  private static func innerFaults(
    _ schema: JSONObject, at field: String, depth: Int, budget: inout Int
  ) -> [FlowProblem] {
    var faults: [FlowProblem] = []
    let properties = schema["properties"]?.objectValue
    if schema["properties"] != nil, properties == nil {
      faults.append(problem("\(field).properties", "It is no object.", "Write the fields by name."))
    }
    for (name, inner) in properties ?? [:] {
      faults += self.inner(inner, at: "\(field).properties.\(name)", depth: depth, budget: &budget)
    }
    if let items = schema["items"] { faults += inner(items, at: "\(field).items", depth: depth, budget: &budget) }
    guard let required = schema["required"] else { return faults }
    if !(required.arrayValue?.allSatisfy { $0.stringValue != nil } ?? false) {
      faults.append(problem("\(field).required", "It is no list of names.", "Write it like [one, two]."))
    }
    return faults
  }

  private static func inner(_ schema: JSONValue, at field: String, depth: Int, budget: inout Int) -> [FlowProblem] {
    guard let object = schema.objectValue else {
      return [problem(field, "It is \(schema.kindName).", "Write an object, like {type: string}.")]
    }
    return faults(object, at: field, depth: depth + 1, budget: &budget)
  }
}
