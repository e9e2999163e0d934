import Core
import Flows
import Foundation

/// What the page of one flow shows, a new one included.
struct FlowPage: Sendable {
  let frame: PageFrame
  let csrf: String
  /// `nil` for a new one.
  let id: String?
  let name: String
  let version: Int?
  /// How it stands: its version, and whether there is a draft.
  let standing: String
  let trigger: String
  let definition: String
  let webhook: String?
  let problems: [Problem]
  let hasProblems: Bool
  let saveTo: String
  let canEdit: Bool
  let canRun: Bool
  /// Whether it can start by itself, so that switching it on means something.
  let canSwitch: Bool
  let input: RunInput
  let hasInput: Bool
  let toggleTo: String
  let toggleLabel: String
  let runs: [RunRow]
  let hasRuns: Bool
  let team: String
  /// Shows the definition as a text even where scripts run: asked for, or because the text has to be corrected.
  let isText: Bool

  struct Problem: Sendable {
    let place: String
    let message: String

    init(_ problem: FlowProblem) {
      let step = problem.step.map { "Step \($0)" }
      place = [step, problem.field.isEmpty ? nil : problem.field].compactMap(\.self).joined(separator: ", ")
      message = "\(problem.message) \(problem.advice)"
    }

    init(place: String, message: String) {
      self.place = place
      self.message = message
    }
  }

  init(
    frame: PageFrame, flow: Flow?, triggers: [FlowTrigger], definition: String, webhook: String?, problems: [Problem],
    input: RunInput, runs: [RunRow], canEdit: Bool, canRun: Bool,
    team: String, isText: Bool, mustCorrect: Bool
  ) {
    self.frame = frame
    csrf = frame.csrf
    id = flow?.id.description
    name = flow?.name ?? "New flow"
    version = flow?.version
    let published = flow.map { $0.isPublished ? "Version \($0.version)" : "Not published" } ?? ""
    standing = flow?.draft == nil ? published : published + ", with a draft that stands below"
    trigger = "starts " + TriggerText.text(triggers, nextStart: flow?.nextStart)
    self.definition = definition
    self.webhook = webhook
    self.problems = problems
    hasProblems = !problems.isEmpty
    saveTo = flow.map { "/app/flows/\($0.id)" } ?? "/app/flows/new"
    self.canEdit = canEdit
    self.canRun = canRun && flow != nil
    canSwitch = canEdit && flow != nil && triggers.contains { $0.kindName != "manual" }
    self.input = input
    hasInput = !input.fields.isEmpty
    toggleTo = flow?.isActive == true ? "false" : "true"
    toggleLabel = flow?.isActive == true ? "Switch off" : "Switch on"
    self.runs = runs
    hasRuns = !runs.isEmpty
    self.team = team
    self.isText = isText || mustCorrect
  }

  /// What a new flow begins with.
  static let template = """
    name: New flow
    description: Lists the pictures of all allowed folders.
    trigger: manual

    steps:
      - id: list
        title: List the pictures
        action: folderConnector-v1.0/listFiles
        input:
          pattern: "**/*.{jpg,jpeg,png}"

      - id: each
        title: Go through them
        forEach: "{{ .steps.list.files }}"
        steps:
          - id: name
            action: weir/noop
            input: {name: "{{ .item.name }}"}
    """
}
