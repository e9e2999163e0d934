import Core

extension BatchStep {
  /// - Throws: when the items are no list.
  func output(of value: JSONValue) throws(StepFailure) -> JSONValue {
    guard case .array(let items) = value else { throw .notAList(value, field: "batch.items") }
    let batches = stride(from: 0, to: items.count, by: size).map { start in
      JSONValue.array(Array(items[start..<min(start + size, items.count)]))
    }
    return .array(batches)
  }
}

extension StepFailure {
  static func notAList(_ value: JSONValue, field: String) -> StepFailure {
    StepFailure(
      code: "not_a_list", message: "It comes out as \(value.kindName), not a list.",
      advice: "Make the expression give a list; put [ ] around a single value.", field: field)
  }
}
