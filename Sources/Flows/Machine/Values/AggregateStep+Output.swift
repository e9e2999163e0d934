import Core

extension AggregateStep {
  /// - Throws: when the items are no list, or there is something else than numbers to sum.
  func output(of value: JSONValue) throws(StepFailure) -> JSONValue {
    guard case .array(let items) = value else { throw .notAList(value, field: "aggregate.items") }
    guard let groupBy else { return .object(try summary(of: items)) }
    var places: [JSONValue: Int] = [:]
    var groups: [(key: JSONValue, items: [JSONValue])] = []
    for item in items {
      let key = item.member(at: groupBy)
      if let place = places[key] {
        groups[place].items.append(item)
      } else {
        places[key] = groups.count
        groups.append((key, [item]))
      }
    }
    var output: [JSONValue] = []
    for group in groups {
      output.append(.object(JSONObject([("key", group.key)]).merging(try summary(of: group.items))))
    }
    return .array(output)
  }

  private func summary(of items: [JSONValue]) throws(StepFailure) -> JSONObject {
    var summary = JSONObject()
    if counts { summary["count"] = JSONValue(items.count) }
    if let sum { summary["sum"] = Self.sum(try Self.numbers(items, sum, field: "aggregate.sum")) }
    if let min { summary["min"] = Self.extreme(items, min) { $0 < $1 } }
    if let max { summary["max"] = Self.extreme(items, max) { $0 > $1 } }
    if let collect { summary["collect"] = .array(items.map { $0.member(at: collect) }) }
    return summary
  }

  /// The numbers at a path; items without one are passed over.
  private static func numbers(
    _ items: [JSONValue], _ path: String, field: String
  ) throws(StepFailure) -> [JSONValue] {
    var numbers: [JSONValue] = []
    for (index, item) in items.enumerated() {
      let value = item.member(at: path)
      if value == .null { continue }
      guard value.doubleValue != nil else {
        throw StepFailure(
          code: "not_a_number", message: "\"\(path)\" of item \(index) is \(value.kindName).",
          advice: "Select the items that have a number there.", field: field)
      }
      numbers.append(value)
    }
    return numbers
  }

  /// Whole as long as all of them are, and the sum fits into 64 bits.
  private static func sum(_ numbers: [JSONValue]) -> JSONValue {
    var whole: Int64 = 0
    for number in numbers {
      guard case .int(let value) = number, case (let next, let overflows) = whole.addingReportingOverflow(value),
        !overflows
      else { return .double(numbers.reduce(0) { $0 + ($1.doubleValue ?? 0) }) }
      whole = next
    }
    return .int(whole)
  }

  /// The value at a path that comes before all others: of the numbers if there are any, else of the texts; null without
  /// either.
  private static func extreme(_ items: [JSONValue], _ path: String, _ precedes: (Double, Double) -> Bool) -> JSONValue {
    let values = items.map { $0.member(at: path) }
    let numbers = values.filter { $0.doubleValue != nil }
    if let first = numbers.first {
      return numbers.dropFirst().reduce(first) { precedes($1.doubleValue ?? 0, $0.doubleValue ?? 0) ? $1 : $0 }
    }
    let texts = values.compactMap(\.stringValue).sorted()
    return JSONValue(precedes(0, 1) ? texts.first : texts.last)
  }
}
