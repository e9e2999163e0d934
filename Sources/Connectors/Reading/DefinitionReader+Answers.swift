import Core

/// Reads how answers become JSON.
extension DefinitionReader {
  /// - Returns: `nil` when neither is given.
  mutating func answerForm(prefix: YAMLNode?, xml: YAMLNode?) -> AnswerForm? {
    if prefix == nil, xml == nil { return nil }
    return AnswerForm(prefix: string(prefix) ?? "", xml: xmlForm(xml))
  }

  /// `true`, or `{lists: […]}`.
  private mutating func xmlForm(_ node: YAMLNode?) -> XMLForm? {
    guard let node else { return nil }
    guard node.members != nil else { return bool(node) == true ? XMLForm() : nil }
    let members = members(node, known: ["lists"])
    return XMLForm(lists: Set(strings(members["lists"])))
  }
}
