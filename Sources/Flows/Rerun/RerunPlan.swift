import Core
import Foundation

/// Chooses which rows of a run that has ended another run begins with.
///
/// What is kept is taken for done: the new run gets its outputs from the journal and does the rest. Steps that hold others
/// are reopened on the way to what is done again.
struct RerunPlan {
  let definition: FlowDefinition
  private let rows: [String: StepRecord]
  private let paths: SortedPaths
  /// The places of the rounds that each loop has rows of.
  private let rounds: [String: [Int]]
  private let failedItems: SortedPaths
  /// Whether loops that went on after failed items do those again.
  private let repeatsFailedItems: Bool
  /// Whether the row of what is done again is made anew, for an edited input.
  private let isEdited: Bool
  private let now: Date
  private(set) var kept: [String: StepRecord] = [:]

  private init(
    _ definition: FlowDefinition, _ records: [StepRecord], repeatsFailedItems: Bool, isEdited: Bool, at now: Date
  ) {
    self.definition = definition
    rows = Dictionary(records.map { ($0.path, $0) }, uniquingKeysWith: { $1 })
    paths = SortedPaths(records.map(\.path))
    failedItems = SortedPaths(records.filter { $0.kind == "item" && $0.state.name == "failed" }.map(\.path))
    self.isEdited = isEdited
    rounds = Self.rounds(in: records)
    self.repeatsFailedItems = repeatsFailedItems
    self.now = now
  }

  /// Everything that is done, but the items of loops that failed and what comes after such a loop.
  /// - Returns: `nil` when no item has failed.
  static func failedItems(of records: [StepRecord], _ definition: FlowDefinition, at now: Date) -> [StepRecord]? {
    var plan = RerunPlan(definition, records, repeatsFailedItems: true, isEdited: false, at: now)
    guard !plan.failedItems.isEmpty else { return nil }
    plan.goOn(definition.steps, at: "")
    return records.compactMap { plan.kept[$0.path] }
  }

  /// Everything before a step.
  /// - Parameter input: what the step is to be called with instead of what its template gives.
  /// - Returns: `nil` when the flow has no step at the path.
  /// - Throws: ``FlowError/cannotRerun(path:reason:)`` when the step takes no input.
  static func from(
    _ path: String, input: JSONValue?, of records: [StepRecord], _ definition: FlowDefinition, at now: Date
  ) throws(FlowError) -> [StepRecord]? {
    var plan = RerunPlan(definition, records, repeatsFailedItems: false, isEdited: input != nil, at: now)
    guard let target = plan.keep(upTo: path, definition.steps, at: "") else { return nil }
    guard let input else { return records.compactMap { plan.kept[$0.path] } }
    return records.compactMap { plan.kept[$0.path] } + [try target.record(at: path, input: input, now)]
  }

  // MARK: Everything before a step

  private mutating func keep(upTo target: String, _ steps: [FlowStep], at prefix: String) -> RerunTarget? {
    for (position, step) in steps.enumerated() {
      let path = Self.join(prefix, step.id)
      guard target == path || RunMachine.stands(target, in: path) else { continue }
      for earlier in steps[..<position] { keepAll(Self.join(prefix, earlier.id)) }
      return target == path ? .step(step) : keep(upTo: target, inside: step, path)
    }
    return nil
  }

  private mutating func keep(upTo target: String, inside step: FlowStep, _ path: String) -> RerunTarget? {
    if case .steps(let steps) = step.onError, Self.names(target, steps, at: path) {
      keepAll(path)
      drop(steps, at: path)
      return keep(upTo: target, steps, at: path)
    }
    reopen(path)
    switch step.kind {
    case .forEach(let loop): return keep(upTo: target, in: loop, path)
    case .parallel(let parallel): return keep(upTo: target, in: parallel, path)
    case .attempt(let attempt):
      let parts = [attempt.steps, attempt.handler ?? [], attempt.final]
      for (number, part) in parts.enumerated() {
        guard Self.names(target, part, at: path) else { continue }
        for earlier in parts[..<number].joined() { keepAll(Self.join(path, earlier.id)) }
        return keep(upTo: target, part, at: path)
      }
      return nil
    default:
      for block in step.ownBlocks where Self.names(target, block, at: path) {
        return keep(upTo: target, block, at: path)
      }
      return nil
    }
  }

  private mutating func keep(upTo target: String, in loop: ForEachStep, _ path: String) -> RerunTarget? {
    keepPages(of: path)
    var found: RerunTarget?
    for index in rounds[path] ?? [] {
      let round = "\(path)[\(index)]"
      if target == round {
        // A loop's rounds have rows without a gap: what it begins with next is counted by them.
        if !isEdited { reopen(round) }
        found = .item
      } else if RunMachine.stands(target, in: round) {
        reopen(round)
        found = keep(upTo: target, loop.steps, at: round)
      } else if isDone(round) || loop.goesOnAfterFailedItems && rows[round]?.state.name == "failed" {
        keepAll(round)
      } else {
        reopen(round)
        goOn(loop.steps, at: round)
      }
    }
    return found
  }

