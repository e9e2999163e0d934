import Core

/// Reads how steps of older versions become steps of this one.
extension DefinitionReader {
  mutating func migrations(_ node: YAMLNode?, of id: ConnectorID?) -> [MigrationRule] {
    elements(node).compactMap { migration($0, of: id) }
  }

  private mutating func migration(_ node: YAMLNode, of id: ConnectorID?) -> MigrationRule? {
    let members = members(node, known: ["from", "actions"])
    guard let fromNode = required("from", of: members, in: node) else { return nil }
    guard let from = ConnectorID(fromNode.text ?? "") else {
      report(fromNode, "must be written as nameConnector-v1.0")
      return nil
    }
    if let id, from.name != id.name || !(from < id) {
      report(fromNode, "must be an older version of \(id.name)")
    }
    let actions = members["actions"]?.members ?? []
    return MigrationRule(from: from, actions: actions.map { change($0.name, $0.value) })
  }

  private mutating func change(_ name: String, _ node: YAMLNode) -> MigrationRule.ActionChange {
    let members = members(node, known: ["to", "fields", "defaults", "removed", "outputs", "note"])
    return MigrationRule.ActionChange(
      name: name, to: string(members["to"]), fields: renamings(members["fields"]),
      defaults: members["defaults"]?.json.objectValue ?? [:], removed: strings(members["removed"]),
      outputs: renamings(members["outputs"]), note: string(members["note"]))
  }

  private mutating func renamings(_ node: YAMLNode?) -> [MigrationRule.Renaming] {
    guard let node else { return [] }
    guard let members = node.members else {
      report(node, "must be a mapping from old names to new ones")
      return []
    }
    return members.compactMap { from, to in string(to).map { MigrationRule.Renaming(from: from, to: $0) } }
  }
}
