import Core

/// A document taken apart for comparing: each step by its id with its place and its own fields.
///
/// Works on documents that may be wrong, and on kinds of steps that it doesn't know: a list of objects that all have an
/// id is a list of steps.
struct StepOutline {
  /// One step.
  struct Entry {
    let id: String
    let place: StepPlace
    /// What isn't another step's, by path: `input.folder`, `retry.maxAttempts`.
    var fields: [String: JSONValue] = [:]
  }

  /// Members whose value is the author's own data, in which nothing is a step.
  static let opaque: Set<String> = [
    "input", "set", "transform", "vars", "output", "respond", "value", "values", "body",
  ]

  private(set) var entries: [Entry] = []
  /// The flow's own fields.
  private(set) var fields: [String: JSONValue] = [:]
  private var ids: Set<String> = []

  init(_ document: JSONValue) {
    var own: [String: JSONValue] = [:]
    collect(document.objectValue ?? [:], prefix: "", of: "", into: &own)
    fields = own
  }

  var byID: [String: Entry] { Dictionary(entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }) }

  private mutating func collect(
    _ object: JSONObject, prefix: String, of owner: String, into fields: inout [String: JSONValue]
  ) {
    for (name, member) in object where !(name == "id" && prefix.isEmpty) {
      let path = prefix + name
      if Self.opaque.contains(name) {
        flatten(member, path, into: &fields)
      } else if let steps = Self.steps(in: member) {
        for (index, step) in steps.enumerated() { add(step, StepPlace(parent: owner, list: path, index: index)) }
      } else {
        descend(member, path, of: owner, into: &fields)
      }
    }
  }

  private mutating func descend(
    _ value: JSONValue, _ path: String, of owner: String, into fields: inout [String: JSONValue]
  ) {
    switch value {
    case .object(let object) where !object.isEmpty: collect(object, prefix: path + ".", of: owner, into: &fields)
    case .array(let elements) where elements.contains { $0.objectValue != nil }:
      for (index, element) in elements.enumerated() { descend(element, "\(path)[\(index)]", of: owner, into: &fields) }
    default: fields[path] = value
    }
  }

  private mutating func add(_ step: JSONObject, _ place: StepPlace) {
    let wanted = step["id"]?.stringValue ?? ""
    var id = wanted
    var number = 1
    while !ids.insert(id).inserted {
      number += 1
      id = "\(wanted)#\(number)"
    }
    let position = entries.count
    entries.append(Entry(id: id, place: place))
    var own: [String: JSONValue] = [:]
    collect(step, prefix: "", of: id, into: &own)
    entries[position].fields = own
  }

  private func flatten(_ value: JSONValue, _ path: String, into fields: inout [String: JSONValue]) {
    guard case .object(let object) = value, !object.isEmpty else {
      fields[path] = value
      return
    }
    for (name, member) in object { flatten(member, "\(path).\(name)", into: &fields) }
  }

  /// The steps of a list of steps; `nil` for any other value.
  static func steps(in value: JSONValue) -> [JSONObject]? {
    guard case .array(let elements) = value, !elements.isEmpty else { return nil }
    let objects = elements.compactMap(\.objectValue)
    return objects.count == elements.count && objects.allSatisfy { $0["id"]?.stringValue != nil } ? objects : nil
  }
}

/// Where a step stands.
package struct StepPlace: Sendable, Hashable {
  /// The id of the step it stands in; empty at the top.
  package let parent: String
  /// Which list of it: `steps`, `then`, `cases[0].steps`.
  package let list: String
  /// From 0.
  package let index: Int

  package init(parent: String, list: String, index: Int) {
    self.parent = parent
    self.list = list
    self.index = index
  }
}
