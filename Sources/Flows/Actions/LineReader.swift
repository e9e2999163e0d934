package import Core

/// Reads files of JSON lines for loops. This room knows no files, so whoever knows them hands it in.
package struct LineReader: Sendable {
  /// Some of the values of a file, whose handle is the call's input; the cursor is what the page before gave as
  /// ``ActionPage/next``, `nil` for the first.
  package let page: @Sendable (_ call: ActionCall, _ cursor: JSONValue?) async throws(StepFailure) -> ActionPage

  package init(page: @escaping @Sendable (ActionCall, JSONValue?) async throws(StepFailure) -> ActionPage) {
    self.page = page
  }
}
