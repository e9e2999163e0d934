package import Core

/// Some of the items that an action lists.
package struct ActionPage: Sendable, Hashable {
  package let items: [JSONValue]
  /// Where the next page begins; `nil` after the last one. Kept in the journal, so it must mean the same tomorrow.
  package let next: JSONValue?

  package init(items: [JSONValue], next: JSONValue?) {
    self.items = items
    self.next = next
  }
}

extension ActionPage {
  /// Takes what an action puts out for all there is: a list, or the first list in an object.
  /// - Throws: when there is no list in it.
  init(whole output: JSONValue) throws(StepFailure) {
    let lists = [output.arrayValue] + (output.objectValue ?? [:]).values.map(\.arrayValue)
    guard let items = lists.compactMap(\.self).first else {
      throw StepFailure(
        code: "action_lists_nothing", message: "The action puts out \(output.kindName) without a list in it.",
        advice: "Choose an action that lists, or call it in a step of its own and select the items.", field: "forEach")
    }
    self.init(items: items, next: nil)
  }

  /// As the journal keeps it.
  var json: JSONValue {
    var object: JSONObject = ["items": .array(items)]
    if let next { object["next"] = next }
    return .object(object)
  }
}
