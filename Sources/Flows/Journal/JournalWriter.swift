import Core
import Foundation
import Persistence

/// Commits the turns of many runs together: while a few transactions are on their way to the disk, the turns that come
/// in wait, and share the next one.
///
/// The turns of different runs touch different rows, and each transaction locks the rows of its runs before it relies on
/// what they say, so several may be under way.
actor JournalWriter {
  private static let turnsPerTransaction = 256

  private struct Waiting {
    let commit: RunCommit
    let answer: CheckedContinuation<Void, any Error>
  }

  private let store: any Store
  /// How many transactions are under way at most.
  private let lanes: Int
  private var waiting: [Waiting] = []
  private var writing = 0

  /// - Parameter lanes: how many transactions are under way at most; by default as many as the engine gains from.
  init(store: any Store, lanes: Int? = nil) {
    self.store = store
    self.lanes = lanes ?? (store.dialect == .sqlite ? 1 : 3)
  }

  /// Returns when the turn is durable. A caller that is cancelled still gets its answer.
  /// - Throws: ``LeaseLost`` when another worker has the run; otherwise what the store throws, and then nothing of the
  ///   turn was kept.
  func commit(_ commit: RunCommit) async throws {
    try await withCheckedThrowingContinuation { answer in
      waiting.append(Waiting(commit: commit, answer: answer))
      guard writing < lanes else { return }
      writing += 1
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
    writing -= 1
  }

  private func write(_ batch: [Waiting]) async {
    let commits = batch.map(\.commit)
    do {
      let accepted = try await store.writeLocking { session in try Self.write(commits, session) }
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
    // The rows of those who hear of an end are locked in the same order as all others.
    let fences = try RunStore(session: session).fences(
      of: commits.map(\.lease.run) + commits.filter(\.isEnding).compactMap(\.parent?.run))
    let accepted = commits.map { fences[$0.lease.run] == $0.lease.fencing }
    let current = zip(commits, accepted).filter(\.1).map(\.0)
    try StepStore(session: session).write(current)
    try RunMessages(session: session).write(current)
    try RunEndings(session: session).write(current)
    return accepted
  }
}
