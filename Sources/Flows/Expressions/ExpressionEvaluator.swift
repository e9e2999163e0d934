import Core
import Foundation
import Synchronization

/// Evaluates the expressions of flows: plain paths here, everything else in supervised child processes that can be
/// killed, because libjq can't be interrupted.
package final class ExpressionEvaluator: Sendable {
  private let children: [ExpressionChild]
  private let next = Mutex(0)

  /// - Parameters:
  ///   - command: the program and its arguments, as `["/usr/bin/weir", "expression-worker"]`. Started when first needed.
  ///   - processes: how many evaluate at the same time.
  package init(command: [String], processes: Int = 2, limits: ExpressionLimits = .standard) {
    children = (0..<max(1, processes)).map { _ in ExpressionChild(command: command, limits: limits) }
  }

  /// Fills templates.
  /// - Returns: by path, the value, or why there is none.
  func fill(
    _ evaluations: [Evaluation], of definition: FlowDefinition
  ) async -> [(path: String, result: Result<JSONValue, StepFailure>)] {
    var known: [[Int: Result<JSONValue, ExpressionError>]] = []
    var calls: [ExpressionCall] = []
    var places: [Int] = []
    for (place, evaluation) in evaluations.enumerated() {
      known.append([:])
      for expression in evaluation.template.expressions {
        if let path = expression.path {
          known[place][expression.index] = Self.follow(path, in: evaluation.context)
        } else {
          calls.append(ExpressionCall(expression: expression, context: evaluation.context))
          places.append(place)
        }
      }
    }
    if !calls.isEmpty {
      let results = await nextChild().evaluate(definition.program, calls)
      for ((place, call), result) in zip(zip(places, calls), results) { known[place][call.expression.index] = result }
    }
    return zip(evaluations, known).map { ($0.path, Self.filled($0.template, $1)) }
  }

  /// What libjq has to say against the expressions of a flow, each with its place.
  package func problems(in definition: FlowDefinition) async throws -> [FlowProblem] {
    let expressions = definition.expressions.filter { $0.path == nil }
    guard !expressions.isEmpty else { return [] }
    if try await complaint(about: definition.program) == nil { return [] }
    var problems: [FlowProblem] = []
    for expression in expressions {
      guard let complaint = try await complaint(about: ExpressionProgram([expression])) else { continue }
      problems.append(
        FlowProblem(
          step: expression.step, field: expression.field,
          message: "The expression {{\(expression.source)}} is wrong: \(JQComplaint.readable(complaint)).",
          advice: "Correct it; expressions are jq."))
    }
    return problems
  }

  /// Ends the processes; they come back when they are needed.
  package func stop() async {
    for child in children { await child.stop() }
  }

  private func complaint(about program: ExpressionProgram) async throws -> String? {
    do {
      try await nextChild().compile(program)
      return nil
    } catch ExpressionError.doesNotCompile(let complaint) {
      return complaint
    } catch ExpressionError.timedOut, ExpressionError.exhausted {
      return "it takes too long to compile"
    }
  }

  private func nextChild() -> ExpressionChild {
    children[
      next.withLock { number in
        number = (number + 1) % children.count
        return number
      }]
  }

  private static func follow(_ path: JSONPath, in context: ExpressionContext) -> Result<JSONValue, ExpressionError> {
    do throws(JSONPathError) {
      return .success(try path.value(in: context))
    } catch {
      return .failure(.failed(error.message))
    }
  }

  private static func filled(
    _ template: ValueTemplate, _ results: [Int: Result<JSONValue, ExpressionError>]
  ) -> Result<JSONValue, StepFailure> {
    var values: [Int: JSONValue] = [:]
    for expression in template.expressions {
      switch results[expression.index] {
      case .success(let value)?: values[expression.index] = value
      case .failure(let error)?: return .failure(error.failure(of: expression))
      case nil: continue
      }
    }
    return .success(template.filled(with: values))
  }
}
