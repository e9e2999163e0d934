import Core
import Foundation
import Persistence

/// Commits the turns of many runs together: while one transaction is on its way to the disk, the turns that come in
/// wait, and share the next one.
actor JournalWriter {
  private static let turnsPerTransaction = 256

  private struct Waiting {
    let commit: RunCommit
    let answer: CheckedContinuation<Void, any Error>
  }

  private let store: any Store
  private var waiting: [Waiting] = []
  private var isWriting = false

  init(store: any Store) {
    self.store = store
  }

  /// Returns when the turn is durable. A caller that is cancelled still gets its answer.
  /// - Throws: ``LeaseLost`` when another worker has the run; otherwise what the store throws, and then nothing of the
  ///   turn was kept.
  func commit(_ commit: RunCommit) async throws {
    try await withCheckedThrowingContinuation { answer in
      waiting.append(Waiting(commit: commit, answer: answer))
      guard !isWriting else { return }
      isWriting = true
      // Not the caller's child: the transaction serves others as well, and must not end with the caller.
      Task { await self.writeAll() }
    }
  }

  private func writeAll() async {
    while !waiting.isEmpty {
      let batch = Array(waiting.prefix(Self.turnsPerTransaction))
      waiting.removeFirst(batch.count)
      await write(batch)
    }
    isWriting = false
  }

  private func write(_ batch: [Waiting]) async {
    let commits = batch.map(\.commit)
    do {
      let accepted = try await store.write { session in try Self.write(commits, session) }
      for (turn, isAccepted) in zip(batch, accepted) {
        if isAccepted { turn.answer.resume() } else { turn.answer.resume(throwing: LeaseLost()) }
      }
    } catch {
      guard batch.count > 1, !Self.concernsAll(error) else {
        for turn in batch { turn.answer.resume(throwing: error) }
        return
      }
      // One turn that the database refuses must not cost the others theirs.
      for turn in batch { await write([turn]) }
    }
  }

  private static func concernsAll(_ error: any Error) -> Bool {
    switch error as? PersistenceError {
    case .unavailable?, .contended?, .full?, .corrupt?: true
    default: false
    }
  }

  /// - Returns: for each turn, whether its lease still counts.
  private static func write(_ commits: [RunCommit], _ session: any Session) throws -> [Bool] {
    let fences = try RunStore(session: session).fences(of: commits.map(\.lease.run))
    let accepted = commits.map { fences[$0.lease.run] == $0.lease.fencing }
    let current = zip(commits, accepted).filter(\.1).map(\.0)
    try StepStore(session: session).write(current)
    for commit in current { try close(commit, session) }
    return accepted
  }

  private static func close(_ commit: RunCommit, _ session: any Session) throws {
    switch commit.ending {
    case .none: return
    case .handedBack(let readyAt, let isWaiting):
      try session.run(
        """
        update flow_run set state = \(isWaiting ? "waiting" : "queued"), ready_at = \(readyAt), worker = null,
          fencing = fencing + 1, revision = revision + 1
        where id = \(commit.lease.run)
        """)
      try session.notify(RunStore.channel)
    case .ended(let outcome, let at): try end(commit.lease.run, outcome, at, session)
    }
  }

  private static func end(_ run: RunID, _ outcome: RunOutcome, _ at: Date, _ session: any Session) throws {
    var state = "cancelled"
    var output: JSONValue?
    var failedPath: String?
    var failure: JSONValue?
    switch outcome {
    case .succeeded(let value): (state, output) = ("succeeded", value)
    case .failed(let path, let reason): (state, failedPath, failure) = ("failed", path, reason.json)
    case .cancelled: break
    }
    try session.run(
      """
      update flow_run set state = \(state), ended_at = \(at), ready_at = null, worker = null, revision = revision + 1,
        output = \(output.sqlValue), failed_path = \(failedPath.sqlValue), failure = \(failure.sqlValue)
      where id = \(run)
      """)
    try session.run("delete from flow_checkpoint where run = \(run)")
  }
}
