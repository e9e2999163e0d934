import Core
import Foundation
import TestSupport
import Testing

@testable import Flows

/// Random flows under random crashes, repeated and late answers: what must hold whatever happens.
@Suite struct RunSimulationTests {
  /// In the first one a part of the run was given up between the taking up of a `parallel` and of its branches.
  @Test(arguments: [4_554_504_084_726_335_428] + (0..<150).map { _ in SeededGenerator.freshSeed() })
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
      guard case .succeeded(let other)? = stormy.outcome else {
        Issue.record("seed \(seed): \(String(describing: stormy.outcome)) instead of success")
        return
      }
      #expect(other.withoutErrors == output.withoutErrors, "seed \(seed)")
    } else {
      guard case .failed? = stormy.outcome else {
        Issue.record("seed \(seed): \(String(describing: stormy.outcome)) instead of a failure")
        return
      }
    }
  }

  /// The first one was cancelled and killed in the last part of a `try` that stands behind finished ones.
  @Test(arguments: [13_245_046_802_651_482_378] + (0..<150).map { _ in SeededGenerator.freshSeed() })
  func aCancelledRunEndsAsCancelledAndDoesTheLastPartOfEveryTryItBegan(seed: UInt64) throws {
    let document = RandomFlow.document(seed: seed)
    var simulation = try Simulation(document, seed: seed, crashes: seed % 3 != 0)
    simulation.cancelsAt = Int(seed % 40) + 1
    try simulation.run()
    #expect(simulation.violations.isEmpty, "seed \(seed): \(simulation.violations)")
    guard simulation.isCancelled else { return }
    #expect(simulation.outcome == .cancelled, "seed \(seed)")
    for step in simulation.definition.allSteps {
      guard case .attempt(let attempt) = step.kind, let first = attempt.final.first else { continue }
      for path in simulation.paths(of: step) {
        #expect(simulation.knows("\(path).\(first.id)"), "seed \(seed): the end of \(path) was not done")
      }
    }
  }
}

extension JSONValue {
  /// Which of several failures came first is left to chance.
  fileprivate var withoutErrors: JSONValue {
    switch self {
    case .array(let elements): .array(elements.map(\.withoutErrors))
    case .object(let object):
      .object(JSONObject(object.map { ($0.0, $0.0 == "error" ? "an error" : $0.1.withoutErrors) }))
    default: self
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
    /// How many items a loop has whose output is being collected.
    var collects: Int?
  }

  private var rehearsal: Rehearsal
  private var chance: SeededGenerator
  private let seed: UInt64
  private let crashes: Bool
  private var inFlight: [InFlight] = []
  private var finished: [String: StepRecord.State] = [:]
  /// Fewer than a step may be interrupted before it is given up, whose own test is another.
  private static let mostCrashes = 150
  private var crashCount = 0
  private(set) var violations: [String] = []
  /// After how many turns somebody cancels the run.
  var cancelsAt: Int?
  private(set) var isCancelled = false

  var definition: FlowDefinition { rehearsal.definition }
  var outcome: RunOutcome? { rehearsal.machine.outcome }

  init(_ document: JSONValue, seed: UInt64, crashes: Bool) throws {
    rehearsal = try Rehearsal(document)
    rehearsal.mostChanges = crashes ? 4 : 256
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
      if turns == cancelsAt {
        isCancelled = true
        take(.cancelRequested)
      } else if crashes, crashCount < Self.mostCrashes, turns < 400, chance.next() % 7 == 0 {
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
    restart()
  }

  private mutating func restart() {
    for place in inFlight.indices { inFlight[place].isOrphan = true }
    rehearsal.restart()
    if isCancelled { _ = rehearsal.ordersUncommitted(for: .cancelRequested) }
    take(.started)
  }

  /// The rows of a step that was begun, in whatever rounds.
  func paths(of step: FlowStep) -> [String] {
    rehearsal.journal.values.filter { $0.stepID == step.id && $0.kind == step.kindName }.map(\.path)
  }

  func knows(_ path: String) -> Bool { rehearsal.journal[path] != nil }

  /// Lets one attempt answer, or a timer fire.
  private mutating func answer() {
    guard let place = inFlight.indices.randomElement(using: &chance) else {
      let resting = rehearsal.journal.values.filter { if case .waiting = $0.state { true } else { false } }
      guard let record = resting.sorted(by: { $0.path < $1.path }).randomElement(using: &chance) else {
        violations.append("nothing is in flight, nothing waits, and it isn't over")
        return crash()
      }
      if let signal = Self.signal(for: record) { return take(.signalled(path: record.path, payload: signal)) }
      rehearsal.now = max(rehearsal.now, Date(milliseconds: rehearsal.now.milliseconds + 100_000))
      return take(.timerFired(path: record.path))
    }
    let work = inFlight[place]
    if let count = work.collects {
      inFlight.remove(at: place)
      return take(.collected(path: work.path, .success(rehearsal.output(of: work.path, count: count))))
    }
    // Some answers come twice.
    if !(crashes && chance.next() % 5 == 0) { inFlight.remove(at: place) }
    take(result(of: work))
  }

  /// What a step waits for that comes from outside.
  private static func signal(for record: StepRecord) -> JSONValue? {
    if record.kind == "flow", record.memo?["run"] != nil {
      return ["state": "succeeded", "output": .string("run of \(record.path)")]
    }
    return record.kind == "wait" && record.input["for"] == nil ? .string("for \(record.path)") : nil
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
    default: return .stepFinished(path: work.path, attempt: work.attempt, output: output(of: work))
    }
  }

  private func output(of work: InFlight) -> JSONValue {
    switch rehearsal.journal[work.path]?.kind {
    case "flow": ["run": "another"]
    case "page" where work.path.hasSuffix("[page1]"): ["items": [4]]
    case "page": ["items": [1, 2, 3], "next": "more"]
    default: .string("out of \(work.path)")
    }
  }

  private mutating func take(_ event: RunEvent) {
    let orders = rehearsal.ordersUncommitted(for: event)
    if crashes, crashCount < Self.mostCrashes, chance.next() % 11 == 0 {
      crashCount += 1
      // The process ends before the commit: neither changes nor orders have been.
      return restart()
    }
    rehearsal.commit()
    watch()
    for order in orders {
      switch order {
      case .perform(let work): begin(work)
      case .collect(let path, let count):
        inFlight.append(InFlight(path: path, attempt: 0, failures: 0, collects: count))
      default: continue
      }
    }
    if orders.contains(.proceed) { take(.proceed) }
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
      case (let before?, let state):
        if before != state { violations.append("\(record.path) was \(before.name), and is \(state.name)") }
      case (nil, let state) where state.isFinal: finished[record.path] = state
      case (nil, _): continue
      }
    }
  }

  private mutating func checkLimits() {
    var rounds: [String: Set<String>] = [:]
    for work in inFlight
    where !work.isOrphan && work.collects == nil && finished[work.path] == nil && !work.path.contains("[page") {
      guard let end = work.path.lastIndex(of: "]"), let start = work.path[..<end].lastIndex(of: "[") else { continue }
      rounds[String(work.path[..<start]), default: []].insert(String(work.path[start...end]))
    }
    for (loop, items) in rounds where items.count > RandomFlow.concurrency {
      violations.append("\(loop) has \(items.count) items in hand")
    }
  }
}