  private mutating func keep(upTo target: String, in parallel: ParallelStep, _ path: String) -> RerunTarget? {
    var found: RerunTarget?
    for branch in parallel.branches {
      let inner = Self.join(path, branch.id)
      if RunMachine.stands(target, in: inner) {
        reopen(inner)
        found = keep(upTo: target, branch.steps, at: inner)
      } else if isDone(inner) {
        keepAll(inner)
      } else {
        reopen(inner)
        goOn(branch.steps, at: inner)
      }
    }
    return found
  }

  // MARK: Everything that is done

  /// Keeps the steps of a list that are done, and what is done inside of the first one that isn't.
  /// - Returns: whether all of them are.
  @discardableResult
  private mutating func goOn(_ steps: [FlowStep], at prefix: String) -> Bool {
    for step in steps {
      let path = Self.join(prefix, step.id)
      guard rows[path] != nil else { return false }
      if isDone(path) || isSettled(step, path) {
        keepAll(path)
      } else {
        goOn(inside: step, path)
        return false
      }
    }
    return true
  }

  private mutating func goOn(inside step: FlowStep, _ path: String) {
    switch step.kind {
    case .forEach(let loop):
      reopen(path)
      keepPages(of: path)
      for index in rounds[path] ?? [] { goOnOrKeep("\(path)[\(index)]", loop.steps) }
    case .parallel(let parallel):
      reopen(path)
      for branch in parallel.branches { goOnOrKeep(Self.join(path, branch.id), branch.steps) }
    case .attempt(let attempt):
      reopen(path)
      if goOn(attempt.steps, at: path) { goOn(attempt.final, at: path) }
    case .conditional, .choice:
      reopen(path)
      for block in step.ownBlocks { goOn(block, at: path) }
    default: return
    }
  }

  private mutating func goOnOrKeep(_ path: String, _ steps: [FlowStep]) {
    guard rows[path] != nil else { return }
    if isDone(path) { return keepAll(path) }
    reopen(path)
    goOn(steps, at: path)
  }

  /// Whether the failure of a step was taken by the step itself, so that the flow went on.
  private func isSettled(_ step: FlowStep, _ path: String) -> Bool {
    guard case .failed? = rows[path]?.state, !hasFailedItems(path) else { return false }
    switch step.onError {
    case .fail: return false
    case .goOn: return true
    case .steps(let steps): return steps.allSatisfy { isDone(Self.join(path, $0.id)) }
    }
  }

  private func isDone(_ path: String) -> Bool {
    guard case .succeeded? = rows[path]?.state else { return false }
    return !hasFailedItems(path)
  }

  private func hasFailedItems(_ path: String) -> Bool {
    repeatsFailedItems && failedItems.containsAny(at: path)
  }

  // MARK: Rows

  private mutating func keepAll(_ path: String) {
    for other in paths.all(at: path) { kept[other] = rows[other] }
  }

  private mutating func drop(_ steps: [FlowStep], at prefix: String) {
    for step in steps {
      let path = Self.join(prefix, step.id)
      for other in kept.keys where other == path || RunMachine.stands(other, in: path) { kept[other] = nil }
    }
  }

  private mutating func keepPages(of loop: String) {
    var number = 0
    while let page = rows["\(loop)[page\(number)]"], case .succeeded = page.state {
      kept[page.path] = page
      number += 1
    }
  }

  private mutating func reopen(_ path: String) {
    guard var row = rows[path] else { return }
    row.state = .running
    row.memo = nil
    row.endedAt = nil
    kept[path] = row
  }

  private static func rounds(in records: [StepRecord]) -> [String: [Int]] {
    var rounds: [String: [Int]] = [:]
    for record in records where record.kind == "item" {
      guard let start = record.path.lastIndex(of: "["), let index = Int(record.path[start...].dropFirst().dropLast())
      else { continue }
      rounds[String(record.path[..<start]), default: []].append(index)
    }
    return rounds
  }

  /// Whether a path leads to or into one of these steps.
  private static func names(_ target: String, _ steps: [FlowStep], at prefix: String) -> Bool {
    steps.contains { target == join(prefix, $0.id) || RunMachine.stands(target, in: join(prefix, $0.id)) }
  }

  private static func join(_ prefix: String, _ id: String) -> String { prefix.isEmpty ? id : "\(prefix).\(id)" }
}
