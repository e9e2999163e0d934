/// How the text of an answer becomes JSON.
package struct AnswerForm: Sendable, Hashable {
  /// What stands before the JSON and is no part of it, as `while (1) {}`.
  package var prefix = ""
  /// The answer is XML; `nil` for JSON.
  package var xml: XMLForm?

  package static let json = AnswerForm()
}

/// How XML becomes JSON: an element is an object, its attributes `@name`, its text `#text` or, where it has nothing
/// else, the whole of it; elements of the same name are a list.
package struct XMLForm: Sendable, Hashable {
  /// Elements that are a list even when there is one of them, or none.
  package var lists: Set<String>

  package init(lists: Set<String> = []) {
    self.lists = lists
  }
}
