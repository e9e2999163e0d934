import Core
import Flows
import HTTPAPI

/// What asks how to repeat a run: from where, with which input, with which version.
struct RunRepeatPage: Sendable {
  let frame: PageFrame
  let csrf: String
  let id: String
  let flow: String
  let title: String
  let explanation: String
  let step: String?
  let canEdit: Bool
  let isEdited: Bool
  let input: String
  /// What using the newest version means; `nil` when the run used it.
  let newest: String?
  let isNewest: Bool
  let problem: String?

  /// Longer inputs aren't put into a form, in bytes of JSON.
  static let longestInput = 256 << 10
  /// The steps that take an input which somebody may change, and `item`, one round of a loop.
  private static let editable: Set<String> = ["action", "flow", "state", "forEach", "item"]

  /// - Parameters:
  ///   - entry: the step to begin with; `nil` for the whole run.
  ///   - input: what it was called with; `nil` when it isn't kept any more.
  init(
    frame: PageFrame, run: Run, flow: Flow, entry: StepEntry?, input: JSONValue?, entered: FormFields?,
    error: FlowError?
  ) {
    self.frame = frame
    csrf = frame.csrf
    id = run.id.description
    self.flow = flow.name
    step = entry?.path
    let isItem = entry?.kind == "item"
    title = entry.map { isItem ? "Run the item \($0.path) again" : "Run again from \($0.path)" } ?? "Run again"
    explanation =
      entry == nil
      ? "A new run does all of it from the beginning."
      : "A new run takes over what was done before this \(isItem ? "item" : "step"), and does the rest."
    let text = input.map { $0.serialized(pretty: true) } ?? ""
    canEdit =
      entry.map { Self.editable.contains($0.kind) } ?? true && input != nil && text.utf8.count <= Self.longestInput
    isEdited = entered?["with"] == "edited"
    self.input = entered?["input"] ?? text
    let isOlder = flow.isPublished && flow.version != run.version
    newest = isOlder ? "Use the flow as it is now, version \(flow.version); the run used version \(run.version)" : nil
    isNewest = entered?["newest"] == "true"
    problem =
      switch error {
      case .inputRefused(let problems)?: problems.map { "\($0.message) \($0.advice)" }.joined(separator: " ")
      case let error?: [error.message, error.advice].compactMap(\.self).joined(separator: " ")
      case nil: nil
      }
  }
}
