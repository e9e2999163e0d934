import Core
import Testing

@testable import Flows

/// The steps that make a value of a value.
@Suite struct ValueStepTests {
  private let files: JSONValue = [
    ["name": "a.jpg", "type": "image", "size": 3], ["name": "b.mp4", "type": "video", "size": 10],
    ["name": "c.jpg", "type": "image", "size": 4],
  ]

  private func output(_ step: String, of trigger: JSONValue) throws -> Result<JSONValue, StepFailure> {
    var rehearsal = try Rehearsal("{name: Values, steps: [{id: it, \(step)}]}", trigger: trigger)
    _ = rehearsal.send(.started)
    switch rehearsal.machine.outcome {
    case .succeeded(let output)?: return .success(output)
    case .failed(_, let failure)?: return .failure(failure)
    case .cancelled?, nil: throw FlowError.noSuchRun
    }
  }

  @Test func listsAreCutIntoBatches() throws {
    #expect(
      try output("batch: {items: \"{{ .trigger }}\", size: 2}", of: [1, 2, 3]) == .success([[1, 2], [3]]))
    #expect(try output("batch: {items: \"{{ .trigger }}\", size: 2}", of: []) == .success([]))
  }

  @Test func textsAreCutIntoParts() throws {
    #expect(try output("split: {value: \"{{ .trigger }}\", by: \", \"}", of: "a, b,c") == .success(["a", "b,c"]))
  }

  @Test func listsAndObjectsAreMerged() throws {
    #expect(try output("merge: {values: \"{{ .trigger }}\"}", of: [[1], [2, 3]]) == .success([1, 2, 3]))
    #expect(
      try output("merge: {values: \"{{ .trigger }}\"}", of: [["a": 1, "b": 1], ["b": 2]]) == .success(["a": 1, "b": 2]))
    #expect(
      try output(
        "merge: {values: \"{{ .trigger }}\", key: id}",
        of: [[["id": 1, "name": "x"], ["id": 2]], [["id": 1, "size": 5]]])
        == .success([["id": 1, "name": "x", "size": 5], ["id": 2]]))
  }

  @Test func itemsAreCountedAndSummed() throws {
    #expect(
      try output("aggregate: {items: \"{{ .trigger }}\", count: true, sum: size, max: size, min: name}", of: files)
        == .success(["count": 3, "sum": 17, "max": 10, "min": "a.jpg"]))
    #expect(
      try output("aggregate: {items: \"{{ .trigger }}\", groupBy: type, count: true, collect: name}", of: files)
        == .success([
          ["key": "image", "count": 2, "collect": ["a.jpg", "c.jpg"]],
          ["key": "video", "count": 1, "collect": ["b.mp4"]],
        ]))
  }

  @Test(arguments: [
    ("batch: {items: \"{{ .trigger }}\", size: 2}", "not_a_list"),
    ("split: {value: \"{{ .trigger }}\"}", "not_a_text"),
    ("merge: {values: \"{{ .trigger }}\"}", "not_a_list"),
    ("aggregate: {items: [{n: x}], sum: n}", "not_a_number"),
    ("wait: {for: \"{{ .trigger }}\"}", "not_a_span_of_time"),
    ("wait: {until: \"{{ .trigger }}\"}", "not_a_time"),
    ("respond: {status: \"{{ .trigger }}\"}", "response_status_invalid"),
    ("fail: {message: \"No {{ .trigger.a }}\", code: my_code}", "my_code"),
  ])
  func whatCannotBeDoneIsNamed(step: String, code: String) throws {
    guard case .failure(let failure) = try output(step, of: ["a": 1]) else {
      Issue.record("it went well")
      return
    }
    #expect(failure.code == code)
    #expect(!failure.message.isEmpty)
  }
}
