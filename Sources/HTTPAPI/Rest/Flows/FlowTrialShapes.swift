import Core
import Flows

/// How trials look in our own API.
enum FlowTrialShapes {
  static let scopeNames: Set<String> = ["run", "visible", "loops", "vars", "trigger"]

  static let scope: [Shape.Member] = [
    .optional("run", .id, "The run whose data is used."),
    .optional("visible", .array(.string), "The ids of the steps whose output can be seen."),
    .optional(
      "loops",
      .array(
        .object([
          .required("step", .string), .optional("as", .string, "The variable that holds the item."),
          .optional("index", .integer, "Which round, from 0."),
        ])), "The loops around the step, the outermost first."),
    .optional("vars", .map(.any), "What `.vars` holds when a run begins."),
    .optional("trigger", .any, "What `.trigger` holds, instead of what started the run."),
  ]

  static let result = Shape.object([
    .optional("value", .any), .optional("failure", FlowRunShapes.failure),
    .optional("problems", .array(FlowShapes.problem)),
  ])
}

extension JSONFields {
  func trialScope() throws -> TrialScope {
    let loops = try has("loops") ? objects("loops") : []
    return TrialScope(
      run: try idIfAny("run"), visible: try stringsIfAny("visible") ?? [],
      loops: try loops.map { loop in
        TrialScope.Loop(
          step: try loop.string("step"), itemName: try loop.stringIfAny("as"),
          index: max(0, try loop.intIfAny("index") ?? 0))
      },
      variables: try objectIfAny("vars")?.object ?? [:], trigger: valueIfAny("trigger"))
  }
}
