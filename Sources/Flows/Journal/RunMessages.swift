import Core
import Foundation
import Persistence

/// The SQL of what runs tell others in a turn: the webhook that waits, the run that started them, the runs they started.
struct RunMessages {
  let session: any Session

  func write(_ commits: [RunCommit]) throws {
    for commit in commits {
      for path in commit.signalsTaken { try SignalStore(session: session).take(commit.lease.run, path: path) }
      if let response = commit.response { try respond(response, for: commit.lease.run) }
      for row in commit.rows where row.record.hasLostItsRun { try cancelRun(of: row.record, commit) }
      if case .ended(let outcome, let at) = commit.ending, let parent = commit.parent {
        _ = try SignalStore(session: session).insert(
          outcome.signal(from: commit.lease.run), for: parent.run, path: parent.path, at: at)
      }
    }
  }

  private func respond(_ response: JSONValue, for run: RunID) throws {
    try session.run(
      "update flow_run set response = \(response), revision = revision + 1 where id = \(run) and response is null")
  }

  /// Nobody waits for it any more.
  private func cancelRun(of record: StepRecord, _ commit: RunCommit) throws {
    let child = SubflowStarter.id(of: commit.lease.run, record.path)
    try RunStore(session: session).requestCancel(child, at: record.endedAt ?? record.startedAt)
  }
}

extension StepRecord {
  /// Whether it started another run and was given up before the end of that.
  fileprivate var hasLostItsRun: Bool {
    switch state {
    case .failed, .cancelled: kind == "flow"
    case .running, .waiting, .succeeded: false
    }
  }
}
