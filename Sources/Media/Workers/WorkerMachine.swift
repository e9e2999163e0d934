/// Decides what a pool of workers does next: who gets which job, who is started, ended or left alone for a while.
///
/// Pure: events in, actions out; ``MediaWorkers`` performs them. Workers are started when there is work and ended when
/// there has been none for two ticks, so that an idle server holds none. A job whose worker dies is tried once more in
/// a new one, since the death may have had another cause; the second death is the file's.
struct WorkerMachine {
  /// A place for one worker, from 0.
  typealias Slot = Int
  /// A job, in the order of submission.
  typealias Job = Int

  enum Event: Equatable {
    case submitted(Job)
    case cancelled(Job)
    case started(Slot)
    case answered(Slot)
    case deadlinePassed(Slot, Job)
    /// The child is gone, for whatever reason, or never came to be.
    case exited(Slot)
    /// The pause that ``Action/pause(_:failures:)`` asked for is over.
    case rested(Slot)
    /// Some time has passed; see ``idleTicks``.
    case tick
    case stop
  }

  enum Action: Equatable {
    case start(Slot)
    case give(Job, to: Slot)
    case finish(Job, Outcome)
    /// Ends the child and all that it has started, at once.
    case kill(Slot)
    /// Lets the child end by itself.
    case close(Slot)
    /// Waits before the next start, the longer the more starts have failed in a row.
    case pause(Slot, failures: Int)
  }

  enum Outcome: Equatable {
    case answered, died, timedOut, cancelled, unavailable, stopping
  }

  enum Phase: Equatable {
    case empty
    case starting
    case idle(ticks: Int)
    case busy(Job)
    /// Told to end, or killed; its exit is awaited.
    case ending
    case resting
  }

  /// Ticks without work after which a worker is ended.
  static let idleTicks = 2
  /// Starts that fail in a row until waiting jobs are refused.
  static let patience = 3
  /// Jobs after which a worker makes place for a fresh one, so that a leak in a decoder stays small.
  static let jobsPerWorker = 500

  private(set) var phases: [Phase]
  private(set) var queue: [Job] = []
  private(set) var isStopping = false
  private var died: Set<Job> = []
  private var jobsDone: [Int]
  private var startFailures = 0

  init(slots: Int) {
    phases = Array(repeating: .empty, count: slots)
    jobsDone = Array(repeating: 0, count: slots)
  }

  /// Whether it was told to stop and nothing is left to wait for.
  var isDrained: Bool {
    isStopping && phases.allSatisfy { $0 == .empty || $0 == .resting }
  }

  mutating func handle(_ event: Event) -> [Action] {
    switch event {
    case .submitted(let job):
      if isStopping { return [.finish(job, .stopping)] }
      queue.append(job)
      return assign()
    case .cancelled(let job): return end(job, as: .cancelled)
    case .started(let slot): return started(slot)
    case .answered(let slot): return answered(slot)
    case .deadlinePassed(let slot, let job):
      return phases[slot] == .busy(job) ? end(job, as: .timedOut) : []
    case .exited(let slot): return exited(slot)
    case .rested(let slot):
      if phases[slot] == .resting { phases[slot] = .empty }
      return assign()
    case .tick: return tick()
    case .stop: return stop()
    }
  }
}

extension WorkerMachine {
  private mutating func assign() -> [Action] {
    guard !isStopping else { return [] }
    var actions: [Action] = []
    for slot in phases.indices {
      guard !queue.isEmpty, case .idle = phases[slot] else { continue }
      let job = queue.removeFirst()
      phases[slot] = .busy(job)
      actions.append(.give(job, to: slot))
    }
    var starting = phases.count { $0 == .starting }
    for slot in phases.indices where phases[slot] == .empty && starting < queue.count {
      phases[slot] = .starting
      starting += 1
      actions.append(.start(slot))
    }
    return actions
  }

  private mutating func started(_ slot: Slot) -> [Action] {
    guard phases[slot] == .starting else { return [] }
    startFailures = 0
    jobsDone[slot] = 0
    return release(slot)
  }

  private mutating func answered(_ slot: Slot) -> [Action] {
    guard case .busy(let job) = phases[slot] else { return [] }
    died.remove(job)
    jobsDone[slot] += 1
    return [.finish(job, .answered)] + release(slot)
  }

  private mutating func release(_ slot: Slot) -> [Action] {
    if isStopping || jobsDone[slot] >= Self.jobsPerWorker {
      phases[slot] = .ending
      return [.close(slot)]
    }
    phases[slot] = .idle(ticks: 0)
    return assign()
  }

  private mutating func end(_ job: Job, as outcome: Outcome) -> [Action] {
    died.remove(job)
    if let place = queue.firstIndex(of: job) {
      queue.remove(at: place)
      return [.finish(job, outcome)]
    }
    guard let slot = phases.firstIndex(of: .busy(job)) else { return [] }
    phases[slot] = .ending
    return [.kill(slot), .finish(job, outcome)]
  }

  private mutating func exited(_ slot: Slot) -> [Action] {
    switch phases[slot] {
    case .starting:
      return failedToStart(slot)
    case .busy(let job):
      phases[slot] = .empty
      if isStopping { return [.finish(job, .stopping)] }
      if died.remove(job) != nil { return [.finish(job, .died)] + assign() }
      died.insert(job)
      queue.insert(job, at: 0)
      return assign()
    case .idle, .ending:
      phases[slot] = .empty
      return assign()
    case .empty, .resting:
      return []
    }
  }

  private mutating func failedToStart(_ slot: Slot) -> [Action] {
    startFailures += 1
    phases[slot] = .resting
    var actions = [Action.pause(slot, failures: startFailures)]
    let anyWorks = phases.contains { phase in
      switch phase {
      case .idle, .busy: true
      case .empty, .starting, .ending, .resting: false
      }
    }
    if startFailures >= Self.patience && !anyWorks {
      actions += queue.map { .finish($0, .unavailable) }
      queue = []
      died = []
    }
    return actions
  }

  private mutating func tick() -> [Action] {
    var actions: [Action] = []
    for slot in phases.indices {
      guard case .idle(let ticks) = phases[slot] else { continue }
      if ticks + 1 >= Self.idleTicks {
        phases[slot] = .ending
        actions.append(.close(slot))
      } else {
        phases[slot] = .idle(ticks: ticks + 1)
      }
    }
    return actions
  }

  private mutating func stop() -> [Action] {
    isStopping = true
    var actions: [Action] = queue.map { .finish($0, .stopping) }
    queue = []
    for slot in phases.indices {
      guard case .idle = phases[slot] else { continue }
      phases[slot] = .ending
      actions.append(.close(slot))
    }
    return actions
  }
}
