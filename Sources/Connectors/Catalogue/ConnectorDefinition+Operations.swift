import Core

extension ConnectorDefinition {
  /// The same with the actions of a generated file besides its own.
  ///
  /// An operation that a hand-written action covers isn't offered twice: the hand-written one wins, and fields that took
  /// their options from the generated one take them from it.
  func completed(by generated: ConnectorDefinition) -> ConnectorDefinition {
    var mine: [String: String] = [:]
    for action in actions {
      for operation in action.operations where mine[operation] == nil { mine[operation] = action.name }
    }
    var taken = Set(actions.map(\.name))
    var renamed: [String: String] = [:]
    var further: [ActionDefinition] = []
    for action in generated.actions {
      if let own = action.operations.compactMap({ mine[$0] }).first {
        renamed[action.name] = own
      } else if taken.insert(action.name).inserted {
        further.append(action)
      } else {
        renamed[action.name] = action.name + "Generated"
        further.append(action.renamed(action.name + "Generated"))
      }
    }
    var all = self
    all.actions += further.map { $0.choosing(from: renamed) }
    return all
  }
}

extension ActionDefinition {
  /// The operations of the service that it is, as `GET /assets/{}`: without the names in the path.
  package var operations: [String] {
    if !covers.isEmpty { return covers.map { Self.operation($0) } }
    guard case .request(let request) = work, request.url == nil else { return [] }
    return [Self.operation("\(request.method) \(request.path.source)")]
  }

  /// The same for `GET /assets/{assetId}` and `GET /Assets/${input.id}`.
  package static func operation(_ text: String) -> String {
    var plain = ""
    var isName = false
    for character in text {
      switch character {
      case "{":
        if plain.hasSuffix("$") { plain.removeLast() }
        plain += "{}"
        isName = true
      case "}": isName = false
      default: if !isName { plain.append(character) }
      }
    }
    return plain.lowercased()
  }

  fileprivate func renamed(_ name: String) -> ActionDefinition {
    var action = ActionDefinition(
      name: name, title: title, group: group, summary: summary, work: work, input: input, output: output,
      deprecation: deprecation, pages: pages)
    action.covers = covers
    return action
  }

  fileprivate func choosing(from renamed: [String: String]) -> ActionDefinition {
    let schema = Self.choosing(input.source, renamed)
    guard schema != input.source else { return self }
    var action = ActionDefinition(
      name: name, title: title, group: group, summary: summary, work: work, input: JSONSchema(schema), output: output,
      deprecation: deprecation, pages: pages)
    action.covers = covers
    return action
  }

  private static func choosing(_ schema: JSONValue, _ renamed: [String: String]) -> JSONValue {
    switch schema {
    case .array(let elements): return .array(elements.map { choosing($0, renamed) })
    case .object(let object):
      var changed = object.mapValues { choosing($0, renamed) }
      for word in ["x-options", "x-keys"] {
        guard var rule = object[word]?.objectValue, let name = rule["action"]?.stringValue, let new = renamed[name]
        else {
          continue
        }
        rule["action"] = .string(new)
        changed[word] = .object(rule)
      }
      return .object(changed)
    default: return schema
    }
  }
}
