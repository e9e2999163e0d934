import Core
import Flows

/// What asks for a flow's input before it runs: a page, and what the list shows as a dialog.
struct RunForm: Sendable {
  let frame: PageFrame
  let csrf: String
  let id: String
  let name: String
  let description: String?
  let input: RunInput
  let hasInput: Bool
  /// What can't be said at a field.
  let problems: [FlowPage.Problem]
  let hasProblems: Bool

  init(frame: PageFrame, flow: Flow, input: RunInput, problems: [FlowProblem]) {
    self.frame = frame
    csrf = frame.csrf
    id = flow.id.description
    name = flow.name
    description = flow.description.isEmpty ? nil : flow.description
    self.input = input
    hasInput = !input.fields.isEmpty
    self.problems = problems.filter { !input.has($0) }.map(FlowPage.Problem.init)
    hasProblems = !self.problems.isEmpty
  }

  /// What is wrong with an input.
  static func problems(_ error: FlowError) -> [FlowProblem] {
    switch error {
    case .invalid(let problems), .inputRefused(let problems): problems
    default: [FlowProblem(step: nil, field: "", message: error.message, advice: error.advice ?? "")]
    }
  }
}
