import Core

/// A step that counts and sums the items of a list.
///
/// Its output is an object with what was asked for, or, with ``groupBy``, a list of such objects with their `key`, in
/// the order in which the keys came.
package struct AggregateStep: Sendable, Hashable {
  package let items: ValueTemplate
  /// The path of the member that tells the groups apart, as `type` or `file.mime`.
  package let groupBy: String?
  package let counts: Bool
  /// The paths of the members to look at, one for each.
  package let sum: String?
  package let min: String?
  package let max: String?
  /// The path of the member whose values are put into a list; an empty one for the items themselves.
  package let collect: String?
}

extension FlowReader {
  mutating func readAggregate(_ value: JSONValue, id: String) -> AggregateStep {
    let object = value.objectValue ?? [:]
    let prefix = "aggregate."
    let wishes = ["count", "sum", "min", "max", "collect"]
    refuseUnknown(in: object, known: ["items", "groupBy"] + wishes, step: id, prefix: prefix)
    if wishes.allSatisfy({ object[$0] == nil }) {
      report(id, "aggregate", "It asks for nothing.", "Write one or more of \(wishes.joined(separator: ", ")).")
    }
    let collect =
      object["collect"] == true ? "" : text("collect", of: object, step: id, isRequired: false, prefix: prefix)
    return AggregateStep(
      items: readItems("items", of: object, id: id, prefix: prefix),
      groupBy: text("groupBy", of: object, step: id, isRequired: false, prefix: prefix),
      counts: flag("count", of: object, step: id, prefix: prefix) ?? false,
      sum: text("sum", of: object, step: id, isRequired: false, prefix: prefix),
      min: text("min", of: object, step: id, isRequired: false, prefix: prefix),
      max: text("max", of: object, step: id, isRequired: false, prefix: prefix), collect: collect)
  }
}
