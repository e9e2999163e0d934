import Identity
import Synchronization

/// The runs that a worker has in hand.
final class HeldRuns: Sendable {
  private struct State {
    var runs: [RunID: (claimed: ClaimedRun, mailbox: Mailbox<RunSignal>)] = [:]
    var isStopping = false
  }

  private let state = Mutex(State())

  var count: Int { state.withLock { $0.runs.count } }
  var isStopping: Bool { state.withLock(\.isStopping) }
  var leases: [Lease] { state.withLock { $0.runs.values.map(\.claimed.lease) } }

  /// Whose they are, for sharing out places.
  var owners: [(team: TeamID, flow: FlowID)] {
    state.withLock { $0.runs.values.map { ($0.claimed.team, $0.claimed.flow) } }
  }

  /// A run that comes while the worker stops is handed back at once.
  func add(_ claimed: ClaimedRun, _ mailbox: Mailbox<RunSignal>) {
    let isStopping = state.withLock { state in
      state.runs[claimed.lease.run] = (claimed, mailbox)
      return state.isStopping
    }
    if isStopping { mailbox.post(.handBack) }
  }

  func remove(_ lease: Lease) {
    state.withLock { state in
      // It may have been taken again meanwhile, under a higher number.
      if state.runs[lease.run]?.claimed.lease == lease { state.runs[lease.run] = nil }
    }
  }

  func post(_ signal: RunSignal, to run: RunID) {
    state.withLock { $0.runs[run]?.mailbox }?.post(signal)
  }

  func stop() {
    let mailboxes = state.withLock { state in
      state.isStopping = true
      return state.runs.values.map(\.mailbox)
    }
    for mailbox in mailboxes { mailbox.post(.handBack) }
  }
}
