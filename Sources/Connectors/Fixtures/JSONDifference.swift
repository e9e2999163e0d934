import Core

/// Says in lines how one JSON value differs from another.
enum JSONDifference {
  /// - Parameter isPartial: members that `wanted` doesn't have don't count.
  static func between(
    _ found: JSONValue, _ wanted: JSONValue, at place: String, isPartial: Bool = false
  ) -> [String] {
    switch (found, wanted) {
    case (.object(let found), .object(let wanted)):
      var differences = wanted.flatMap { name, value in
        found[name].map { between($0, value, at: "\(place).\(name)", isPartial: isPartial) }
          ?? ["\(place).\(name) is missing, expected \(value.serialized())"]
      }
      if !isPartial {
        differences += found.filter { wanted[$0.0] == nil }.map {
          "\(place).\($0.0) is \($0.1.serialized()), expected nothing there"
        }
      }
      return differences
    case (.array(let found), .array(let wanted)):
      var differences = zip(found, wanted).enumerated().flatMap { index, pair in
        between(pair.0, pair.1, at: "\(place).\(index)", isPartial: isPartial)
      }
      if found.count != wanted.count {
        differences.append("\(place) has \(found.count) elements, expected \(wanted.count)")
      }
      return differences
    default:
      return found == wanted ? [] : ["\(place) is \(found.serialized()), expected \(wanted.serialized())"]
    }
  }
}
