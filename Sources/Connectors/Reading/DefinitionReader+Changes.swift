import Core

/// Reads how a service lists what changed: `files.changes`.
extension DefinitionReader {
  mutating func changes(_ node: YAMLNode?) -> FileChangesRule? {
    guard let node else { return nil }
    let members = members(
      node,
      known: [
        "action", "input", "items", "item", "next", "more", "start", "covers", "removed", "removedID", "removedPath",
        "expired", "newestFirst", "readsAnew",
      ])
    guard let call = call(members, node, result: nil), let startNode = required("start", of: members, in: node),
      let start = start(startNode)
    else { return nil }
    var rule = FileChangesRule(call: call, items: path(members["items"]) ?? JSONPath(""), start: start)
    rule.item = path(members["item"]) ?? JSONPath("")
    rule.next = places(members["next"])
    if case .action = start { _ = required("next", of: members, in: node) }
    rule.more = condition(members["more"])
    rule.coversAccount = choice(members["covers"], of: ["account", "folder"]) == "account"
    rule.removed = (members["removed"]?.elements ?? members["removed"].map { [$0] } ?? []).compactMap { condition($0) }
    rule.removedID = places(members["removedID"])
    rule.removedPath = places(members["removedPath"])
    if let removed = members["removed"], rule.removedID.isEmpty, rule.removedPath.isEmpty {
      report(removed, "needs a \"removedID\" or a \"removedPath\" beside it, to say what is gone")
    }
    rule.readsAnew = bool(members["readsAnew"]) ?? false
    rule.newestFirst = bool(members["newestFirst"]) ?? false
    if let newest = members["newestFirst"], case .action = start {
      report(newest, "goes with a \"start\" that is a time")
    }
    rule.expired = (members["expired"]?.elements ?? members["expired"].map { [$0] } ?? []).compactMap { expiry($0) }
    return rule
  }

  /// An action that gives the first cursor, or `{time: iso8601}`.
  private mutating func start(_ node: YAMLNode) -> FileChangesRule.Start? {
    let members = members(node, known: ["action", "input", "cursor", "time"])
    if let time = members["time"] {
      let words = FileChangesRule.TimeForm.allCases.map(\.rawValue)
      return choice(time, of: words).flatMap { FileChangesRule.TimeForm(rawValue: $0) }.map { .time($0) }
    }
    guard let call = call(members, node, result: nil),
      let cursor = path(required("cursor", of: members, in: node))
    else { return nil }
    return .action(call, cursor: cursor)
  }

  private mutating func expiry(_ node: YAMLNode) -> FileChangesRule.Expiry? {
    let members = members(node, known: ["status", "words"])
    if members["status"] == nil, members["words"] == nil {
      report(node, "needs a \"status\", \"words\" or both")
      return nil
    }
    return FileChangesRule.Expiry(
      statuses: statuses(members["status"]), words: strings(members["words"]).map { $0.lowercased() })
  }
}
