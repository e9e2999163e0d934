import Core
import Foundation
import TestSupport
import Testing

@testable import Flows

/// Random flows under random crashes, repeated and late answers: what must hold whatever happens.
@Suite struct RunSimulationTests {
  @Test(arguments: (0..<150).map { _ in SeededGenerator.freshSeed() })
  func whateverHappensNoFinishedStepIsDoneAgainAndTheRunEndsAsIfNothingHadHappened(seed: UInt64) throws {
    let document = RandomFlow.document(seed: seed)
    var calm = try Simulation(document, seed: seed, crashes: false)
    try calm.run()
    var stormy = try Simulation(document, seed: seed, crashes: true)
    try stormy.run()
    #expect(calm.violations.isEmpty, "seed \(seed)")
    #expect(stormy.violations.isEmpty, "seed \(seed): \(stormy.violations)")
    // Which of two failing items fails first may differ; a run that succeeds gives the same output always.
    if case .succeeded(let output)? = calm.outcome {
      #expect(stormy.outcome == .succeeded(output: output), "seed \(seed)")
    } else {
      guard case .failed? = stormy.outcome else {
        Issue.record("seed \(seed): \(String(describing: stormy.outcome)) instead of a failure")
        return
      }
    }
  }
}

/// Carries out a flow against a world of made-up actions, and watches.
private struct Simulation {
  private struct InFlight {
    let path: String
    let attempt: Int
    /// How many attempts had failed before; decides how this one goes.
    let failures: Int
    /// Whether the machine that ordered it is gone.
    var isOrphan = false
  }

  private var rehearsal: Rehearsal
  private var chance: SeededGenerator
  private let seed: UInt64
  private let crashes: Bool
  private var inFlight: [InFlight] = []
  private var finished: [String: JSONValue] = [:]
  /// Fewer than a step may be interrupted before it is given up, whose own test is another.
  private static let mostCrashes = 150
  private var crashCount = 0
  private(set) var violations: [String] = []

  var outcome: RunOutcome? { rehearsal.machine.outcome }

  init(_ document: JSONValue, seed: UInt64, crashes: Bool) throws {
    rehearsal = try Rehearsal(document)
    chance = SeededGenerator(seed: seed ^ 0xABCD)
    self.seed = seed
    self.crashes = crashes
  }

  mutating func run() throws {
    take(.started)
    var turns = 0
    while outcome == nil {
      turns += 1
      guard turns < 20_000 else {
        violations.append("it doesn't end")
        return
      }
      if crashes, crashCount < Self.mostCrashes, turns < 400, chance.next() % 7 == 0 {
        crash()
      } else {
        answer()
      }
    }
    for record in rehearsal.journal.values where !record.state.isFinal {
      violations.append("\(record.path) is left \(record.state.name)")
    }
  }

  private mutating func crash() {
    crashCount += 1
    for place in inFlight.indices { inFlight[place].isOrphan = true }
    rehearsal.restart()
    take(.started)
  }

  /// Lets one attempt answer, or a timer fire.
  private mutating func answer() {
    guard let place = inFlight.indices.randomElement(using: &chance) else {
      let resting = rehearsal.journal.values.filter { if case .waiting = $0.state { true } else { false } }
      guard let record = resting.sorted(by: { $0.path < $1.path }).randomElement(using: &chance) else {
        violations.append("nothing is in flight, nothing waits, and it isn't over")
        return crash()
      }
      rehearsal.now = max(rehearsal.now, Date(milliseconds: rehearsal.now.milliseconds + 100_000))
      return take(.timerFired(path: record.path))
    }
    let work = inFlight[place]
    // Some answers come twice.
    if !(crashes && chance.next() % 5 == 0) { inFlight.remove(at: place) }
    take(result(of: work))
  }

