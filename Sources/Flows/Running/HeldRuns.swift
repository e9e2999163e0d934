import Synchronization

/// The runs that a worker has in hand.
final class HeldRuns: Sendable {
  private struct State {
    var runs: [RunID: (lease: Lease, mailbox: Mailbox<RunSignal>)] = [:]
    var isStopping = false
  }

  private let state = Mutex(State())

  var count: Int { state.withLock { $0.runs.count } }
  var isStopping: Bool { state.withLock(\.isStopping) }
  var leases: [Lease] { state.withLock { $0.runs.values.map(\.lease) } }

  /// A run that comes while the worker stops is handed back at once.
  func add(_ lease: Lease, _ mailbox: Mailbox<RunSignal>) {
    let isStopping = state.withLock { state in
      state.runs[lease.run] = (lease, mailbox)
      return state.isStopping
    }
    if isStopping { mailbox.post(.handBack) }
  }

  func remove(_ lease: Lease) {
    state.withLock { state in
      // It may have been taken again meanwhile, under a higher number.
      if state.runs[lease.run]?.lease == lease { state.runs[lease.run] = nil }
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
