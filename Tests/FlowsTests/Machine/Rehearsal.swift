import Core
import Foundation

@testable import Flows

/// A machine with a journal in memory, whose expressions are plain paths.
struct Rehearsal {
  let definition: FlowDefinition
  let trigger: JSONValue
  var machine: RunMachine
  /// What is committed.
  private(set) var journal: [String: StepRecord] = [:]
  private(set) var attempts: [AttemptRecord] = []
  /// The paths whose signals were taken.
  private(set) var taken: [String] = []
  private(set) var responses: [JSONValue] = []
  /// The inputs of ordered actions, by path.
  private(set) var inputs: [String: JSONValue] = [:]
  /// How much the machine decides between two commits.
  var mostChanges = 256 { didSet { machine.mostChanges = mostChanges } }
  /// How many rows were read for machines.
  private(set) var rowsRead = 0
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
    machine = Self.machine(definition, trigger, [:], startedAt: now)
  }

  /// Begins with rows that another run left.
  mutating func seed(_ records: [StepRecord]) {
    journal = Dictionary(records.map { ($0.path, $0) }) { $1 }
    restart()
  }

  /// Throws the machine away and makes another from what is committed.
  mutating func restart() {
    machine = Self.machine(definition, trigger, journal, startedAt: startedAt)
    machine.mostChanges = mostChanges
  }

  /// - Returns: what is to be performed, as `path#attempt`.
  mutating func send(_ event: RunEvent) -> [String] {
    orders(for: event).compactMap { if case .perform(let work) = $0 { "\(work.path)#\(work.attempt)" } else { nil } }
  }

  /// The orders that are left when every template is filled; what changed is committed.
  mutating func orders(for event: RunEvent) -> [RunOrder] {
    var left: [RunOrder] = []
    var events = [event]
    while !events.isEmpty {
      let orders = ordersUncommitted(for: events.removeFirst())
      commit()
      for order in orders {
        switch order {
        case .collect(let path, let count):
          events.append(.collected(path: path, .success(output(of: path, count: count))))
        case .proceed: events.append(.proceed)
        default: left.append(order)
        }
      }
    }
    return left
  }

  /// What a loop puts out, from the rows of its rounds.
  func output(of loop: String, count: Int) -> LoopOutput {
    var failed = 0
    let values = (0..<count).map { index -> JSONValue in
      switch journal["\(loop)[\(index)]"]?.state {
      case .succeeded(let output)?: return output
      case .failed(let failure)?:
        failed += 1
        let origin = failure.isOfInnerStep ? failure.details["path"]?.stringValue ?? "" : "\(loop)[\(index)]"
        guard case .failed(let first)? = journal[origin]?.state else { return .null }
        return ["error": first.value(origin: origin)]
      default: return .null
      }
    }
    return LoopOutput(value: .array(values), failed: failed)
  }

  /// What the journal answers, looked up among all of its rows.
  mutating func answer(_ recall: Recall) -> Recollection {
    let recollection: Recollection
    switch recall {
    case .loop(let path):
      let begun = RecallStore.count { journal["\(path)[\($0)]"] != nil }
      let open = (0..<begun).filter { journal["\(path)[\($0)]"]?.state.isFinal == false }
      let count = RecallStore.count { journal["\(path)[page\($0)]"] != nil }
      let pages = (0..<count).compactMap { journal["\(path)[page\($0)]"] }
      let first = pages.lastIndex { ($0.firstPlace ?? 0) <= begun } ?? 0
      recollection = .loop(path: path, begun: begun, open: open, pages: Array(pages.dropFirst(first)))
    case .rounds(let loop, let count, let paths):
      recollection = .rounds(loop: loop, count: count, records: paths.compactMap { journal[$0] })
    }
    rowsRead += recollection.records.count
    return recollection
  }

  mutating func ordersUncommitted(for event: RunEvent) -> [RunOrder] {
    var left: [RunOrder] = []
    var next = machine.handle(event, at: now)
    while !next.isEmpty {
      let order = next.removeFirst()
      if case .perform(let work) = order { inputs[work.path] = work.input }
      switch order {
      case .evaluate(let evaluation):
        next += machine.handle(.evaluated(path: evaluation.path, Self.fill(evaluation)), at: now)
      case .recall(let recall): next += machine.handle(.recalled(answer(recall)), at: now)
      default: left.append(order)
      }
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
    _ definition: FlowDefinition, _ trigger: JSONValue, _ rows: [String: StepRecord], startedAt: Date
  ) -> RunMachine {
    let records = definition.steps.paths(below: "").compactMap { rows[$0] }
    var failures: [String: StepFailure] = [:]
    for origin in StepJournal.origins(of: records) {
      if case .failed(let failure)? = rows[origin]?.state { failures[origin] = failure }
    }
    let stopped = rows.values.compactMap { row -> JSONValue? in
      if row.kind == "stop", case .succeeded(let output) = row.state { output } else { nil }
    }
    let context = ExpressionContext(
      trigger: trigger, steps: [:], item: .null, index: .null, vars: definition.variables, run: [:])
    return RunMachine(
      definition: definition, context: context,
      journal: StepJournal(records, failures: failures, stopOutput: stopped.first),
      deadline: definition.deadline.map { startedAt.addingTimeInterval(Double($0.milliseconds) / 1000) },
      callbacks: CallbackAddresses(run: Self.run, key: "key", base: "/callbacks/", definition: definition))
  }
}
