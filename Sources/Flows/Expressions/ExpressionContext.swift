package import Core

/// What expressions see: `.trigger .steps .item .index .vars .run`. Two are equal when all their parts are.
package struct ExpressionContext: Sendable, Hashable {
  /// What started the run.
  package var trigger: JSONValue
  /// The outputs of the steps that are done and can be seen from here, by step id.
  package var steps: JSONObject
  /// The item in hand, inside of a loop.
  package var item: JSONValue
  /// Its place in the list, from 0; null outside of a loop.
  package var index: JSONValue
  package var vars: JSONObject
  /// Facts on the run itself: `id`, `flow`, `version`, `startedAt`.
  package var run: JSONValue

  /// The names of all parts.
  package static let names = ["trigger", "steps", "item", "index", "vars", "run"]

  func value(named name: String) -> JSONValue {
    switch name {
    case "trigger": trigger
    case "steps": .object(steps)
    case "item": item
    case "index": index
    case "vars": .object(vars)
    case "run": run
    default: .null
    }
  }

  /// The context as one value, with only what the given paths read, or all of it.
  func json(for paths: [JSONPath]?) -> JSONValue {
    guard let paths else {
      return .object(JSONObject(Self.names.map { ($0, value(named: $0)) }))
    }
    var object = JSONObject()
    for path in paths where path.parts.count == 1 { include(path, in: &object) }
    for path in paths where path.parts.count > 1 { include(path, in: &object) }
    return .object(object)
  }

  private func include(_ path: JSONPath, in object: inout JSONObject) {
    guard case .name(let root)? = path.parts.first, Self.names.contains(root) else { return }
    let whole = value(named: root)
    guard path.parts.count > 1, case .name(let member) = path.parts[1], case .object(let members) = whole else {
      object[root] = whole
      return
    }
    var part = object[root]?.objectValue ?? [:]
    part[member] = members[member]
    object[root] = .object(part)
  }
}
