import Core
import Foundation

@testable import Flows

/// A machine with a journal in memory, whose expressions are plain paths.
struct Rehearsal {
  let definition: FlowDefinition
  let trigger: JSONValue
  private(set) var machine: RunMachine
  /// What is committed.
  private(set) var journal: [String: StepRecord] = [:]
  private(set) var attempts: [AttemptRecord] = []
  /// The paths whose signals were taken.
  private(set) var taken: [String] = []
  private(set) var responses: [JSONValue] = []
  /// The inputs of ordered actions, by path.
  private(set) var inputs: [String: JSONValue] = [:]
  private let startedAt = Date(milliseconds: 1_767_225_600_000)
  var now = Date(milliseconds: 1_767_225_600_000)

  static let run: RunID = ID(UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)))

  init(_ yaml: String, trigger: JSONValue = .null) throws {
    try self.init(FlowDocument.parse(yaml), trigger: trigger)
  }

  init(_ document: JSONValue, trigger: JSONValue = .null) throws {
    let (definition, problems) = FlowReader.read(document)
    guard problems.isEmpty else { throw FlowError.invalid(problems) }
    self.definition = definition
    self.trigger = trigger
    machine = Self.machine(definition, trigger, [], startedAt: now)
  }

  /// Begins with rows that another run left.
  mutating func seed(_ records: [StepRecord]) {
    journal = Dictionary(records.map { ($0.path, $0) }) { $1 }
    restart()
  }

  /// Throws the machine away and makes another from what is committed.
  mutating func restart() {
    machine = Self.machine(definition, trigger, Array(journal.values), startedAt: startedAt)
  }

  /// - Returns: what is to be performed, as `path#attempt`.
  mutating func send(_ event: RunEvent) -> [String] {
    orders(for: event).compactMap { if case .perform(let work) = $0 { "\(work.path)#\(work.attempt)" } else { nil } }
  }

  /// The orders that are left when every template is filled; what changed is committed.
  mutating func orders(for event: RunEvent) -> [RunOrder] {
    let orders = ordersUncommitted(for: event)
    commit()
    return orders
  }

  mutating func ordersUncommitted(for event: RunEvent) -> [RunOrder] {
    var left: [RunOrder] = []
    var next = machine.handle(event, at: now)
    while !next.isEmpty {
      let order = next.removeFirst()
      if case .perform(let work) = order { inputs[work.path] = work.input }
      guard case .evaluate(let evaluation) = order else {
        left.append(order)
        continue
      }
      next += machine.handle(.evaluated(path: evaluation.path, Self.fill(evaluation)), at: now)
    }
    return left
  }

  mutating func commit() {
    for change in machine.takeChanges() {
      switch change {
      case .step(let record): journal[record.path] = record
      case .attempt(let attempt): attempts.append(attempt)
      case .signalTaken(let path): taken.append(path)
      case .response(let response): responses.append(response)
      }
    }
  }

  private static func fill(_ evaluation: Evaluation) -> Result<JSONValue, StepFailure> {
    var values: [Int: JSONValue] = [:]
    for expression in evaluation.template.expressions {
      do {
        values[expression.index] = try expression.path?.value(in: evaluation.context) ?? .null
      } catch {
        return .failure(ExpressionError.failed(error.message).failure(of: expression))
      }
    }
    return .success(evaluation.template.filled(with: values))
  }

  private static func machine(
    _ definition: FlowDefinition, _ trigger: JSONValue, _ journal: [StepRecord], startedAt: Date
  ) -> RunMachine {
    let context = ExpressionContext(
      trigger: trigger, steps: [:], item: .null, index: .null, vars: definition.variables, run: [:])
    return RunMachine(
      definition: definition, context: context, journal: StepJournal(journal),
      deadline: definition.deadline.map { startedAt.addingTimeInterval(Double($0.milliseconds) / 1000) },
      callbacks: CallbackAddresses(run: Self.run, key: "key", base: "/callbacks/", definition: definition))
  }
}
