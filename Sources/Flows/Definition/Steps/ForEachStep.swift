import Core

/// A step that does its inner steps once for every item of a list.
///
/// Its output is a list in the order of the items, whatever the order in which they were done.
package struct ForEachStep: Sendable, Hashable {
  /// Where the items come from.
  package enum Source: Sendable, Hashable {
    /// Must come out as a list, or as the handle of a file with one JSON value in each line.
    case list(ValueTemplate)
    /// The pages of an action that lists; the next one is asked for when the items of the last run out.
    case pages(ActionStep)
  }

  package let source: Source
  /// How many items are in hand at once, from 1.
  package let concurrency: Int
  /// The name under which `.vars` holds the item as well; useful in loops inside of loops.
  package let itemName: String?
  package let steps: [FlowStep]
  /// What one item adds to the output; the output of the last inner step when `nil`.
  package let output: ValueTemplate?
  /// Whether the loop goes on when an item fails; its place in the output is then `{"error": {…}}`.
  package let goesOnAfterFailedItems: Bool
}

extension FlowReader {
  mutating func readForEach(_ object: JSONObject, id: String, depth: Int) -> ForEachStep {
    let source = readSource(object["forEach"] ?? .null, id: id)
    let name = text("as", of: object, step: id, isRequired: false)
    if let name, !name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) || name.isEmpty {
      report(id, "as", "\"\(name)\" can't be the name of a variable.", "Use letters, digits and \"_\".")
    }
    let onItemError = text("onItemError", of: object, step: id, isRequired: false) ?? "fail"
    if !["fail", "continue"].contains(onItemError) {
      report(id, "onItemError", "\"\(onItemError)\" is not known.", "Write fail or continue.")
    }
    return ForEachStep(
      source: source, concurrency: number("concurrency", of: object, in: 1...100, step: id) ?? 1, itemName: name,
      steps: readSteps(object["steps"], place: "steps", owner: id, depth: depth + 1),
      output: object["output"].map { templates.read($0, step: id, field: "output") },
      goesOnAfterFailedItems: onItemError == "continue")
  }

  private mutating func readSource(_ value: JSONValue, id: String) -> ForEachStep.Source {
    if case .object(let lister) = value, lister["action"] != nil {
      refuseUnknown(in: lister, known: ["action", "connection", "input"], step: id, prefix: "forEach.")
      return .pages(readAction(lister, id: id, prefix: "forEach."))
    }
    if value.arrayValue == nil, value["$file"] == nil, !Self.isExpression(value) {
      report(
        id, "forEach", "It has no items: it is \(value.kindName).",
        "Write a list, an expression that makes one, like \"{{ .steps.list.files }}\", or an action that lists.")
    }
    return .list(templates.read(value, step: id, field: "forEach"))
  }
}
