import Core

/// A step that makes one value of several.
///
/// Lists are put one after the other; objects are laid over each other, the later one wins. With a key, the objects of
/// all lists that have the same value there become one.
package struct MergeStep: Sendable, Hashable {
  /// Comes out as a list of lists, or a list of objects.
  package let values: ValueTemplate
  /// The path of a member, as `id` or `file.name`.
  package let key: String?
}

extension FlowReader {
  mutating func readMerge(_ value: JSONValue, id: String) -> MergeStep {
    let object = value.objectValue ?? [:]
    refuseUnknown(in: object, known: ["values", "key"], step: id, prefix: "merge.")
    return MergeStep(
      values: readItems("values", of: object, id: id, prefix: "merge."),
      key: text("key", of: object, step: id, isRequired: false, prefix: "merge."))
  }
}
