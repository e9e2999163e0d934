import Core

extension MergeStep {
  /// - Throws: when the values are neither all lists nor all objects.
  func output(of value: JSONValue) throws(StepFailure) -> JSONValue {
    guard case .array(let values) = value else { throw .notAList(value, field: "merge.values") }
    let present = values.filter { $0 != .null }
    let lists = present.compactMap(\.arrayValue)
    if let key {
      // Lists of objects, or one list of them.
      let items = lists.count == present.count ? lists.flatMap(\.self) : present
      return .array(try Self.joined(items, by: key))
    }
    if lists.count == present.count { return .array(lists.flatMap(\.self)) }
    let objects = present.compactMap(\.objectValue)
    guard objects.count == present.count else {
      throw StepFailure(
        code: "values_differ", message: "The values are neither all lists nor all objects.",
        advice: "Put [ ] around single values.", field: "merge.values")
    }
    return .object(objects.reduce(JSONObject()) { $0.merging($1) })
  }

  /// Objects with the same value at `key` become one, at the place of the first; those without one stay as they are.
  private static func joined(_ items: [JSONValue], by key: String) throws(StepFailure) -> [JSONValue] {
    var places: [JSONValue: Int] = [:]
    var joined: [JSONValue] = []
    for item in items {
      guard case .object(let object) = item else { throw .notAnObject(item, field: "merge.values") }
      let value = item.member(at: key)
      if value != .null, let place = places[value], case .object(let known) = joined[place] {
        joined[place] = .object(known.merging(object))
      } else {
        if value != .null { places[value] = joined.count }
        joined.append(item)
      }
    }
    return joined
  }
}

extension StepFailure {
  static func notAnObject(_ value: JSONValue, field: String) -> StepFailure {
    StepFailure(
      code: "not_an_object", message: "There is \(value.kindName) in it, not an object.",
      advice: "Select the objects alone.", field: field)
  }
}

extension JSONValue {
  /// What stands at a path of names, as `file.name`; the value itself at the empty path, and null where there is nothing.
  func member(at path: String) -> JSONValue {
    var value = self
    for name in path.split(separator: ".") { value = value[String(name)] ?? .null }
    return value
  }
}