  /// Depends on the seed, the path and the failures so far alone, so that crashes change nothing of it.
  private func result(of work: InFlight) -> RunEvent {
    let fate = abs("\(seed)/\(work.path)/\(work.failures)".utf8.reduce(7) { ($0 &* 31 &+ Int($1)) % 1_000_003 }) % 40
    switch fate {
    case 0:
      return .stepFailed(path: work.path, attempt: work.attempt, StepFailure(code: "no", message: "No."))
    case 1..<8:
      return .stepFailed(
        path: work.path, attempt: work.attempt, StepFailure(code: "busy", message: "Busy.", retry: .backOff))
    default: return .stepFinished(path: work.path, attempt: work.attempt, output: .string("out of \(work.path)"))
    }
  }

  private mutating func take(_ event: RunEvent) {
    let orders = rehearsal.ordersUncommitted(for: event)
    if crashes, crashCount < Self.mostCrashes, chance.next() % 11 == 0 {
      crashCount += 1
      // The process ends before the commit: neither changes nor orders have been.
      for place in inFlight.indices { inFlight[place].isOrphan = true }
      rehearsal.restart()
      return take(.started)
    }
    rehearsal.commit()
    watch()
    for case .perform(let work) in orders { begin(work) }
  }

  private mutating func begin(_ work: Performance) {
    guard let record = rehearsal.journal[work.path], case .running = record.state, record.attempt == work.attempt else {
      violations.append("\(work.path) is performed without being journaled")
      return
    }
    if finished[work.path] != nil { violations.append("\(work.path) is done again") }
    inFlight.append(InFlight(path: work.path, attempt: work.attempt, failures: record.failures))
    checkLimits()
  }

  private mutating func watch() {
    for record in rehearsal.journal.values {
      switch (finished[record.path], record.state) {
      case (let before?, .succeeded(let output)):
        if before != output { violations.append("the output of \(record.path) changed") }
      case (.some, _): violations.append("\(record.path) was finished and isn't any more")
      case (nil, .succeeded(let output)): finished[record.path] = output
      case (nil, _): continue
      }
    }
  }

  private mutating func checkLimits() {
    var rounds: [String: Set<String>] = [:]
    for work in inFlight where !work.isOrphan && finished[work.path] == nil {
      guard let end = work.path.lastIndex(of: "]"), let start = work.path[..<end].lastIndex(of: "[") else { continue }
      rounds[String(work.path[..<start]), default: []].insert(String(work.path[start...end]))
    }
    for (loop, items) in rounds where items.count > RandomFlow.concurrency {
      violations.append("\(loop) has \(items.count) items in hand")
    }
  }
}

/// Makes flows up.
enum RandomFlow {
  /// Of every loop.
  static let concurrency = 3

  static func document(seed: UInt64) -> JSONValue {
    var chance = SeededGenerator(seed: seed)
    var number = 0
    return ["name": "Made up", "steps": .array(steps(&chance, &number, depth: 0))]
  }

  private static func steps(_ chance: inout SeededGenerator, _ number: inout Int, depth: Int) -> [JSONValue] {
    (0..<Int.random(in: 1...3, using: &chance)).map { _ in step(&chance, &number, depth: depth) }
  }

  private static func step(_ chance: inout SeededGenerator, _ number: inout Int, depth: Int) -> JSONValue {
    number += 1
    let id = JSONValue.string("s\(number)")
    switch Int.random(in: 0..<(depth < 3 ? 8 : 4), using: &chance) {
    case 0...2: return ["id": id, "action": "test/any", "input": ["index": "{{ .index }}", "vars": "{{ .vars }}"]]
    case 3: return ["id": id, "set": ["x": id, "before": "{{ .vars.x }}"]]
    case 4, 5:
      return [
        "id": id, "forEach": .array((0..<Int.random(in: 0...6, using: &chance)).map { JSONValue($0) }),
        "concurrency": JSONValue(concurrency), "steps": .array(steps(&chance, &number, depth: depth + 1)),
      ]
    default:
      return [
        "id": id, "if": .bool(Bool.random(using: &chance)),
        "then": .array(steps(&chance, &number, depth: depth + 1)),
        "else": .array(steps(&chance, &number, depth: depth + 1)),
      ]
    }
  }
}
