import Core
import Foundation

/// One run in the hands of one worker: its machine, and what of it isn't committed yet.
struct RunSession: Sendable {
  private var machine: RunMachine
  private let lease: Lease
  private let parent: RunParent?
  private let isSeeded: Bool
  /// The paths of the rows that may still change, so that inputs are written once.
  private var known: Set<String>
  private var revision: Int64
  private var pending: RunCommit
  private var latest: [String: Int] = [:]

  init(machine: RunMachine, claimed: ClaimedRun, known records: [StepRecord], revision: Int64) {
    self.machine = machine
    lease = claimed.lease
    parent = claimed.parent
    isSeeded = claimed.isSeeded
    known = Set(records.lazy.filter { !$0.state.isFinal }.map(\.path))
    self.revision = revision
    pending = RunCommit(lease: lease, revision: revision + 1, parent: parent, isSeeded: isSeeded)
  }

  var restsUntil: Date? { machine.restsUntil }

  /// Whether there is something to commit.
  var isDirty: Bool {
    if case .none = pending.ending {
      return
        !(pending.rows.isEmpty && pending.attempts.isEmpty && pending.progress.isEmpty
        && pending.signalsTaken.isEmpty && pending.response == nil)
    }
    return true
  }

  /// Whether as much is to be committed as one turn should hold.
  var isFull: Bool { pending.rows.count >= machine.mostChanges }

  /// Takes in what happened; what it changes is kept for ``takeCommit()``.
  mutating func handle(_ event: RunEvent, at now: Date) -> [RunOrder] {
    if case .recalled(let recollection) = event {
      known.formUnion(recollection.records.lazy.filter { !$0.state.isFinal }.map(\.path))
    }
    let orders = machine.handle(event, at: now)
    for change in machine.takeChanges() {
      switch change {
      case .step(let record): add(record)
      case .attempt(let attempt): pending.attempts.append(attempt)
      case .signalTaken(let path): pending.signalsTaken.append(path)
      case .response(let response): pending.response = pending.response ?? response
      }
    }
    for case .end(let outcome) in orders { pending.ending = .ended(outcome, at: now) }
    return orders
  }

  mutating func add(_ progress: RunCommit.Progress) {
    guard known.contains(progress.path) else { return }
    pending.progress.removeAll { $0.path == progress.path }
    pending.progress.append(progress)
  }

  /// They are written with the next commit, which is that of the attempt's end.
  mutating func add(_ exchanges: RunCommit.Exchanges) {
    pending.exchanges.append(exchanges)
  }

  /// - Parameter now: what the signals that wait are held against.
  mutating func handBack(readyAt: Date, isWaiting: Bool, at now: Date) {
    pending.ending = .handedBack(readyAt: readyAt, isWaiting: isWaiting, at: now)
  }

  /// Everything since the last call.
  mutating func takeCommit() -> RunCommit {
    defer {
      revision += 1
      for row in pending.rows {
        if row.record.state.isFinal { known.remove(row.record.path) } else { known.insert(row.record.path) }
      }
      pending = RunCommit(lease: lease, revision: revision + 1, parent: parent, isSeeded: isSeeded)
      latest = [:]
    }
    return pending
  }

  private mutating func add(_ record: StepRecord) {
    let row = RunCommit.Row(record: record, isNew: !known.contains(record.path))
    if let place = latest[record.path] {
      pending.rows[place] = row
    } else {
      latest[record.path] = pending.rows.count
      pending.rows.append(row)
    }
  }
}
