import Core

/// Bounds of numbers, texts and lists.
extension InputSchema {
  static func boundProblems(_ value: JSONValue, _ schema: JSONValue, _ field: String) -> [FlowProblem] {
    switch value {
    case .int, .double: numberProblems(value.doubleValue ?? 0, schema, field)
    case .string(let text): sizeProblems(text.count, schema, field, "Length", unit: "characters")
    case .array(let elements):
      sizeProblems(elements.count, schema, field, "Items", unit: "entries")
        + (schema["uniqueItems"] == true && Set(elements).count < elements.count
          ? [problem(field, "An entry stands in it more than once.", "Keep each once.")] : [])
    default: []
    }
  }

  private static func numberProblems(_ number: Double, _ schema: JSONValue, _ field: String) -> [FlowProblem] {
    var problems: [FlowProblem] = []
    if let least = schema["minimum"]?.doubleValue, number < least {
      problems.append(problem(field, "It is less than \(text(least)).", "Write a larger number."))
    }
    if let most = schema["maximum"]?.doubleValue, number > most {
      problems.append(problem(field, "It is more than \(text(most)).", "Write a smaller number."))
    }
    if let bound = schema["exclusiveMinimum"]?.doubleValue, number <= bound {
      problems.append(problem(field, "It is not more than \(text(bound)).", "Write a larger number."))
    }
    if let bound = schema["exclusiveMaximum"]?.doubleValue, number >= bound {
      problems.append(problem(field, "It is not less than \(text(bound)).", "Write a smaller number."))
    }
    if let step = schema["multipleOf"]?.doubleValue, step > 0 {
      let ratio = number / step
      if abs(ratio - ratio.rounded()) > 1e-9 {
        problems.append(problem(field, "It is no multiple of \(text(step)).", "Write one that is."))
      }
    }
    return problems
  }

  private static func sizeProblems(
    _ size: Int, _ schema: JSONValue, _ field: String, _ what: String, unit: String
  ) -> [FlowProblem] {
    var problems: [FlowProblem] = []
    if let least = schema["min\(what)"]?.intValue, size < least {
      problems.append(problem(field, "It has fewer than \(least) \(unit).", "Write more."))
    }
    if let most = schema["max\(what)"]?.intValue, size > most {
      problems.append(problem(field, "It has more than \(most) \(unit).", "Write less."))
    }
    return problems
  }

  private static func text(_ number: Double) -> String {
    Int64(exactly: number).map { "\($0)" } ?? "\(number)"
  }
}
