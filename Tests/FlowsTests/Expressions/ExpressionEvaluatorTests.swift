import Core
import Foundation
import TestSupport
import Testing

@testable import Flows

/// Evaluation in the child process, and what happens to expressions that misbehave.
@Suite struct ExpressionEvaluatorTests {
  private let context = ExpressionContext(
    trigger: ["a": 1, "name": "Ünï"], steps: ["list": ["files": [["size": 3], ["size": 5]]]], item: .null, index: .null,
    vars: [:], run: [:])

  private func fill(_ values: [JSONValue], limits: ExpressionLimits = .standard) async throws -> [Result<
    JSONValue, StepFailure
  >] {
    let evaluator = ExpressionEvaluator(
      command: [try WeirExecutable.path, "expression-worker"], processes: 1, limits: limits)
    let steps = values.enumerated().map { index, value -> JSONValue in
      ["id": .string("s\(index)"), "action": "x/y", "input": ["value": value]]
    }
    let (definition, problems) = FlowReader.read(["name": "x", "steps": .array(steps)])
    guard problems.isEmpty else { throw FlowError.invalid(problems) }
    let evaluations = definition.steps.map { Evaluation(path: $0.id, template: $0.firstTemplate, context: context) }
    let results = await evaluator.fill(evaluations, of: definition).map(\.result)
    await evaluator.stop()
    return results.map { $0.map { $0["value"] ?? .null } }
  }

  @Test func expressionsKeepTheirTypesAndTextsTakeThemIn() async throws {
    let values = try await fill([
      "{{ .steps.list.files | map(.size) }}", "{{ .trigger.a }}",
      "a {{ .trigger.a + 1 }} {{ .trigger }} {{ .trigger.name }}",
      "{{ empty }}", "plain", 7, "{{ .steps.list.files | length > 1 }}",
    ])
    #expect(
      values == [
        .success([3, 5]), .success(1), .success("a 2 {\"a\":1,\"name\":\"Ünï\"} Ünï"), .success(.null),
        .success("plain"), .success(7), .success(true),
      ])
  }

  @Test func theProcessInheritsNoOpenFileOrSocket() async throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { close(ends[0]) }
    let evaluator = ExpressionEvaluator(command: [try WeirExecutable.path, "expression-worker"], processes: 1)
    let (definition, _) = FlowReader.read([
      "name": "x", "steps": [["id": "a", "action": "x/y", "input": ["value": "{{ 1 + 1 }}"]]],
    ])
    let evaluations = definition.steps.map { Evaluation(path: $0.id, template: $0.firstTemplate, context: context) }
    _ = await evaluator.fill(evaluations, of: definition)
    close(ends[1])
    // The pipe is over for its reader only when nobody else, the running process among them, has the other end.
    var reader = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
    #expect(poll(&reader, 1, 5000) == 1)
    #expect(reader.revents & Int16(POLLHUP) != 0)
    await evaluator.stop()
  }

  @Test func aFailingExpressionNamesItsField() async throws {
    let values = try await fill([
      "{{ .trigger.name | keys }}", "{{ .trigger.a.b }}", "{{ 1, 2 }}", "{{ error(\"own\") }}",
    ])
    let failures = values.map { result -> StepFailure? in
      if case .failure(let failure) = result { failure } else { nil }
    }
    #expect(
      failures.map { $0?.code } == [
        "expression_failed", "expression_failed", "expression_gave_many_results", "expression_failed",
      ])
    #expect(failures.allSatisfy { $0?.field == "input.value" && $0?.retry == .never })
    #expect(failures[3]?.message.contains("own") == true)
  }

  @Test func anExpressionThatNeverEndsIsStoppedAndTheOthersStillCome() async throws {
    var limits = ExpressionLimits.standard
    limits.time = .milliseconds(200)
    let values = try await fill(["{{ 1 + 1 }}", "{{ [1] | until(false; .) }}", "{{ 2 + 2 }}"], limits: limits)
    #expect(values[0] == .success(2))
    #expect(values[2] == .success(4))
    guard case .failure(let failure) = values[1] else {
      Issue.record("it ended")
      return
    }
    #expect(failure.code == "expression_timed_out")
  }

  @Test func anExpressionThatEatsMemoryIsStoppedAndTheOthersStillCome() async throws {
    var limits = ExpressionLimits.standard
    limits.time = .seconds(20)
    let values = try await fill(["{{ [range(100000000)] | length }}", "{{ 2 + 2 }}"], limits: limits)
    guard case .failure(let failure) = values[0] else {
      Issue.record("it had room")
      return
    }
    #expect(failure.code == "expression_out_of_memory")
    #expect(values[1] == .success(4))
  }

  @Test func aResultThatIsTooLargeIsRefused() async throws {
    var limits = ExpressionLimits.standard
    limits.output = 100
    let values = try await fill(["{{ [range(100)] }}", "{{ [range(3)] }}"], limits: limits)
    guard case .failure(let failure) = values[0] else {
      Issue.record("it was let through")
      return
    }
    #expect(failure.code == "expression_result_too_large")
    #expect(values[1] == .success([0, 1, 2]))
  }

  @Test func whatLibjqRefusesIsAProblemWithItsPlace() async throws {
    let evaluator = ExpressionEvaluator(command: [try WeirExecutable.path, "expression-worker"], processes: 1)
    let (definition, _) = FlowReader.read([
      "name": "x",
      "steps": [
        ["id": "good", "action": "x/y", "input": ["a": "{{ .item + 1 }}"]],
        ["id": "bad", "action": "x/y", "input": ["a": "{{ .item | nosuch }}", "b": "{{ 1 + }}"]],
      ],
    ])
    let problems = try await evaluator.problems(in: definition)
    #expect(problems.map(\.step) == ["bad", "bad"])
    #expect(problems.map(\.field) == ["input.a", "input.b"])
    #expect(problems[0].message.contains("nosuch/0 is not defined"))
    await evaluator.stop()
  }

  @Test func aMissingProgramIsAFailureThatMayPass() async throws {
    let evaluator = ExpressionEvaluator(command: ["/nonexistent/weir"], processes: 1)
    let (definition, _) = FlowReader.read(["name": "x", "steps": [["id": "a", "set": ["a": "{{ 1 + 1 }}"]]]])
    let evaluation = Evaluation(path: "a", template: definition.steps[0].firstTemplate, context: context)
    guard case .failure(let failure) = await evaluator.fill([evaluation], of: definition)[0].result else {
      Issue.record("it was evaluated")
      return
    }
    #expect(failure.code == "expression_process_unavailable")
    #expect(failure.retry == .backOff)
  }
}
